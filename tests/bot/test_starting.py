"""What the bot tells Telegram when it starts, and what it does when Telegram will not hear it."""

import pytest

from bot.api import make_bot
from bot.starting import MENU_PAUSES, offer_mini_app
from tests.bot.telegram import TOKEN, FakeTelegram


class Naps:
    """Sleeps that take no time."""

    def __init__(self):
        self.taken = []

    async def __call__(self, seconds):
        self.taken.append(seconds)


@pytest.fixture
def telegram():
    return FakeTelegram()


async def offered(telegram, public_url):
    naps = Naps()
    await offer_mini_app(make_bot(TOKEN, "http://telegram.test", telegram), public_url, sleep=naps)
    return naps.taken


async def test_the_menu_button_opens_the_mini_app(telegram):
    assert await offered(telegram, "https://podo.test") == []
    (call,) = telegram.calls
    assert call.method == "setChatMenuButton"
    assert call.payload["menu_button"] == {
        "type": "web_app",
        "text": "Podo",
        "web_app": {"url": "https://podo.test/app"},
    }


async def test_without_tls_the_button_is_left_alone(telegram):
    assert await offered(telegram, "http://127.0.0.1:8000") == []
    assert telegram.calls == []


async def test_trouble_is_waited_out(telegram):
    telegram.fail("setChatMenuButton", 502, "Bad Gateway", times=2)
    telegram.fail("setChatMenuButton", 429, "Too Many Requests", retry_after=1)
    assert await offered(telegram, "https://podo.test") == list(MENU_PAUSES[:3])
    assert len(telegram.calls) == 4


async def test_trouble_that_stays_is_given_up(telegram):
    telegram.fail("setChatMenuButton", 502, "Bad Gateway", times=99)
    assert await offered(telegram, "https://podo.test") == list(MENU_PAUSES)
    assert len(telegram.calls) == len(MENU_PAUSES) + 1


@pytest.mark.parametrize("code", [400, 401, 404])
async def test_a_refusal_is_final_and_harmless(telegram, code):
    telegram.fail("setChatMenuButton", code, "no", times=99)
    assert await offered(telegram, "https://podo.test") == []
    assert len(telegram.calls) == 1
