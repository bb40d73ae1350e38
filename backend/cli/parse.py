"""`podo parse`: what the bot would make of a text, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from backend.cli.errors import CannotStartError, in_sentences
from backend.kit.clock import system_clock
from backend.kit.money import digits_of
from backend.parsing import Draft, Reading, read, to_case_row

CURRENCY = "KRW"


@in_sentences()
def parse(
    text: Annotated[
        str | None, typer.Argument(help="What somebody writes; else it is read from stdin.")
    ] = None,
    *,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl", help='Read lines {"id", "text", "now", "currency"}, print {"id", "entries"}.'
        ),
    ] = False,
    now: Annotated[str | None, typer.Option(help="The local moment, e.g. 2026-11-21T12:00.")] = None,
    currency: Annotated[str, typer.Option(help="The ledger's currency.")] = CURRENCY,
) -> None:
    """Show what a text would record, field by field with its evidence; nothing is recorded."""
    defaults = {"now": now or system_clock().astimezone().isoformat(), "currency": currency}
    if jsonl:
        for answer in _answers(sys.stdin, defaults):
            sys.stdout.write(answer + "\n")
        return
    words = sys.stdin.read() if text is None else text
    _show(_read({"text": words}, defaults))


def _answers(lines: Iterator[str] | Any, defaults: Mapping[str, str]) -> Iterator[str]:
    for line in lines:
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError:
            raise CannotStartError(f"this line is no JSON: {line.strip()[:60]}") from None
        if not isinstance(case, dict):
            raise CannotStartError(f"this line is no JSON object: {line.strip()[:60]}")
        rows = [to_case_row(draft) for draft in _read(case, defaults).drafts]
        yield json.dumps({"id": case.get("id"), "entries": rows}, ensure_ascii=False)


def _read(case: Mapping[str, Any], defaults: Mapping[str, str]) -> Reading:
    moment, currency = (str(case.get(name) or defaults[name]) for name in ("now", "currency"))
    try:
        now = datetime.fromisoformat(moment)
    except ValueError:
        raise CannotStartError(f"{moment[:40]} is no moment: write it as 2026-11-21T12:00") from None
    currency = currency.upper()
    digits_of(currency)  # raises what it is not
    return read(str(case.get("text", "")), now, currency)


def _show(reading: Reading) -> None:
    for draft in reading.drafts:
        typer.echo(_line(draft))
        for one in draft.evidence:
            typer.echo(f"    {one.field}: {one.words!r} ({one.rule})")
    if not reading.drafts:
        typer.echo(f"no entry: {reading.why.value if reading.why else 'nothing was understood'}")
    for words in reading.unread:
        typer.echo(f"not understood: {words}")


def _line(draft: Draft) -> str:
    row = to_case_row(draft)
    extra = [f"{name}={row[name]}" for name in ("payment_method", "time", "cancel") if name in row]
    shown = [row["kind"], row["amount"], row["currency"], row["date"], row["category"], row["description"]]
    return "  ".join(str(one) for one in [*shown, *extra])
