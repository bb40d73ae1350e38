"""ETags: a resource's revision, and the one that a change was meant for."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header

_ETAG = re.compile(r'(?:"([0-9]{1,9})"|([0-9]{1,9}))')
NEVER = -1
"""A revision nothing has: what no ETag of ours says is stale."""


def etag(revision: int) -> str:
    """Write a revision as an ETag."""
    return f'"{revision}"'


async def _expected_revision(
    if_match: Annotated[
        str | None,
        Header(
            description="The ETag that the change is meant for; a stale one answers 412. `*` means any.",
            examples=['"3"'],
        ),
    ] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    return int(found[1] or found[2]) if found else NEVER


ExpectedRevision = Annotated[int | None, Depends(_expected_revision)]
"""What `If-Match` asks for: None when the change is meant for any revision."""
