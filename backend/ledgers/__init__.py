"""Households' books: who is in them and how their days and months run."""
