"""JSON over HTTP for ledgers."""
