"""Who is in a ledger and how others come in, over the API."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.web.client import Someone, join, problem_of
from tests.web.conftest import Hands


async def invitation(owner: Someone, role: str = "member", **more: Any) -> dict[str, Any]:
    answer = await owner.post(f"{owner.ledger}/invitations", {"role": role}, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def accept(guest: Someone, token: str) -> httpx.Response:
    return await guest.post(f"/invitations/{token}/accept")


async def let_in(owner: Someone, guest: Someone, role: str = "member") -> None:
    answer = await accept(guest, (await invitation(owner, role))["token"])
    assert answer.status_code == 200, answer.text


async def roles(person: Someone, ledger: str) -> dict[str, str]:
    listed = (await person.get(f"{ledger}/members")).json()
    return {one["display_name"]: one["role"] for one in listed["items"]}


@pytest.fixture
async def jun(app: FastAPI) -> Someone:
    """Somebody who is invited."""
    return await join(app, display_name="준", locale="ko")


def member(ledger: str, person: Someone) -> str:
    return f"{ledger}/members/{person.me['id']}"


class TestInvitations:
    async def test_an_invitation_has_its_links(self, minji: Someone) -> None:
        made = await invitation(minji)
        assert made == {
            "id": made["id"],
            "role": "member",
            "token": made["token"],
            "url": f"http://podo.test/join/{made['token']}",
            "deep_link": None,
            "expires_at": "2026-11-28T03:00:00Z",
        }
        assert len(made["token"]) == 26

    async def test_a_guest_sees_what_it_is_to_and_comes_in(self, minji: Someone, jun: Someone) -> None:
        token = (await invitation(minji))["token"]
        seen = (await jun.get(f"/invitations/{token}")).json()
        assert seen["ledger_name"] == "우리집 가계부"
        assert seen["invited_by"] == {"id": minji.me["id"], "display_name": "민지"}
        assert (await jun.get(minji.ledger)).status_code == 404
        came = await accept(jun, token)
        assert came.status_code == 200
        assert came.json()["role"] == "member"
        assert came.headers["etag"] == (await jun.get(minji.ledger)).headers["etag"]
        assert await roles(jun, minji.ledger) == {"민지": "owner", "준": "member"}
        entry = await jun.post(
            f"{minji.ledger}/entries", {"kind": "expense", "amount": "9000", "description": "라면"}
        )
        assert entry.json()["author"]["display_name"] == "준"

    async def test_it_lets_in_one_person(self, minji: Someone, jun: Someone, stranger: Someone) -> None:
        token = (await invitation(minji))["token"]
        assert (await accept(jun, token)).status_code == 200
        again = await accept(jun, token)
        assert again.status_code == 200
        problem_of(await accept(stranger, token), 410, "invitation.over")
        problem_of(await stranger.get(f"/invitations/{token}"), 410, "invitation.over")
        assert await roles(minji, minji.ledger) == {"민지": "owner", "준": "member"}

    async def test_who_is_in_already_uses_nothing_up(self, minji: Someone, jun: Someone) -> None:
        token = (await invitation(minji, "viewer"))["token"]
        assert (await accept(minji, token)).json()["role"] == "owner"
        assert (await accept(jun, token)).json()["role"] == "viewer"

    async def test_it_ends_after_a_week(self, minji: Someone, jun: Someone, clock: Hands) -> None:
        token = (await invitation(minji))["token"]
        clock.move(days=7)
        problem_of(await accept(jun, token), 410, "invitation.over")
        assert (await minji.get(f"{minji.ledger}/invitations")).json()["items"] == []

    async def test_it_can_be_taken_back(self, minji: Someone, jun: Someone) -> None:
        made = await invitation(minji)
        path = f"{minji.ledger}/invitations"
        (listed,) = (await minji.get(path)).json()["items"]
        assert listed == {
            "id": made["id"],
            "role": "member",
            "invited_by": {"id": minji.me["id"], "display_name": "민지"},
            "created_at": "2026-11-21T03:00:00Z",
            "expires_at": made["expires_at"],
        }
        assert (await minji.delete(f"{path}/{made['id']}")).status_code == 204
        problem_of(await minji.delete(f"{path}/{made['id']}"), 404, "invitation.not_found")
        problem_of(await accept(jun, made["token"]), 404, "invitation.not_found")

    async def test_who_came_in_is_not_put_out_by_taking_it_back(self, minji: Someone, jun: Someone) -> None:
        made = await invitation(minji)
        await accept(jun, made["token"])
        gone = await minji.delete(f"{minji.ledger}/invitations/{made['id']}")
        problem_of(gone, 404, "invitation.not_found")
        assert "준" in await roles(minji, minji.ledger)

    async def test_it_is_worth_nothing_once_its_maker_owns_no_more(
        self, minji: Someone, jun: Someone, stranger: Someone
    ) -> None:
        await let_in(minji, jun, "owner")
        made = await jun.post(f"{minji.ledger}/invitations", {"role": "owner"})
        assert (await minji.patch(member(minji.ledger, jun), {"role": "viewer"})).status_code == 200
        problem_of(await accept(stranger, made.json()["token"]), 410, "invitation.over")

    async def test_an_unknown_token_is_none(self, minji: Someone) -> None:
        for token in ("x", "7K3MPQ8WZB4T9XD2HJ6RVCN5YF", "%00"):
            problem_of(await accept(minji, token), 404, "invitation.not_found")

    @pytest.mark.parametrize("role", ["admin", "", None, 1])
    async def test_a_role_that_is_none(self, minji: Someone, role: Any) -> None:
        problem_of(await minji.post(f"{minji.ledger}/invitations", {"role": role}), 422, "request.invalid")

    async def test_twenty_may_be_open(self, minji: Someone) -> None:
        for _ in range(20):
            await invitation(minji)
        problem_of(await minji.post(f"{minji.ledger}/invitations", {}), 409, "invitation.too_many")

    async def test_the_same_request_makes_one(self, minji: Someone) -> None:
        key = {"Idempotency-Key": "once"}
        assert await invitation(minji, headers=key) == await invitation(minji, headers=key)

    async def test_nobody_uninvited_sees_or_makes_any(
        self, minji: Someone, jun: Someone, stranger: Someone
    ) -> None:
        made = await invitation(minji)
        path = f"{minji.ledger}/invitations"
        for answer in (
            await stranger.get(path),
            await stranger.post(path, {}),
            await stranger.delete(f"{path}/{made['id']}"),
        ):
            problem_of(answer, 404, "ledger.not_found")
        gone = await stranger.delete(f"{stranger.ledger}/invitations/{made['id']}")
        problem_of(gone, 404, "invitation.not_found")
        await let_in(minji, jun)
        for answer in (
            await jun.get(path),
            await jun.post(path, {}),
            await jun.delete(f"{path}/{made['id']}"),
        ):
            problem_of(answer, 403, "ledger.owner_only")


class TestWhereEntriesGo:
    async def test_who_recorded_nothing_writes_in_the_shared_ledger_from_then_on(
        self, minji: Someone, jun: Someone
    ) -> None:
        before = await jun.get("/me")
        await let_in(minji, jun)
        after = await jun.get("/me")
        assert after.json()["default_ledger_id"] == minji.me["default_ledger_id"]
        assert after.headers["etag"] != before.headers["etag"]

    async def test_who_keeps_books_already_goes_on_with_them(self, minji: Someone, jun: Someone) -> None:
        await jun.record()
        await let_in(minji, jun)
        assert (await jun.get("/me")).json()["default_ledger_id"] == jun.me["default_ledger_id"]

    async def test_a_viewer_writes_in_their_own(self, minji: Someone, jun: Someone) -> None:
        await let_in(minji, jun, "viewer")
        assert (await jun.get("/me")).json()["default_ledger_id"] == jun.me["default_ledger_id"]


class TestMembers:
    async def test_one_starts_alone_as_owner(self, minji: Someone) -> None:
        (me,) = (await minji.get(f"{minji.ledger}/members")).json()["items"]
        assert me == {
            "user_id": minji.me["id"],
            "display_name": "민지",
            "role": "owner",
            "joined_at": "2026-11-21T03:00:00Z",
        }
        read = await minji.get(member(minji.ledger, minji))
        assert read.json() == me

    async def test_members_are_listed_page_by_page(self, minji: Someone, jun: Someone) -> None:
        await let_in(minji, jun)
        path = f"{minji.ledger}/members"
        first = (await jun.get(path, params={"limit": 1})).json()
        rest = (await jun.get(path, params={"limit": 1, "cursor": first["next_cursor"]})).json()
        assert [one["items"][0]["display_name"] for one in (first, rest)] == ["민지", "준"]
        assert rest["next_cursor"] is None

    async def test_an_owner_gives_roles(self, minji: Someone, jun: Someone) -> None:
        await let_in(minji, jun, "viewer")
        path = member(minji.ledger, jun)
        old = (await minji.get(path)).headers["etag"]
        changed = await minji.patch(path, {"role": "member"}, headers={"If-Match": old})
        assert changed.json()["role"] == "member"
        assert changed.headers["etag"] != old
        stale = await minji.patch(path, {"role": "owner"}, headers={"If-Match": old})
        problem_of(stale, 412, "resource.changed")
        problem_of(await minji.delete(path, headers={"If-Match": old}), 412, "resource.changed")
        same = await minji.patch(path, {"role": "member"})
        assert same.headers["etag"] == changed.headers["etag"]

    async def test_only_an_owner_does(self, minji: Someone, jun: Someone, stranger: Someone) -> None:
        await let_in(minji, jun)
        for who in (minji, jun):
            answer = await jun.patch(member(minji.ledger, who), {"role": "owner"})
            problem_of(answer, 403, "ledger.owner_only")
        problem_of(await jun.delete(member(minji.ledger, minji)), 403, "ledger.owner_only")
        for who in (minji, stranger):
            path = member(minji.ledger, who)
            problem_of(await stranger.get(path), 404, "ledger.not_found")
            problem_of(await stranger.patch(path, {"role": "owner"}), 404, "ledger.not_found")
            problem_of(await stranger.delete(path), 404, "ledger.not_found")
        path = member(minji.ledger, stranger)
        problem_of(await minji.get(path), 404, "member.not_found")
        problem_of(await minji.patch(path, {"role": "owner"}), 404, "member.not_found")
        problem_of(await minji.delete(path), 404, "member.not_found")

    async def test_a_ledger_keeps_an_owner(self, minji: Someone, jun: Someone) -> None:
        me = member(minji.ledger, minji)
        problem_of(await minji.delete(me), 409, "ledger.last_member")
        await let_in(minji, jun)
        problem_of(await minji.patch(me, {"role": "member"}), 409, "ledger.needs_owner")
        problem_of(await minji.delete(me), 409, "ledger.needs_owner")
        assert (await minji.patch(member(minji.ledger, jun), {"role": "owner"})).status_code == 200
        assert (await minji.delete(me)).status_code == 204
        assert await roles(jun, minji.ledger) == {"준": "owner"}

    async def test_who_leaves_sees_nothing_more_and_what_they_recorded_stays(
        self, minji: Someone, jun: Someone
    ) -> None:
        await let_in(minji, jun)
        await jun.post(
            f"{minji.ledger}/entries", {"kind": "expense", "amount": "9000", "description": "라면"}
        )
        assert (await jun.delete(member(minji.ledger, jun))).status_code == 204
        problem_of(await jun.get(f"{minji.ledger}/entries"), 404, "ledger.not_found")
        assert (await jun.get("/me")).json()["default_ledger_id"] == jun.me["default_ledger_id"]
        (entry,) = (await minji.get(f"{minji.ledger}/entries")).json()["items"]
        assert entry["author"]["display_name"] == "준"

    async def test_who_is_put_out_of_their_only_ledger_gets_one_of_their_own(
        self, minji: Someone, jun: Someone
    ) -> None:
        await let_in(minji, jun)
        assert (await jun.delete(jun.ledger)).status_code == 204
        assert (await minji.delete(member(minji.ledger, jun))).status_code == 204
        (own,) = (await jun.get("/ledgers")).json()["items"]
        assert own["role"] == "owner"
        assert (await jun.get("/me")).json()["default_ledger_id"] == own["id"]
        categories = await jun.get(f"/ledgers/{own['id']}/categories")
        assert len(categories.json()["items"]) == 28

    async def test_a_member_rather_than_a_viewer_inherits_the_ledger(
        self, app: FastAPI, minji: Someone, jun: Someone
    ) -> None:
        viewer = await join(app, display_name="보는 이")
        await let_in(minji, viewer, "viewer")
        await let_in(minji, jun)
        assert (await minji.delete("/me")).status_code == 204
        assert await roles(jun, minji.ledger) == {"준": "owner", "보는 이": "viewer"}


async def test_a_viewer_reads_everything_and_writes_nothing(minji: Someone, jun: Someone) -> None:
    entry = await minji.record()
    food = await minji.category("food")
    budget = await minji.post(f"{minji.ledger}/budgets", {"amount": "300000", "period": "monthly"})
    assert budget.status_code == 201, budget.text
    rate = {"currency": "VND", "day": "2026-11-01", "rate": "0.053"}
    rate_id = (await minji.post(f"{minji.ledger}/rates", rate)).json()["id"]
    await let_in(minji, jun, "viewer")
    at = minji.ledger
    for path in (
        "",
        "/entries",
        f"/entries/{entry['id']}",
        "/categories",
        "/budgets",
        "/budgets/status",
        "/reports/summary?period=monthly",
        "/reports/trend",
        "/rates",
        "/lessons",
        "/members",
    ):
        assert (await jun.get(f"{at}{path}")).status_code == 200, path
    new = {"kind": "expense", "amount": "1", "description": "x"}
    budget_at = f"/budgets/{budget.json()['id']}"
    asked: list[tuple[str, str, Any]] = [
        ("post", "/entries", new),
        ("post", "/entries/from-text", {"text": "커피 4500"}),
        ("patch", f"/entries/{entry['id']}", {"memo": "x"}),
        ("delete", f"/entries/{entry['id']}", None),
        ("post", f"/entries/{entry['id']}/restore", None),
        ("post", "/categories", {"kind": "expense", "name": "x"}),
        ("patch", f"/categories/{food['id']}", {"name": "x"}),
        ("delete", f"/categories/{food['id']}", None),
        ("post", "/budgets", {"amount": "1", "period": "daily"}),
        ("patch", budget_at, {"amount": "1"}),
        ("delete", budget_at, None),
        ("post", "/rates", rate | {"day": "2026-11-02"}),
        ("delete", f"/rates/{rate_id}", None),
        ("delete", "/lessons/1", None),
    ]
    for method, path, body in asked:
        answer = await jun.client.request(method, f"{at}{path}", json=body)
        problem_of(answer, 403, "ledger.read_only")
    for method, path, body in (("patch", "", {"name": "x"}), ("delete", "", None)):
        problem_of(await jun.client.request(method, f"{at}{path}", json=body), 403, "ledger.owner_only")
    dry = await jun.post(f"{at}/entries/from-text", {"text": "커피 4500", "dry_run": True})
    assert dry.status_code in {200, 403}
    assert (await minji.get(f"{at}/entries")).json()["items"] == [entry]
