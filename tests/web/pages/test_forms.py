"""Everything that can be done on pages, with JavaScript off."""

from __future__ import annotations

import io
import json
import re
import zipfile

from fastapi import FastAPI

from tests.web.client import PASSWORD
from tests.web.conftest import Hands
from tests.web.pages.reader import Reader, newcomer, visitor


async def test_a_text_is_recorded_seen_and_undone(minji_at_pages: Reader) -> None:
    minji = minji_at_pages
    html = await minji.send("/record", text="어제 택시 1만8천원, 김밥 8000")
    assert "2건을 기록했어요." in html
    assert "택시" in html
    assert "18,000원" in html
    html = await minji.send("/undo")
    assert "되돌렸어요." in html
    assert "18,000원" not in html


async def test_a_text_can_be_looked_at_and_corrected_before_it_is_recorded(ann: Reader) -> None:
    html = await ann.send("/record", text="lunch 12.50", look="1")
    assert "US$12.50" not in (await ann.go(f"{ann.home}/entries"))
    await ann.go(ann.home)
    html = await ann.send("/record", text="lunch 12.50", look="1")
    form = ann.form("/record")
    transport = re.search(r'<option value="(\d+)"[^>]*>🚇', html)
    assert transport
    assert ("text", "lunch 12.50") in form.fields
    html = await ann.send("/record", **{"category-0": transport[1], "day-0": "2026-11-19"})
    assert "Transport" in html
    assert "Nov 19" in html
    await ann.send("/undo")
    assert "lunch" not in await ann.go(f"{ann.home}/entries")


async def test_what_is_no_payment_says_why_and_keeps_the_words(ann: Reader) -> None:
    html = await ann.send("/record", status=422, text="good morning")
    assert 'value="good morning"' in html
    assert "There is no amount in it yet" in html


async def _record(reader: Reader, *texts: str) -> None:
    for text in texts:
        await reader.go(reader.home)
        await reader.send("/record", text=text)


def _first_entry(reader: Reader) -> str:
    return next(link for link in reader.parsed.links if re.search(r"/entries/\d+$", link))


async def test_an_entry_is_changed_deleted_and_brought_back(ann: Reader) -> None:
    await _record(ann, "coffee 4.50")
    entry = _first_entry(ann)
    await ann.go(entry)
    html = await ann.send(entry, description="espresso", amount="1,200.75", memo="with Bo", currency="usd")
    assert "Changed." in html
    assert "$1,200.75" in html
    assert "<s>coffee</s> → espresso" in html
    assert "Ann" in html
    html = await ann.send(f"{entry}/delete")
    assert "Deleted." in html
    assert "espresso" not in html
    html = await ann.go(entry)
    assert "This entry is deleted." in html
    html = await ann.send(f"{entry}/restore")
    assert "It is back." in html
    assert "Brought back" in html


async def test_a_refused_form_keeps_what_was_written_and_says_so_at_the_field(ann: Reader) -> None:
    await _record(ann, "coffee 4.50")
    entry = _first_entry(ann)
    await ann.go(entry)
    html = await ann.send(entry, status=422, amount="a lot", description="kept words")
    assert 'value="kept words"' in html
    assert 'aria-describedby="wrong-amount"' in html
    assert "This is not an amount." in html


async def test_an_entry_changed_meanwhile_is_not_overwritten(ann: Reader) -> None:
    await _record(ann, "coffee 4.50")
    entry = _first_entry(ann)
    await ann.go(entry)
    stale = ann.form(entry)
    await ann.send(entry, description="first")
    ann.page = await ann.client.post(entry, data=dict(stale.fields) | {"description": "second"})
    assert ann.page.status_code == 412
    assert "It was changed since you read it" in ann.html


async def test_entries_are_searched_by_the_address(ann: Reader) -> None:
    await _record(ann, "coffee 4.50", "yesterday taxi 18")
    html = await ann.go(f"{ann.home}/entries?q=TAXI")
    assert "taxi" in html
    assert "coffee" not in html
    assert "taxi" not in await ann.go(f"{ann.home}/entries?from=2026-11-21&to=2026-11-21")
    assert "Nothing fits." in await ann.go(f"{ann.home}/entries?min=1000")
    assert "This is not an amount." in await ann.go(f"{ann.home}/entries?min=much", status=422)


async def test_more_entries_come_by_cursor(ann: Reader) -> None:
    lines = ", ".join(f"thing{number} {number + 1}" for number in range(18))
    for day in ("today", "yesterday", "2 days ago"):
        await _record(ann, f"{day} {lines}")
    await ann.go(f"{ann.home}/entries")
    seen = set(re.findall(r"/entries/(\d+)\"", ann.html))
    more = next(link for link in ann.parsed.links if "cursor=" in link)
    await ann.go(f"{ann.home}/entries{more}")
    seen |= set(re.findall(r"/entries/(\d+)\"", ann.html))
    assert len(seen) > 50


