"""What a schema cannot say: valid requests are completed so that they can be meant.

Named in `schemathesis.toml`. Only requests generated as valid are touched, so every refusal of one is a
fault; what is generated as invalid is sent as it is.
"""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Leave out references to what does not exist, and put into range what ranges over several fields."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    for name in [name for name in case.headers or {} if name.lower() == "if-match"]:
        del case.headers[name]  # a random ETag is a stale one: 412
    query = case.query or {}
    for name in ("cursor", "move_to"):
        query.pop(name, None)
    for name in ("min", "max"):
        if query.get(name):
            query[name] = "8000"  # more decimals than the ledger's currency has: 422
    if (case.path_parameters or {}).get("day"):
        case.path_parameters["day"] = "2020-11-20"  # one within reach, and not to come
    _settle_days(query, case.path)
    if isinstance(case.body, dict):
        _settle(case.body)


def _settle_days(query: dict[str, Any], path: str) -> None:
    """Put days within reach; a summary is of two days or of a period, not of both."""
    for name in ("on", "from", "to"):
        if query.get(name):
            query[name] = "2026-11-20"
    if path.endswith(("/reports/summary", "/quiet-days")) and {"from", "to"} & query.keys():
        query["from"] = query["to"] = "2026-11-20"
        for name in ("on", "period", "months"):
            query.pop(name, None)


def _settle(body: dict[str, Any]) -> None:
    if "entry_ids" in body:
        body["entry_ids"] = ["999999999"]  # looked for before the category, which is not there either
    else:
        for name in ("category_id", "parent_id", "default_ledger_id"):
            body.pop(name, None)
    if "amount" in body:
        body["amount"] = "8000"
    if "amount" in body or body.get("currency") not in {None, "KRW"}:
        body.pop("currency", None)  # a currency without a known rate, or of a ledger that has entries
    for name in ("occurred_on", "starts_on", "ends_on", "day"):
        if body.get(name):
            body[name] = "2026-11-20"
    if "rate" in body:
        body["rate"], body["currency"] = "0.053", "VND"
    if body.get("expires_at"):
        body["expires_at"] = "2036-11-21T00:00:00Z"
