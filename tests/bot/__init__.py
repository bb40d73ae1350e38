"""The bot over a transport that records: real updates, real handlers, both databases."""
