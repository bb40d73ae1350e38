"""Answers as they leave: a model's JSON with its ETag and place."""

from __future__ import annotations

from pydantic import BaseModel
from starlette.responses import Response

from backend.web.etags import etag

JSON = "application/json"


def answer(
    content: BaseModel, *, status: int = 200, revision: int | None = None, location: str | None = None
) -> Response:
    """Write a model as JSON, once: the framework would check it again against itself."""
    headers: dict[str, str] = {}
    if revision is not None:
        headers["ETag"] = etag(revision)
    if location is not None:
        headers["Location"] = location
    return Response(content.model_dump_json().encode(), status, headers, JSON)


def nothing() -> Response:
    """Answer that it is done."""
    return Response(status_code=204)
