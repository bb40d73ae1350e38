"""The Mini App: who opened it in Telegram is signed in, once and while it is fresh."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI

from backend.kit.errors import Expired, Unauthorized
from backend.linking.init_data import read_init_data
from tests.web.conftest import Hands
from tests.web.pages.reader import visitor

TOKEN = "4242:test-token"


def signed(now: datetime, token: str = TOKEN, user: object = None, **more: str) -> str:
    """Data as Telegram hands it to a Mini App."""
    who = user or {"id": 77, "first_name": "민지", "username": "minji", "language_code": "ko"}
    fields = {"auth_date": str(int(now.timestamp())), "user": json.dumps(who), "signature": "x"} | more
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return urlencode(fields | {"hash": hmac.new(key, checked.encode(), hashlib.sha256).hexdigest()})


async def test_who_opened_it_is_signed_in_once(app: FastAPI, clock: Hands) -> None:
    reader = await visitor(app, "ko")
    await reader.go("/app")
    data = signed(clock.now)
    html = await reader.send("/app", init_data=data)
    assert reader.page is not None
    assert reader.page.url.path.startswith("/ledgers/")
    assert "무엇에 얼마를 쓰셨어요?" in html
    thief = await visitor(app)
    await thief.go("/app")
    await thief.send("/app", status=410, init_data=data)
    await thief.go("/settings", status=401)
    clock.move(minutes=5)
    again = await visitor(app, "ko")
    await again.go("/app")
    await again.send("/app", init_data=signed(clock.now))
    assert again.page is not None
    assert again.page.url.path == reader.page.url.path


async def test_another_site_cannot_sign_somebody_in(app: FastAPI, clock: Hands) -> None:
    reader = await visitor(app)
    for origin in ("https://evil.test", "null"):
        answer = await reader.client.post(
            "/app", data={"init_data": signed(clock.now)}, headers={"Origin": origin}
        )
        assert answer.status_code == 403
        assert "podo_session" not in answer.headers.get("set-cookie", "")


async def test_only_telegram_may_frame_it_and_only_it(app: FastAPI) -> None:
    reader = await visitor(app)
    await reader.go("/app")
    assert reader.page is not None
    policy = reader.page.headers["content-security-policy"]
    assert "frame-ancestors https://web.telegram.org" in policy
    await reader.go("/")
    assert "frame-ancestors 'none'" in reader.page.headers["content-security-policy"]


@pytest.mark.parametrize("age", [3601, -61])
def test_stale_data_is_refused(age: int) -> None:
    now = datetime(2026, 11, 21, 3, tzinfo=UTC)
    then = datetime.fromtimestamp(now.timestamp() - age, UTC)
    with pytest.raises(Expired):
        read_init_data(signed(then), TOKEN, now)


@pytest.mark.parametrize(
    "raw",
    ["", "hash=", "user=%7B%7D&hash=00", "a", "hash=é&user=1", "&&&", "user=1&auth_date=1&hash=" + "0" * 64],
)
def test_what_telegram_did_not_sign_is_refused(raw: str) -> None:
    with pytest.raises(Unauthorized):
        read_init_data(raw, TOKEN, datetime(2026, 11, 21, 3, tzinfo=UTC))


@pytest.mark.parametrize("user", [[1], "77", {"id": "x"}, {"name": "no id"}, 7])
def test_signed_nonsense_is_refused_too(user: object) -> None:
    now = datetime(2026, 11, 21, 3, tzinfo=UTC)
    with pytest.raises(Unauthorized):
        read_init_data(signed(now, user=user), TOKEN, now)


def test_a_signature_of_another_bot_is_refused() -> None:
    now = datetime(2026, 11, 21, 3, tzinfo=UTC)
    with pytest.raises(Unauthorized):
        read_init_data(signed(now, "4243:other"), TOKEN, now)
    assert read_init_data(signed(now), TOKEN, now).telegram_user_id == 77
