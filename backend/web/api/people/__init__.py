"""JSON over HTTP for accounts and what proves who calls."""
