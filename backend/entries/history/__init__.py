"""Every change of every entry: what it was before, and whose act changed it."""
