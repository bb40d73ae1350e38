"""JSON over HTTP for categories."""
