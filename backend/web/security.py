"""How a request proves who calls: a token in the header, or a browser's session cookie."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2PasswordBearer

from backend.kit.errors import Forbidden, Unauthorized
from backend.kit.ids import keyed_digest
from backend.web.site import API, Site, site_of

SESSION_COOKIE = "podo_session"
CSRF_HEADER = "x-csrf-token"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_password = OAuth2PasswordBearer(
    f"{API}/auth/token",
    scheme_name="Password",
    description="E-mail and password, exchanged for a bearer token.",
    auto_error=False,
)
_bearer = HTTPBearer(
    scheme_name="Token",
    description="A token from `/auth/token`, or a personal access token.",
    auto_error=False,
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request shows; a cookie is sent by the browser whoever asked it to."""

    secret: str
    by_cookie: bool


async def _credentials(
    request: Request,
    _by_password: Annotated[str | None, Security(_password)],
    _by_token: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Credentials:
    """Read the credentials. Raises Unauthorized `auth.required`, Forbidden `auth.cross_site`."""
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Unauthorized("auth.required")
        return Credentials(secret.strip(), by_cookie=False)
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        raise Unauthorized("auth.required")
    if request.method not in SAFE_METHODS:
        check_same_site(request, site_of(request), cookie)
    return Credentials(cookie, by_cookie=True)


CredentialsDep = Annotated[Credentials, Depends(_credentials)]


def csrf_token(secret_key: str, session_secret: str) -> str:
    """Make the token that a page shows back with each change: only it can know it."""
    return keyed_digest(secret_key, "csrf", session_secret)


def check_same_site(request: Request, site: Site, session_secret: str) -> None:
    """Let a cookie change something only for our own pages. Raises Forbidden `auth.cross_site`."""
    given = request.headers.get(CSRF_HEADER, "")
    expected = csrf_token(site.secret_key, session_secret)
    if hmac.compare_digest(given.encode(), expected.encode()):
        return
    origin = request.headers.get("origin")
    own = {_origin(site.settings.public_url), _origin(str(request.base_url))}
    if origin is None or _origin(origin) not in own:
        raise Forbidden("auth.cross_site")


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    port = f":{parts.port}" if _has_own_port(parts.scheme, parts.netloc) else ""
    return parts.scheme, f"{parts.hostname or ''}{port}"


def _has_own_port(scheme: str, netloc: str) -> bool:
    default = {"http": ":80", "https": ":443"}.get(scheme, "")
    tail = netloc.rpartition("]")[2]
    return ":" in tail and not tail.endswith(default)


def same_secret(given: str | None, expected: str | None) -> bool:
    """Compare two secrets in constant time; one that is not set is never met."""
    if not expected:
        return False
    return hmac.compare_digest((given or "").encode("utf-8", "replace"), expected.encode())
