"""The durable road of a message: updates received (inbox) and calls owed to Telegram (outbox)."""
