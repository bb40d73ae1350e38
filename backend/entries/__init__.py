"""What was spent and received: recorded, corrected, deleted, undone, and summed."""
