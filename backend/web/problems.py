"""Errors as RFC 9457 says them: one shape for every refusal; as a page for whoever looks at pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from starlette.responses import Response

from backend.kit.messages import say
from backend.web.language import translator_of
from backend.web.site import API, site_of

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
    show = site_of(request).problem_page if wants_page(request) else None
    if show is not None:
        said = detail or say(code, t)
        return show(request, status, code, detail=said, errors=errors or (), headers=headers or {})
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


def wants_page(request: Request) -> bool:
    """Tell a browser that shows a page from a program: browsers name HTML, and nobody browses the API."""
    if request.scope["path"].startswith(f"{API}/") or "app" not in request.scope:
        return False
    return "text/html" in request.headers.get("accept", "")
