"""What runs by the clock, each one transaction an item, so that a rerun is harmless."""
