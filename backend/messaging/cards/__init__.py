"""Cards: the one message of a chat that shows today's number and is kept up to date."""
