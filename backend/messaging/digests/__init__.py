"""Digests: the report of a week or a month that a chat gets by itself."""
