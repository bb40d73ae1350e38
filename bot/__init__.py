"""The Telegram bot: one of the faces of the ledger, and the worker that keeps messages from being lost."""
