"""JSON over HTTP for who is in a ledger, and for inviting."""
