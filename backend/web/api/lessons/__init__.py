"""JSON over HTTP for what a ledger learnt."""
