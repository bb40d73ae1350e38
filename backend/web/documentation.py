"""The interactive documentation at /docs, served whole by us: no request goes to another host."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html, get_swagger_ui_oauth2_redirect_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

ASSETS = Path(fastapi_offline.__file__).parent / "static"
"""Swagger UI as the `fastapi-offline` package carries it."""

AT = "/docs"
REDIRECT = f"{AT}/oauth2-redirect"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def add_documentation(app: FastAPI) -> None:
    """Serve the page, where it comes back to after signing in, and what it loads."""
    page = get_swagger_ui_html(
        openapi_url=app.openapi_url or "/openapi.json",
        title=app.title,
        oauth2_redirect_url=REDIRECT,
        swagger_js_url=f"{AT}/assets/swagger-ui-bundle.js",
        swagger_css_url=f"{AT}/assets/swagger-ui.css",
        swagger_favicon_url=f"{AT}/assets/favicon.png",
        swagger_ui_parameters={"persistAuthorization": True, "displayRequestDuration": True},
    )
    redirect = get_swagger_ui_oauth2_redirect_html()
    for path, shown in ((AT, page), (REDIRECT, redirect)):
        body = bytes(shown.body).decode()
        app.add_route(path, _answering(body), include_in_schema=False)
    app.mount(f"{AT}/assets", StaticFiles(directory=ASSETS), name="documentation-assets")


def _answering(body: str) -> Callable[[Request], Awaitable[Response]]:
    policy = _policy(body)

    async def answer(_request: Request) -> Response:
        return HTMLResponse(body, headers={"content-security-policy": policy})

    return answer


def _policy(body: str) -> str:
    """Allow our own files and exactly the inline scripts that the page has."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE.findall(body)
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
