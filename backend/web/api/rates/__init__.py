"""JSON over HTTP for rates that people give."""
