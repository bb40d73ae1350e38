"""JSON over HTTP for updates from Telegram."""
