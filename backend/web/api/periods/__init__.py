"""JSON over HTTP for a ledger's periods."""
