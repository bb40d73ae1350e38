"""Links that let somebody into a ledger."""
