"""What was spent and received: by category, by day, by member, and over time."""
