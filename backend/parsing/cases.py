"""A draft as the case files write it: what `podo parse --jsonl` prints."""

from __future__ import annotations

from backend.parsing.drafts import Draft


def to_case_row(draft: Draft) -> dict[str, str | bool | None]:
    """Give the row that score.py compares with a case's expectation."""
    row: dict[str, str | bool | None] = {
        "kind": draft.kind.value,
        "amount": draft.amount.plain(),
        "currency": draft.amount.currency,
        "date": draft.occurred_on.isoformat(),
        "category": draft.category,
        "description": draft.description,
    }
    if draft.payment_method is not None:
        row["payment_method"] = draft.payment_method
    if draft.occurred_at is not None:
        row["time"] = draft.occurred_at.strftime("%H:%M")
    if draft.cancels:
        row["cancel"] = True
    return row
