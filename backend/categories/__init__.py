"""What entries are filed under: a default set in two languages, and the household's own."""
