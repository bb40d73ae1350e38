"""Acts: what a person did to a ledger at once, kept row by row with what was before, so it can be undone."""
