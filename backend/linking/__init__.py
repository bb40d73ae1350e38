"""Joining a Telegram account to an account of the web, and parting them again."""
