"""JSON over HTTP for budgets."""
