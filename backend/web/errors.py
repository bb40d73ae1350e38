"""The one file where the web renders errors: domain errors, invalid requests, what went wrong inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from backend.db.sql import is_sum_too_large, trouble_of
from backend.kit.errors import (
    Conflict,
    DomainError,
    Expired,
    Forbidden,
    Invalid,
    Missing,
    Stale,
    TooMany,
    Unauthorized,
)
from backend.kit.messages import SENTENCES, say, sentence
from backend.web.language import translator_of
from backend.web.problems import problem

log = structlog.get_logger(__name__)

STATUS: dict[type[DomainError], int] = {
    Missing: 404,
    Forbidden: 403,
    Conflict: 409,
    Stale: 412,
    Invalid: 422,
    Expired: 410,
    Unauthorized: 401,
    TooMany: 429,
}

FIELD_CODES = {
    "missing": "field.missing",
    "extra_forbidden": "field.unknown",
    "string_too_short": "field.too_short",
    "string_too_long": "field.too_long",
    "greater_than_equal": "field.too_small",
    "less_than_equal": "field.too_large",
    "string_type": "field.not_text",
    "string_unicode": "field.not_printable",
    "int_type": "field.not_number",
    "int_parsing": "field.not_number",
    "int_parsing_size": "field.not_number",
    "int_from_float": "field.not_number",
    "bool_type": "field.not_boolean",
    "bool_parsing": "field.not_boolean",
    "enum": "field.not_one_of",
    "literal_error": "field.not_one_of",
    "model_attributes_type": "field.not_object",
    "model_type": "field.not_object",
    "dict_type": "field.not_object",
}
"""Pydantic's names of what is wrong with a value, and ours."""


def add_error_handlers(app: FastAPI) -> None:
    """Render every error that is meant; what is not is caught in `backend.web.middleware`."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)


def domain_problem(request: Request, error: DomainError) -> Response:
    """Answer a domain error; also for refusals that are values, because what they note stays committed."""
    said = sentence(error, translator_of(request))
    headers: dict[str, str] = {}
    if isinstance(error, Unauthorized):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    errors = None
    if isinstance(error, Invalid):
        errors = [{"field": error.field or "", "message": said}]
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return problem(request, status, error.code, detail=said, errors=errors, headers=headers)


def _domain_error(request: Request, error: Exception) -> Response:
    return domain_problem(request, cast("DomainError", error))


def _invalid_request(request: Request, error: Exception) -> Response:
    invalid = cast("RequestValidationError", error)
    found = invalid.errors()
    # Only a body of a type that was not read is still bytes.
    if isinstance(invalid.body, bytes):
        return problem(request, 415, "request.wrong_type")
    if isinstance(invalid.body, FormData) and not _is_form(request):
        return problem(request, 415, "request.not_a_form")
    if any(one["type"] == "json_invalid" for one in found):
        return problem(request, 400, "request.malformed")
    t = translator_of(request)
    codes = [_field_code(one) for one in found]
    errors = [
        {"field": _field_name(one["loc"]), "message": say(code, t, **one.get("ctx", {}))}
        for one, code in zip(found, codes, strict=True)
    ]
    # One thing wrong, and a code that says what: a client can act on it.
    alone = len(codes) == 1 and not codes[0].startswith("field.")
    code = codes[0] if alone else "request.invalid"
    return problem(request, 422, code, detail=errors[0]["message"] if alone else None, errors=errors)


def _is_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in {"application/x-www-form-urlencoded", "multipart/form-data"}


def _field_code(one: Mapping[str, Any]) -> str:
    kind = str(one["type"])
    if kind in SENTENCES:
        return kind
    return FIELD_CODES.get(kind, "field.invalid")


def _field_name(loc: tuple[int | str, ...]) -> str:
    """Name a field as the client wrote it: where it stood ("body", "query") goes without saying."""
    return ".".join(str(part) for part in loc[1:]) or str(loc[0])


def _http_error(request: Request, error: Exception) -> Response:
    known = cast("HTTPException", error)
    codes = {
        400: "request.malformed",
        401: "auth.required",
        404: "request.no_such_page",
        405: "request.method_not_allowed",
        413: "request.too_large",
    }
    headers = dict(known.headers or {})
    if known.status_code == 405:  # noqa: PLR2004
        headers = {"Allow": ", ".join(methods_at(request.app, request.url.path))}
    return problem(
        request, known.status_code, codes.get(known.status_code, "request.refused"), headers=headers
    )


def methods_at(app: FastAPI, path: str) -> list[str]:
    """Tell every method an address takes: the framework tells those of the first route it meets."""
    if not hasattr(app.state, "methods"):
        app.state.methods = [
            (compile_path(template)[0], [method.upper() for method in operations])
            for template, operations in app.openapi()["paths"].items()
        ]
    for pattern, methods in app.state.methods:
        if pattern.match(path):
            return sorted(methods)
    return ["GET"]


def inner_problem(request: Request, error: Exception) -> Response:
    """Answer what nobody meant to happen: trouble with the database, a clash, or a bug."""
    trouble = trouble_of(error)
    if trouble is not None:
        log.warning("database_trouble", trouble=trouble.value, error=type(error).__name__)
        return problem(request, 503, "service.unavailable", headers={"Retry-After": "5"})
    if isinstance(error, IntegrityError):
        # What services check can still change between the check and the write: the schema has the last word.
        log.warning("write_clashed", constraint=str(error.orig)[:200])
        return problem(request, 409, "resource.conflict")
    if is_sum_too_large(error):
        return problem(request, 422, "money.sum_too_large")
    log.error("unexpected_error", exc_info=error)
    return problem(request, 500, "service.unexpected", request_id=getattr(request.state, "request_id", ""))
