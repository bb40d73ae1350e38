"""What `podo` says when it cannot go on: a sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import ParamSpec

import typer

from backend.cli_db import REFUSALS
from backend.db.sql import DATABASE_ERRORS, reason_of
from backend.kit.errors import DomainError
from backend.kit.i18n import DEFAULT_LANGUAGE, Translator
from backend.kit.messages import sentence
from bot.intake import PollingStuckError
from bot.starting import TokenRefusedError

P = ParamSpec("P")


class CannotStartError(Exception):
    """The message is the sentence."""


def in_sentences(act: Callable[P, None]) -> Callable[P, None]:
    """Turn what people can put right into a sentence and exit code 1; a bug keeps its traceback."""

    @functools.wraps(act)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except Exception as error:
            said = [_said(one) for one in _leaves(error)]
            if None in said:
                raise
            for words in dict.fromkeys(said):
                typer.echo(words, err=True)
            raise typer.Exit(1) from None

    return wrapped


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error


def _said(error: BaseException) -> str | None:
    match error:
        case TokenRefusedError():
            return "Telegram does not know this bot token: check TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL"
        case PollingStuckError():
            return "polling hangs: start the bot anew"
        case DomainError():
            return sentence(error, Translator(DEFAULT_LANGUAGE))
        case _ if isinstance(error, (*REFUSALS, CannotStartError)):
            return str(error)
        case _ if isinstance(error, DATABASE_ERRORS):
            return f"the database refused: {reason_of(error)}"
    return None
