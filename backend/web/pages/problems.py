"""Refusals as pages: what was wrong, what helps, and an unsent form kept for whoever must sign in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from backend.web.pages.forms import CSRF_FIELD, Form
from backend.web.pages.render import show
from backend.web.site import site_of

UNKNOWN, FORBIDDEN, GONE = 401, 403, 404
NEVER_KEPT = {CSRF_FIELD, "password", "kept-path"}
MOST_KEPT = 60_000


def problem_page(
    request: Request,
    status: int,
    code: str,
    *,
    detail: str,
    errors: Sequence[Mapping[str, str]],  # noqa: ARG001 - a page says one thing
    headers: Mapping[str, str],
) -> Response:
    """Show a refusal as a page."""
    passed = {name: value for name, value in headers.items() if name in {"Retry-After", "Allow"}}
    if status == UNKNOWN:
        return sign_in_again(request, code)
    reference = getattr(request.state, "request_id", "")
    return show(
        request,
        "problem.html",
        status=status,
        headers=passed,
        number=status,
        detail=detail,
        code=code,
        reference=reference,
        form=request.state.form if code == "page.form_expired" and is_own_page(request) else {},
    )


def sign_in_again(request: Request, code: str) -> Response:
    """Ask who it is; what was being sent comes along, and is offered again afterwards."""
    path = request.scope["path"]
    if request.method == "GET":
        query = request.scope["query_string"].decode("ascii", "replace")
        path = f"{path}?{query}" if query else path
    return show(
        request,
        "sign_in.html",
        status=UNKNOWN,
        code=code,
        next=path if request.method == "GET" else "",
        kept=kept_form(request),
        kept_path=path,
    )


def kept_form(request: Request) -> list[tuple[str, str]]:
    """The fields of a form that could not be sent, if it came from one of our own pages."""
    form = getattr(request.state, "form", None)
    if not isinstance(form, Form) or not is_own_page(request):
        return []
    pairs = [(name, value) for name, value in form.pairs if name not in NEVER_KEPT]
    return pairs if sum(len(name) + len(value) for name, value in pairs) <= MOST_KEPT else []


def is_own_page(request: Request) -> bool:
    """Tell whether a form was sent from this site, by what only a browser can say."""
    origin = request.headers.get("origin", "")
    return origin in {site_of(request).settings.public_url, str(request.base_url).rstrip("/")}
