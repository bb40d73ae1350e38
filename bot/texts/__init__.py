"""What the bot says, in HTML; pure."""
