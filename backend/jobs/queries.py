"""The SQL of jobs whose rows belong to no feature's list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete
from sqlalchemy.ext.asyncio import AsyncSession

from backend.models import AccessToken, Attempt, IdempotencyKey, Invitation, SignInLink

SERVED = timedelta(days=1)
"""How long an ended token, a wrong try and a kept answer are of use: the contract replays for 24 hours."""


async def delete_expired(session: AsyncSession, now: datetime) -> int:
    """Delete what ended a day ago: tokens, links, invitations, wrong tries, kept answers; says how many."""
    before = now - SERVED
    gone = 0
    for expired in (
        delete(AccessToken).where(AccessToken.expires_at < before),
        delete(SignInLink).where(SignInLink.expires_at < before),
        delete(Invitation).where(Invitation.expires_at < before),
        delete(Attempt).where(Attempt.tried_at < before),
        delete(IdempotencyKey).where(IdempotencyKey.created_at < before),
    ):
        result = await session.execute(expired.execution_options(synchronize_session=False))
        gone += result.rowcount if isinstance(result, CursorResult) else 0
    return gone
