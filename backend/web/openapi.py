"""The OpenAPI document: what every operation answers when it refuses, and how answers lead on."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from backend.web.problems import MEDIA_TYPE

DESCRIPTION = """
The household ledger over HTTP. Money is a decimal string with an ISO 4217 code, days are the ledger's own,
moments are UTC, ids are opaque. Errors are `application/problem+json`; `code` is stable.

- **Sign in** with Authorize: e-mail and password, or a token.
- **Creating twice**: send `Idempotency-Key`; the same request within 24 hours gets the first answer again.
- **Lost updates**: send the `ETag` you read as `If-Match`; a stale one answers 412.
- **Language** of messages and names: `Accept-Language` (`ko`, `en`).
"""

TAGS = [
    {"name": "People", "description": "Accounts, tokens and the link to Telegram."},
    {"name": "Ledgers", "description": "A household's books."},
    {"name": "Members", "description": "Who is in a ledger, as what, and how others come in."},
    {"name": "Categories", "description": "What entries are filed under, two levels at most."},
    {"name": "Entries", "description": "What was spent or received."},
    {"name": "Budgets", "description": "How much may be spent in a period, and what is left of it."},
    {"name": "Reports", "description": "What was spent and received, summed up."},
    {"name": "Rates", "description": "Exchange rates for currencies without a published one."},
    {"name": "Telegram", "description": "Where Telegram brings its updates."},
    {"name": "Service", "description": "Whether it is alive, ready, and how it fares."},
]

_REFUSALS = {
    400: "The body cannot be read.",
    401: "Credentials are missing or wrong.",
    403: "Seen, but not yours to change.",
    404: "Nothing there that you may see.",
    409: "It clashes with what is there.",
    410: "It was good once.",
    412: "It changed since it was read.",
    413: "The body is larger than 1 MiB.",
    415: "The body is of another type than this takes.",
    422: "The input cannot be meant; `errors` says where.",
    429: "Too many tries; `Retry-After` says when again.",
    503: "The database does not answer.",
}

_TEXT = {"type": "string"}
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": _TEXT | {"examples": ["about:blank"]},
        "title": _TEXT | {"examples": ["Not Found"]},
        "status": {"type": "integer", "examples": [404]},
        "detail": _TEXT | {"examples": ["There is no such ledger."]},
        "code": _TEXT | {"examples": ["ledger.not_found"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": _TEXT, "message": _TEXT},
            },
        },
    },
}
_HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {
        "description": "The revision, for If-Match.",
        "required": True,
        "schema": _TEXT | {"pattern": '^"[0-9]+"$'},
    },
    "Location": {"description": "Where it is found.", "required": True, "schema": _TEXT},
    "Idempotency-Replayed": {
        "description": "The first answer to this key, given again.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "How to sign in.", "required": True, "schema": _TEXT},
    "Allow": {"schema": _TEXT},
}

SHOWN_ID = "$response.body#/id"
Responses = dict[int | str, dict[str, Any]]


def headers(*names: str) -> dict[str, Any]:
    """Describe headers of an answer."""
    return {name: _HEADERS[name] for name in names}


def refusals(*statuses: int) -> Responses:
    """Describe how an operation refuses; any may find the database gone, and most a bad parameter.

    What takes a body (413) takes no other type either.
    """
    found: Responses = {}
    with_body = {415} if 413 in statuses else set()  # noqa: PLR2004
    for status in sorted({*statuses, *with_body, 422, 503}):
        found[status] = {
            "description": _REFUSALS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    if 401 in found:  # noqa: PLR2004
        found[401]["headers"] = headers("WWW-Authenticate")
    if 429 in found:  # noqa: PLR2004
        found[429]["headers"] = headers("Retry-After")
    found[503]["headers"] = headers("Retry-After")
    return found


def single(description: str) -> dict[str, Any]:
    """Describe the answer that shows one resource."""
    return {"description": description, "headers": headers("ETag")}


def created(description: str, links: dict[str, Any] | None = None, *, tagged: bool = True) -> dict[str, Any]:
    """Describe the answer that shows what was created, and what can be done with it next."""
    names = ["Idempotency-Replayed", *(["Location", "ETag"] if tagged else [])]
    return {"description": description, "headers": headers(*names), "links": links or {}}


def link(operation_id: str, **parameters: str) -> dict[str, Any]:
    """Lead from an answer to an operation; values are runtime expressions."""
    return {"operationId": operation_id, "parameters": parameters}


def links_within_ledger(name: str, parameter: str, operations: list[str]) -> dict[str, Any]:
    """Lead from what was created in a ledger to reading, changing and deleting it."""
    where = {"ledger_id": "$request.path.ledger_id", parameter: SHOWN_ID}
    return {f"{operation} of this {name}": link(operation, **where) for operation in operations}


def document(app: FastAPI) -> dict[str, Any]:
    """Make the document once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title,
            version=app.version,
            summary="The household ledger you talk to.",
            description=DESCRIPTION,
            routes=app.routes,
            tags=TAGS,
        )
        found["components"]["schemas"]["Problem"] = PROBLEM
        app.openapi_schema = found
    return app.openapi_schema
