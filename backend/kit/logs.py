"""Logs: one line an event, as JSON or for a terminal; it names who asked by an id, never what they bought."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

_TOO_CHATTY = ("httpx", "httpcore", "telegram", "hpack", "asyncio")
"""Libraries whose lines at INFO hold addresses, and with them the bot's token."""

_OURS = ("backend", "bot")

_SECRETS = frozenset({"password", "token", "secret", "code", "authorization", "cookie", "text", "payload"})


def set_up_logs(*, style: Literal["console", "json"], level: str) -> None:
    """Send structlog's and the standard library's records to stderr in one form. Call once, at the start.

    DEBUG is for our own lines alone: a library's would print statements with their values.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        _drop_secrets,
    ]
    last: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if style == "json"
        # The default traceback prints the values of variables: what people bought, and secrets.
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.INFO))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    _quieten()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _quieten() -> None:
    for name in _TOO_CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # The web's own line for each request has the route instead of the address, which may hold a secret.
    logging.getLogger("uvicorn.access").disabled = True


def _drop_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep a careless keyword from printing what must not be kept."""
    for name in _SECRETS & event.keys():
        event[name] = "…"
    return event


@contextmanager
def log_context(**facts: str | int) -> Iterator[None]:
    """Name what is worked on (`request_id=…`, `update_id=…`) in every line written inside the block."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield
