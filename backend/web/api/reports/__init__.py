"""JSON over HTTP for reports."""
