"""Errors as RFC 9457 says them: one shape for every refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from backend.kit.messages import say
from backend.web.language import translator_of

MEDIA_TYPE = "application/problem+json"


def problem(
    request: Request,
    status: int,
    code: str,
    *,
    detail: str | None = None,
    errors: Sequence[Mapping[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Answer a problem; `detail` is the code's sentence in the reader's language unless given."""
    t = translator_of(request)
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or say(code, t),
        "code": code,
        **more,
    }
    if errors is not None:
        content["errors"] = list(errors)
    # A lone surrogate in what was asked comes back in a field's name: no encoder takes it as it is.
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    shown = {"Content-Language": t.language, "Vary": "Accept-Language", **(headers or {})}
    return Response(body, status, shown, MEDIA_TYPE)
