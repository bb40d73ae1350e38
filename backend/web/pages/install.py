"""What makes the pages an app: static files, the manifest, the service worker and its offline page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from backend.kit.i18n import Translator
from backend.web.language import language_of
from backend.web.pages import assets
from backend.web.pages.render import show

router = APIRouter(include_in_schema=False)

ICONS = {"192x192": "icon-192.png", "512x512": "icon-512.png"}
BACKGROUND = "#faf8fd"


@router.get(f"{assets.AT}/{{name}}")
async def asset(request: Request, name: str) -> Response:
    """Send a file, for good: one that changes gets another name."""
    found = assets.by_address().get(name)
    if found is None or found.name in assets.ROOTED:
        raise HTTPException(404)
    return _file(request, found, assets.FOREVER)


@router.get("/sw.js")
async def worker(request: Request) -> Response:
    """Send the service worker, which the browser asks for anew by itself."""
    response = _file(request, assets.assets()["sw.js"], "no-cache")
    # A worker lives under the policy its script came with, and has to fetch what it keeps.
    response.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    return response


def _file(request: Request, found: assets.Asset, keep: str) -> Response:
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", "") and len(found.packed) < len(found.plain):
        return Response(found.packed, 200, headers | {"Content-Encoding": "gzip"}, found.media_type)
    return Response(found.plain, 200, headers, found.media_type)


@router.get("/manifest.webmanifest")
async def manifest(request: Request) -> Response:
    """Describe the app to a phone that installs it."""
    language = language_of(request)
    t = Translator(language)
    images = [
        {"src": assets.address(name), "sizes": size, "type": "image/png"} for size, name in ICONS.items()
    ]
    content = {
        "name": t("Podo Budget"),
        "short_name": t("Podo"),
        "description": t("The household ledger you talk to"),
        "lang": language,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": BACKGROUND,
        "icons": [*images, {"src": assets.address("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    headers = {"Cache-Control": "private, max-age=86400", "Vary": "Accept-Language, Cookie"}
    return JSONResponse(content, 200, headers, "application/manifest+json")


@router.get("/offline")
async def offline(request: Request) -> Response:
    """Show what the service worker keeps for when there is no network."""
    return show(request, "offline.html")


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """Send the icon to those who ask at the old address."""
    return _file(request, assets.assets()["icon-192.png"], "public, max-age=86400")
