"""How much may be spent in a period, and how much of it is left."""
