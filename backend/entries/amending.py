"""Replies to a receipt, which say what is to be different about an entry."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.acts.service import new_act
from backend.categories.catalogue import get_catalogue
from backend.entries.removal import delete_entry
from backend.entries.service import edit_entry, get_entry
from backend.entries.texts import local_time
from backend.entries.views import Changes, EntryView
from backend.ledgers.access import Actor
from backend.parsing import read_amendment
from backend.parsing.categories import score_of
from backend.parsing.drafts import Amendment, Kind

NAMED_DESCRIPTION = re.compile(
    r"^\s*(?:내용|설명|이름|description|name)\s*[:：은는]?\s+(?=\S)", re.IGNORECASE
)


async def understand_amendment(session: AsyncSession, actor: Actor, text: str, *, now: datetime) -> Amendment:
    """Read a reply to a receipt: "9천원", "어제", "교통", "삭제", "내용 칼국수".

    Words alone become the description where they are known to be a purchase, or are said to be it: a reply
    may as well be "thanks".
    """
    catalogue = await get_catalogue(session, actor)
    named = NAMED_DESCRIPTION.match(text)
    if named:
        return Amendment(description=text[named.end() :].strip())
    amendment = read_amendment(text, local_time(now, actor), actor.currency, catalogue.vocabulary)
    if amendment.description is None or amendment != Amendment(description=amendment.description):
        return amendment
    is_known = any(score_of(amendment.description, kind)[0] > 0 for kind in Kind)
    return amendment if is_known else Amendment()


async def amend(
    session: AsyncSession, actor: Actor, entry_id: int, amendment: Amendment, *, now: datetime
) -> tuple[EntryView, EntryView | None, str]:
    """Do what a reply asks: answers the entry before, after (None when deleted), and the act.

    Raises Missing `entry.not_found` and what `edit_entry` raises.
    """
    act = new_act()
    before = await get_entry(session, actor, entry_id)
    if amendment.delete:
        await delete_entry(session, actor, entry_id, now=now, act=act)
        return before, None, act
    catalogue = await get_catalogue(session, actor)
    changes: dict[str, object] = {}
    if amendment.amount is not None:
        changes["amount"] = amendment.amount
    if amendment.occurred_on is not None:
        changes["occurred_on"] = amendment.occurred_on
    if amendment.description is not None:
        changes["description"] = amendment.description
    if amendment.kind is not None:
        changes["kind"] = amendment.kind
    category = catalogue.find(amendment.category)
    if category is not None:
        changes |= {"category_id": category.id, "kind": category.kind}
    after = await edit_entry(session, actor, entry_id, Changes(**changes), now=now, act=act)  # type: ignore[arg-type]
    return before, after, act
