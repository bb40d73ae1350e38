"""What the bot does with each kind of update: read it, one service call, say what came of it."""
