"""Rates of a day that people give for currencies no table has."""
