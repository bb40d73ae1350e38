"""The person's timezone in the chat, and the ledger's by it."""

import pytest
from sqlalchemy import select

from backend.kit.i18n import Translator
from backend.models import Ledger, User
from bot.settings_buttons import zones_keyboard
from bot.zones import LIKELY, find_zone
from tests.bot.handlers.test_invitations import invited


async def zones(check, talk):
    person = (await check.scalars(select(User.timezone).where(User.telegram_user_id == talk.user_id))).one()
    return person, (await check.scalars(select(Ledger.timezone).order_by(Ledger.id).limit(1))).one()


async def test_it_is_chosen_by_button_and_the_ledger_follows_if_its_owner_says_so(road, talk, check):
    await talk.send("/settings")
    assert "시간대: Asia/Seoul · /timezone" in talk.shown().text
    await talk.press("시간대")
    assert "Asia/Seoul (그곳은 지금 12:00)" in talk.shown().text
    assert "✓ 서울" in talk.shown().labels
    await talk.press("도쿄")
    assert "요약이 오는 시각" in talk.shown().text
    assert "가계부의 시간대(Asia/Seoul)" in talk.shown().text
    assert await zones(check, talk) == ("Asia/Tokyo", "Asia/Seoul")
    await talk.press("도 같게")
    assert "Asia/Tokyo 시간대를 따라요" in talk.shown().text
    assert await zones(check, talk) == ("Asia/Tokyo", "Asia/Tokyo")


async def test_it_is_typed_and_who_is_no_owner_is_told_who_sets_the_ledgers(road, talk, check):
    jun = road.person(language="en")
    await jun.send(f"/start {await invited(talk, '/invite viewer')}")
    await jun.press("Join")
    await talk.send("커피 4500")
    ledger = (await check.scalars(select(Ledger.id).order_by(Ledger.id).limit(1))).one()
    await jun.send("/timezone new york")
    assert "22:00" in jun.shown().text
    for what in ("/timezone Nowhere", "/timezone Asia/../etc"):
        await jun.send(what)
        assert "I know no timezone" in jun.shown().text
    await jun.press_data(f"1:tl:{ledger}", jun.shown().message_id)
    await jun.press_data("1:tZ:Atlantis", jun.shown().message_id)
    assert await zones(check, jun) == ("America/New_York", "Asia/Seoul")
    stranger = road.person()
    await stranger.send("안녕")
    await stranger.press_data(f"1:tl:{ledger}", stranger.shown().message_id)
    (in_group,) = road.group(-1001, stranger)
    await in_group.send("/bind")
    await in_group.send("/settings")
    assert not any("시간대" in label for label in in_group.shown().labels)
    for press in ("1:tz", "1:tZ:Tokyo"):
        await in_group.press_data(press, in_group.shown().message_id)
    await in_group.send("/timezone Asia/Tokyo")
    assert (await zones(check, stranger))[0] == "Asia/Seoul"


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("tokyo", "Asia/Tokyo"),
        ("도쿄", "Asia/Tokyo"),
        ("로스앤젤레스", "America/Los_Angeles"),
        ("Los  Angeles", "America/Los_Angeles"),
        ("singapore", "Asia/Singapore"),
        ("madrid", "Europe/Madrid"),
        ("UTC", "UTC"),
        ("nowhere", None),
        ("", None),
        ("<b>", None),
    ],
)
def test_how_zones_are_named(words, zone):
    assert find_zone(words) == zone


def test_every_likely_zone_has_a_button_in_each_language():
    for language in ("ko", "en"):
        rows = zones_keyboard("Asia/Seoul", Translator(language))["inline_keyboard"]
        assert len({one["text"] for row in rows for one in row}) == len(LIKELY) + 1
