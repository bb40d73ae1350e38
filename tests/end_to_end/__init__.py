"""The processes as people run them, against a Bot API over real HTTP."""
