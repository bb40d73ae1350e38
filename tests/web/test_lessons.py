"""What a ledger learnt can be seen and forgotten over HTTP, by its members only."""

from __future__ import annotations

from tests.web.client import Someone, problem_of


async def taught(person: Someone, key: str = "culture", words: str = "김밥") -> dict:
    category = await person.category(key)
    await person.record(description=words, category_id=category["id"])
    return (await person.get(f"{person.ledger}/lessons")).json()["items"][0]


async def test_a_category_chosen_against_the_lists_is_learnt_and_shown(minji: Someone) -> None:
    lesson = await taught(minji)
    assert lesson["words"] == "김밥"
    assert lesson["kind"] == "expense"
    assert (lesson["category"]["key"], lesson["category"]["name"]) == ("culture", "문화·여가")
    assert lesson["taught_by"] == {"id": minji.me["id"], "display_name": "민지"}
    assert lesson["taught_at"] == "2026-11-21T03:00:00Z"
    assert lesson["replaced"] is None
    entry = await minji.record(description="김밥")
    assert entry["category"]["key"] == "culture"


async def test_a_patch_teaches_and_shows_what_it_replaced(minji: Someone) -> None:
    await taught(minji)
    entry = await minji.record(description="김밥")
    travel = await minji.category("travel")
    await minji.patch(f"{minji.ledger}/entries/{entry['id']}", {"category_id": travel["id"]})
    (lesson,) = (await minji.get(f"{minji.ledger}/lessons")).json()["items"]
    assert (lesson["category"]["key"], lesson["replaced"]["key"]) == ("travel", "culture")


async def test_a_lesson_is_forgotten_once(minji: Someone) -> None:
    where = f"{minji.ledger}/lessons/{(await taught(minji))['id']}"
    assert (await minji.delete(where)).status_code == 204
    problem_of(await minji.delete(where), 404, "lesson.not_found")
    assert (await minji.record(description="김밥"))["category"]["key"] == "food"


async def test_lessons_come_page_by_page(minji: Someone) -> None:
    for words in ("하나", "둘이", "셋이"):
        await taught(minji, words=words)
    first = (await minji.get(f"{minji.ledger}/lessons", params={"limit": 2})).json()
    second = await minji.get(f"{minji.ledger}/lessons", params={"cursor": first["next_cursor"]})
    seen = [one["words"] for one in first["items"] + second.json()["items"]]
    assert seen == ["셋이", "둘이", "하나"]
    assert second.json()["next_cursor"] is None
    answer = await minji.get(f"{minji.ledger}/lessons", params={"cursor": "WyJ4Il0"})
    problem_of(answer, 422, "cursor.invalid")


async def test_a_stranger_finds_no_lessons(minji: Someone, stranger: Someone) -> None:
    lesson = await taught(minji)
    problem_of(await stranger.get(f"{minji.ledger}/lessons"), 404, "ledger.not_found")
    problem_of(await stranger.delete(f"{minji.ledger}/lessons/{lesson['id']}"), 404, "ledger.not_found")
    problem_of(await stranger.delete(f"{stranger.ledger}/lessons/{lesson['id']}"), 404, "lesson.not_found")
    assert len((await minji.get(f"{minji.ledger}/lessons")).json()["items"]) == 1


async def test_a_text_that_would_double_is_told_as_unread(minji: Someone) -> None:
    notice = "[Web발신]\n신한카드(1234)승인 홍*동\n8,000원(일시불)\n11/21 11:31 김밥천국\n누적1,234,000원"
    await minji.record(description="점심")
    answer = await minji.post(f"{minji.ledger}/entries/from-text", {"text": notice})
    assert answer.status_code == 200
    assert answer.json()["entries"] == []
    assert "김밥천국" in answer.json()["unread"][0]
