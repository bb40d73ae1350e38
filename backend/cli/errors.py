"""What `podo` says when it cannot go on: a sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import ParamSpec

import typer

from backend.kit.errors import DomainError
from backend.kit.i18n import DEFAULT_LANGUAGE, Translator
from backend.kit.messages import sentence

P = ParamSpec("P")
Kinds = type[BaseException] | tuple[type[BaseException], ...]
Saying = tuple[Kinds, Callable[[BaseException], str]]


class CannotStartError(Exception):
    """The message is the sentence."""


def in_sentences(*sayings: Saying) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Turn what people can put right into a sentence and exit code 1; a bug keeps its traceback.

    `sayings` are kinds of errors besides the program's own, each with what to say of one.
    """

    def decorated(act: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(act)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                act(*args, **kwargs)
            except Exception as error:
                said = [_said(one, sayings) for one in _leaves(error)]
                if None in said:
                    raise
                for words in dict.fromkeys(said):
                    typer.echo(words, err=True)
                raise typer.Exit(1) from None

        return wrapped

    return decorated


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error


def _said(error: BaseException, sayings: tuple[Saying, ...]) -> str | None:
    if isinstance(error, DomainError):
        return sentence(error, Translator(DEFAULT_LANGUAGE))
    if isinstance(error, CannotStartError):
        return str(error)
    return next((say(error) for kinds, say in sayings if isinstance(error, kinds)), None)
