from __future__ import annotations

import pytest

from backend.accounts.passwords import hash_password, verify_password
from backend.accounts.rules import name_from_email, normalise_email
from backend.kit.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Minji@Example.COM ", "minji@example.com"),
        ("me@nas.local", "me@nas.local"),
        ("a.b+c@x.test", "a.b+c@x.test"),
        ("a@xn--bj0bj06e.com", "a@xn--bj0bj06e.com"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_email(typed) == kept
    assert normalise_email(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "x@y",
        "@x.com",
        "a b@x.com",
        "a\x00@x.com",
        "한글@x.com",
        "a@한글.com",
        "a@-x.com",
        "a@x..com",
        "İ@x.com",
        "a" * 300,
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"email\.malformed"):
        normalise_email(typed)


def test_who_gives_no_name_is_called_by_their_address() -> None:
    assert name_from_email("minji@example.com") == "minji"


async def test_a_password_is_known_again_by_its_digest_only() -> None:
    digest = await hash_password("correct horse")
    assert digest.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await verify_password("correct horse", digest)
    assert not await verify_password("wrong horse", digest)
    assert not await verify_password("correct horse", None)
    assert not await verify_password("correct horse", "no digest at all")
