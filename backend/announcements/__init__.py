"""What people did outside the chats, handed over to the bot, which tells the chats of it."""
