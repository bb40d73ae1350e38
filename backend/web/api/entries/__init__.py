"""JSON over HTTP for entries."""
