"""Which entries of a ledger a list is asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from backend.entries.views import Filters
from backend.kit.errors import Invalid
from backend.kit.money import Money
from backend.parsing.drafts import Kind
from backend.web.api.fields import Amount, Day, Text
from backend.web.deps import ID_PATTERN, ReaderDep, id_of

Words = Annotated[str, Text(200, "김밥")]
IdFilter = Query(pattern=ID_PATTERN)


async def _filters(
    actor: ReaderDep,
    since: Annotated[Day | None, Query(alias="from", description="The first day.")] = None,
    until: Annotated[Day | None, Query(alias="to", description="The last day.")] = None,
    kind: Annotated[Kind | None, Query()] = None,
    category_id: Annotated[str | None, IdFilter] = None,
    author_id: Annotated[str | None, IdFilter] = None,
    q: Annotated[Words | None, Query(description="Words in description, memo or payment method.")] = None,
    least: Annotated[Amount | None, Query(alias="min", description="In the ledger's currency.")] = None,
    most: Annotated[Amount | None, Query(alias="max", description="In the ledger's currency.")] = None,
) -> Filters:
    return Filters(
        since=since,
        until=until,
        kind=kind,
        category_id=None if category_id is None else id_of(category_id),
        author_id=None if author_id is None else id_of(author_id),
        words=q,
        least=_bound(least, actor.currency, "min"),
        most=_bound(most, actor.currency, "max"),
    )


def _bound(text: str | None, currency: str, field: str) -> Money | None:
    if text is None:
        return None
    try:
        bound = Money.of(text, currency)
    except Invalid as error:
        raise Invalid(error.code, field=field, **error.facts) from None
    if bound.minor < 0:
        raise Invalid("money.not_positive", field=field)
    return bound


FiltersDep = Annotated[Filters, Depends(_filters)]
