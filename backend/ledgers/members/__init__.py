"""Who is in a ledger, and as what."""
