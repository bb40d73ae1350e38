"""What surrounds every request: its id, its log line and meters, headers, a limit, and the last catch."""

from __future__ import annotations

import re
import secrets
from time import perf_counter

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.kit.logs import log_context
from backend.web.errors import inner_problem
from backend.web.problems import problem
from backend.web.site import API, Site

log = structlog.get_logger(__name__)

MAX_BODY = 1024 * 1024
QUIET = {"/healthz", "/readyz", "/metrics"}
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

_CLOSED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class Envelope:
    """One layer for all of it, in plain ASGI: every layer costs each request."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        self.always = [
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]
        if site.secure:
            self.always.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        request = Request(scope)
        request_id = _request_id(request)
        request.state.request_id = request_id
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._dressed(message.get("headers", []), scope["path"], request_id)
            await send(message)

        with log_context(request_id=request_id):
            try:
                await self._answer(request, scope, _limited(receive), answer)
            except Exception as error:
                if status:
                    raise  # the answer has begun: all that is left is to break it off
                await inner_problem(request, error)(scope, receive, answer)
            finally:
                self._note(scope, status, perf_counter() - began)

    async def _answer(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > len(str(MAX_BODY)) or int(length) > MAX_BODY:
            response = problem(request, 413, "request.too_large", headers={"Connection": "close"})
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _dressed(
        self, headers: list[tuple[bytes, bytes]], path: str, request_id: str
    ) -> list[tuple[bytes, bytes]]:
        """Add what every answer has; a page that sets its own policy keeps it."""
        given = {name.lower() for name, _ in headers}
        more = [*self.always, (b"x-request-id", request_id.encode())]
        if b"content-security-policy" not in given:
            more.append((b"content-security-policy", _CLOSED.encode()))
        if b"cache-control" not in given and path.startswith(API):
            more.append((b"cache-control", b"no-store"))
        return [*headers, *(pair for pair in more if pair[0] not in given)]

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None)
        template = "unmatched" if route is None else route
        if route is not None and scope["path"].startswith(f"{API}/") and not route.startswith(API):
            template = API + route
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self.site.meters.count(method, template, status, seconds)
        say = log.debug if scope["path"] in QUIET else log.info
        say("request", method=method, route=template, status=status, ms=round(seconds * 1000, 1))


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _request_id(request: Request) -> str:
    """Keep the id that a proxy gave, if it looks like one."""
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _limited(receive: Receive) -> Receive:
    """Count a body while it arrives: one sent in pieces says no length beforehand."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                raise HTTPException(413)
        return message

    return limited