async def test_several_entries_move_at_once_and_back(ann: Reader) -> None:
    await _record(ann, "coffee 4.50", "espresso 3")
    html = await ann.go(f"{ann.home}/entries?choose=1")
    ids = re.findall(r'name="entry" value="(\d+)"', html)
    travel = re.search(r'<option value="(\d+)"[^>]*>✈️', html)
    assert travel
    html = await ann.send("/entries/move", entry=ids, category=travel[1])  # type: ignore[arg-type]
    assert "2 entries moved." in html
    assert html.count("<small>Travel") == 2
    assert "Travel" not in re.sub("<option.*", "", await ann.send("/undo"))


async def test_categories_are_added_renamed_ordered_merged_and_archived(ann: Reader) -> None:
    await _record(ann, "coffee 4.50")
    page = f"{ann.home}/categories"
    await ann.go(page)
    html = await ann.send("/categories", name="Side dishes", emoji="🥬", kind="expense")
    assert "🥬" in html
    cafe = re.search(r'id="category-(\d+)"><span class="emoji" aria-hidden="true">☕', html)
    mine = re.search(r'id="category-(\d+)"><span class="emoji" aria-hidden="true">🥬', html)
    assert cafe
    assert mine
    html = await ann.send(f"/categories/{cafe[1]}", name="Coffee", emoji="🫘")
    assert "🫘" in html
    ann.form(f"/categories/{cafe[1]}/order")
    html = await ann.send(f"/categories/{cafe[1]}/order", way="up")
    assert html.index("🫘") < html.index("🍚")
    html = await ann.send(f"/categories/{mine[1]}/archive", archived="1")
    assert "<h2>Archived</h2>" in html
    await ann.go(f"{ann.home}/categories?merge={cafe[1]}")
    html = await ann.send(f"/categories/{cafe[1]}/merge", status=422, move_to="")
    assert "There is no such category to move to." in html
    html = await ann.send(f"/categories/{cafe[1]}/merge", move_to=mine[1])
    assert "Merged." in html
    assert "Side dishes" in await ann.go(f"{ann.home}/entries")


async def test_a_budget_is_set_changed_paused_and_undone(ann: Reader) -> None:
    await _record(ann, "coffee 4.50")
    page = f"{ann.home}/budgets"
    assert "No budget yet." in await ann.go(page)
    html = await ann.send("/budgets", status=422, amount="0")
    assert "An amount must be above zero." in html
    html = await ann.send("/budgets", amount="300", period="monthly", rollover="none", alert_at="80, 100")
    assert "$295.50 left" in html
    budget = re.search(r"/budgets/(\d+)/pause", html)
    assert budget
    html = await ann.send(f"/budgets/{budget[1]}", amount="4", since="")
    assert "$0.50 over" in html
    assert "<strong>$0.50<" in await ann.go(ann.home)
    await ann.go(page)
    html = await ann.send(f"/budgets/{budget[1]}/delete")
    assert "The budget is deleted." in html
    html = await ann.send("/budgets/undo")
    assert "$0.50 over" in html


async def test_a_report_sums_up_and_leads_to_the_entries(ann: Reader) -> None:
    await _record(ann, "coffee 4.50", "salary 3200")
    html = await ann.go(f"{ann.home}/reports")
    assert "$4.50" in html
    assert "$3,195.50" in html
    link = next(link for link in ann.parsed.links if "category=" in link).replace("&amp;", "&")
    assert "coffee" in await ann.go(link)
    for period in ("weekly", "yearly", "monthly"):
        await ann.go(f"{ann.home}/reports?period={period}&on=2025-01-31")
    await ann.go(f"{ann.home}/reports?period=nonsense", status=422)
    await ann.go(f"{ann.home}/reports?on=0001-01-01", status=422)


async def test_the_person_and_the_ledger_can_be_set(ann: Reader) -> None:
    await ann.go("/settings")
    html = await ann.send("/settings", display_name="Anna", locale="ko", timezone="Asia/Tokyo")
    assert "저장했어요." in html
    assert 'value="Anna"' in html
    html = await ann.send("/settings", status=422, timezone="Mars/Olympus")
    page = f"{ann.home}/settings"
    await ann.go(page)
    html = await ann.send(
        page, month_start_day="25", month_start_shift="previous_business_day", **{"try": "1"}
    )
    assert "이렇게 바꾸면 앞으로의 달은" in html
    assert "12월 24일" in html
    await ann.go(page)
    html = await ann.send(page, month_start_day="25", name="우리")
    assert "저장했어요." in html
    assert "우리" in html


