"""The people of a ledger on pages: invited, let in, given roles, gone."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI

from tests.web.client import PASSWORD
from tests.web.pages.reader import Reader, newcomer, visitor


async def invite(owner: Reader, role: str = "member") -> str:
    """Make a link on the page; answers where it leads."""
    await owner.go(f"{owner.home}/settings")
    html = await owner.send("/people/invite", status=201, role=role)
    found = re.search(r'id="invitation">http://podo.test(/join/\w+)<', html)
    assert found, html
    assert "<svg" in html
    return found[1]


async def let_in(owner: Reader, guest: Reader, role: str = "member") -> None:
    path = await invite(owner, role)
    await guest.go(path)
    await guest.send(path)


def member(owner: Reader, guest: Reader) -> str:
    """The form that gives the guest a role, on the page that the owner looks at."""
    found = re.findall(r'action="([^"]*/people/\d+)/remove"', owner.html)
    assert len(found) == 2
    mine = re.search(r'action="([^"]*/people/\d+)/remove">', owner.html)
    assert guest.home
    assert mine
    return next(one for one in found if one != _own(owner))


def _own(owner: Reader) -> str:
    found = re.search(r'Leave this ledger</summary><form method="post" action="([^"]*)/remove"', owner.html)
    assert found
    return found[1]


async def test_a_guest_is_asked_and_comes_in(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en", display_name="Bob")
    path = await invite(ann)
    for _ in range(2):
        html = await bob.go(path)
        assert "Ann invites you" in html
        assert "You are signed in as Bob." in html
    html = await bob.send(path)
    assert "You are in." in html
    assert bob.page is not None
    assert bob.page.url.path == ann.home
    await bob.send("/record", text="cake 5")
    assert "cake" in await ann.go(ann.home)
    await bob.go(path, status=410)


async def test_a_newcomer_registers_on_the_way(app: FastAPI, ann: Reader) -> None:
    path = await invite(ann)
    guest = await visitor(app)
    await guest.go(path)
    link = next(one for one in guest.parsed.links if one.startswith("/register"))
    await guest.go(link)
    await guest.send("/register", email="guest@example.com", password="short", status=422)
    html = await guest.send("/register", email="guest@example.com", password=PASSWORD, display_name="Guest")
    assert "Ann invites you" in html
    await guest.send(path)
    assert guest.page is not None
    assert guest.page.url.path == ann.home


async def test_somebody_known_signs_in_on_the_way(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en")
    path = await invite(ann)
    guest = await visitor(app)
    await guest.go(path)
    await guest.go(next(one for one in guest.parsed.links if one.startswith("/sign-in")))
    html = await guest.send("/sign-in", email=bob.email, password=PASSWORD)
    assert "Ann invites you" in html


async def test_the_language_can_be_chosen_without_losing_the_link(app: FastAPI, ann: Reader) -> None:
    path = await invite(ann)
    guest = await visitor(app, "en")
    await guest.go(path)
    html = await guest.send("/language", language="ko")
    assert guest.page is not None
    assert guest.page.url.path == path
    assert "함께할까요?" in html


async def test_who_is_in_already_is_brought_there(ann: Reader) -> None:
    path = await invite(ann)
    await ann.go(path)
    assert ann.page is not None
    assert ann.page.url.path == ann.home


async def test_a_link_that_is_worth_nothing_says_so(app: FastAPI, ann: Reader) -> None:
    guest = await visitor(app, "ko")
    assert "그런 초대가 없어요" in await guest.go("/join/INVENTED", status=404)
    path = await invite(ann)
    html = await ann.go(f"{ann.home}/settings")
    assert "Open invitations" in html
    form = next(one for one in ann.parsed.forms if "/people/invitations/" in one.action)
    html = await ann.send(form.action)
    assert "The invitation is taken back." in html
    await guest.go(path, status=404)


async def test_another_site_has_nobody_join(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en")
    path = await invite(ann)
    answer = await bob.client.post(path, data={"csrf": "wrong"})
    assert answer.status_code == 403
    nobody = await visitor(app)
    answer = await nobody.client.post(path, data={"csrf": "wrong"})
    assert answer.status_code == 401
    await bob.go(path)


async def test_an_owner_gives_roles_and_takes_people_out(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en", display_name="Bob")
    await let_in(ann, bob)
    await ann.go(f"{ann.home}/settings")
    path = member(ann, bob)
    html = await ann.send(path, role="viewer")
    assert "Saved." in html
    html = await bob.go(ann.home)
    assert "/record" not in [form.action for form in bob.parsed.forms]
    answer = await bob.client.post(
        f"{ann.home}/record", data={"csrf": _csrf(await bob.go(f"{ann.home}/settings")), "text": "cake 5"}
    )
    assert answer.status_code == 403
    await ann.go(f"{ann.home}/settings")
    html = await ann.send(f"{path}/remove")
    assert "That person is not in the ledger any more." in html
    await bob.go(ann.home, status=404)
    assert "Bob" not in await ann.go(f"{ann.home}/settings")


def _csrf(html: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found
    return found[1]


async def test_a_ledger_keeps_an_owner(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en", display_name="Bob")
    await let_in(ann, bob)
    await ann.go(f"{ann.home}/settings")
    own = _own(ann)
    html = await ann.send(own, status=409, role="viewer")
    assert "A ledger needs an owner." in html
    await ann.send(member(ann, bob), role="owner")
    html = await ann.send(f"{own}/remove")
    assert "You left the ledger." in html
    await ann.go(bob.home, status=404)


async def test_a_member_sees_who_is_there_and_changes_nobody(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en", display_name="Bob")
    await let_in(ann, bob)
    html = await bob.go(f"{ann.home}/settings")
    assert "Ann" in html
    assert "/people/invite" not in html
    csrf = {"csrf": _csrf(html)}
    refused = await bob.client.post(f"{ann.home}/people/invite", data=csrf | {"role": "owner"})
    assert refused.status_code == 403
    await ann.go(f"{ann.home}/settings")
    for where, form in ((_own(ann), {"role": "viewer"}), (f"{_own(ann)}/remove", {})):
        assert (await bob.client.post(where, data=csrf | form)).status_code == 403
    assert "Owner" in await ann.go(f"{ann.home}/settings")


@pytest.mark.parametrize("role", ["", "admin"])
async def test_a_role_that_is_none(ann: Reader, role: str) -> None:
    await ann.go(f"{ann.home}/settings")
    assert "This value is not valid." in await ann.send("/people/invite", status=422, role=role)


async def test_another_ledger_is_made_and_chosen(ann: Reader) -> None:
    await ann.go("/settings/ledgers")
    html = await ann.send("/settings/ledgers", status=422, name=" ", currency="EUR")
    assert 'value="EUR"' in html
    html = await ann.send("/settings/ledgers", name="Trip", currency="EUR", timezone="Europe/Paris")
    assert "The ledger is made." in html
    assert ann.page is not None
    trip = ann.page.url.path
    assert trip != ann.home
    html = await ann.go(ann.home)
    assert f'href="{trip}"' in html
    await ann.go("/settings/ledgers")
    await ann.send("/default")
    await ann.go("/")
    assert ann.page.url.path == trip


async def test_a_strangers_ledger_cannot_be_chosen(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en")
    csrf = _csrf(await bob.go("/settings/ledgers"))
    number = ann.home.rpartition("/")[2]
    answer = await bob.client.post(f"/settings/ledgers/{number}/default", data={"csrf": csrf})
    assert answer.status_code == 404


async def test_a_ledger_is_deleted_once_its_name_is_typed(app: FastAPI, ann: Reader) -> None:
    bob = await newcomer(app, "en", display_name="Bob")
    await let_in(ann, bob)
    html = await ann.go(f"{ann.home}/settings/delete")
    assert "Make another one first." in html
    assert "/settings/delete" not in [form.action for form in ann.parsed.forms]
    await ann.go("/settings/ledgers")
    await ann.send("/settings/ledgers", name="Trip", currency="EUR", timezone="Europe/Paris")
    assert ann.page is not None
    trip = ann.page.url.path
    await ann.send("/record", text="cake 5")
    await ann.go(f"{trip}/settings")
    path = await _invite_here(ann)
    await bob.go(path)
    await bob.send(path)
    await bob.go(f"{trip}/settings/delete", status=403)
    answer = await bob.client.post(
        f"{trip}/settings/delete", data={"csrf": _csrf(await bob.go(trip)), "confirm": "Trip"}
    )
    assert answer.status_code == 403
    html = await ann.go(f"{trip}/settings/delete")
    for said in ("1 entry", "1 other member", "Stay as they are.", "leave it instead"):
        assert said in html
    html = await ann.send("/settings/delete", status=422, confirm="Tripp")
    assert "Nothing was deleted." in html
    html = await ann.send("/settings/delete", confirm=" trip ")
    assert "The ledger is deleted." in html
    assert ann.page.url.path == ann.home
    await ann.go(trip, status=404)
    await bob.go(trip, status=404)
    await bob.go(bob.home)


async def test_ones_only_ledger_is_not_deleted(ann: Reader) -> None:
    html = await ann.go(f"{ann.home}/settings/delete")
    assert "Make another one first." in html
    name = re.search(r"Delete “([^”]*)”", html)
    assert name
    answer = await ann.client.post(
        f"{ann.home}/settings/delete",
        data={"csrf": _csrf(await ann.go("/settings")), "confirm": name[1].replace("&#39;", "'")},
    )
    assert answer.status_code == 409
    await ann.go(ann.home)


async def _invite_here(owner: Reader) -> str:
    html = await owner.send("/people/invite", status=201, role="member")
    found = re.search(r'id="invitation">http://podo.test(/join/\w+)<', html)
    assert found
    return found[1]