async def test_tokens_and_sessions_are_shown_and_ended(app: FastAPI, ann: Reader) -> None:
    other = await visitor(app)
    await other.go("/sign-in")
    await other.send("/sign-in", email=ann.email, password=PASSWORD)
    await ann.go("/settings/access")
    html = await ann.send("/access/tokens", status=201, name="tablet")
    secret = re.search(r'class="secret">(podo_[\w-]+)<', html)
    assert secret
    api = await ann.client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret[1]}"})
    assert api.status_code == 200
    session = next(form.action for form in ann.parsed.forms if "/sessions/" in form.action)
    await ann.send(session)
    await other.go("/settings", status=401)


async def test_linking_shows_a_code_and_its_picture(app: FastAPI, ann: Reader) -> None:
    app.state.site.settings = app.state.site.settings.model_copy(update={"bot_username": "podo_bot"})
    await ann.go("/settings/telegram")
    html = await ann.send("/settings/telegram")
    code = re.search(r"/link ([A-Z0-9]{8})<", html)
    assert code
    assert f"https://t.me/podo_bot?start={code[1]}" in html
    assert 'class="qr"' in html
    state = await ann.client.get("/settings/telegram/state")
    assert state.json() == {"state": "open"}


async def test_everything_can_be_taken_along(ann: Reader) -> None:
    await _record(ann, "coffee 4.50", "=1+1 cake 5")
    await ann.go("/settings")
    await ann.send("/takeout")
    assert ann.page is not None
    archive = zipfile.ZipFile(io.BytesIO(ann.page.content))
    ledger = ann.home.rpartition("/")[2]
    entries = json.loads(archive.read(f"ledger-{ledger}.json"))["entries"]
    assert [one["amount"] for one in entries][-1] == "4.50"
    assert len(entries) == 2
    assert "coffee" in archive.read(f"ledger-{ledger}-entries.csv").decode("utf-8-sig")


async def test_leaving_needs_the_address_typed_and_is_then_complete(ann: Reader) -> None:
    html = await ann.go("/settings/leave")
    assert "Goes for good" in html
    html = await ann.send("/leave", status=422, confirm="yes")
    assert "This is not what had to be typed." in html
    html = await ann.send("/leave", confirm=ann.email)
    assert "Your account is deleted." in html
    await ann.go("/settings", status=401)


async def test_an_expired_session_loses_no_form(ann: Reader, clock: Hands) -> None:
    await ann.go(ann.home)
    form = ann.form("/record")
    clock.move(days=31)
    html = await ann.send("/record", status=401, text="dinner 30")
    assert "You were signed out meanwhile" in html
    html = await ann.send("/sign-in", email=ann.email, password=PASSWORD)
    assert "dinner 30" in html
    html = await ann.send("/record")
    assert "1 entry recorded." in html
    assert form.action.endswith("/record")


async def test_signing_in_leads_to_where_one_wanted_to_go_and_nowhere_else(app: FastAPI, ann: Reader) -> None:
    await ann.go("/settings")
    await ann.send("/sign-out")
    await ann.go(f"{ann.home}/entries?q=taxi", status=401)
    await ann.send("/sign-in", email=ann.email, password=PASSWORD)
    assert ann.page is not None
    assert str(ann.page.url).endswith("/entries?q=taxi")
    for trap in ("https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)"):
        other = await visitor(app)
        await other.go("/sign-in")
        other.page = await other.client.post(
            "/sign-in",
            data=dict(other.form("/sign-in").fields)
            | {"email": ann.email, "password": PASSWORD, "next": trap},
        )
        assert other.page.headers["location"] == "/"


async def test_wrong_passwords_are_counted_as_over_the_api(app: FastAPI, ann: Reader) -> None:
    other = await visitor(app)
    await other.go("/sign-in")
    for _ in range(5):
        html = await other.send("/sign-in", status=401, email=ann.email, password="wrong password")
        assert "E-mail or password is wrong." in html
    html = await other.send("/sign-in", status=429, email=ann.email, password=PASSWORD)
    assert "Too many tries" in html


async def test_the_language_can_be_chosen_before_and_after_signing_in(app: FastAPI) -> None:
    reader = await visitor(app, "en")
    await reader.go("/")
    html = await reader.send("/language", language="ko")
    assert '<html lang="ko">' in html
    assert "말하듯" in html
    newcomer_ = await newcomer(app, "ko")
    assert '<html lang="ko">' in newcomer_.html
