"""Whose an update is, what can be stored, when to try again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.messaging.rules import call_backoff, chat_of, received, update_backoff

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
surrogates = st.text(alphabet=st.characters(categories=("Cs", "Cc", "L")))


@pytest.mark.parametrize(
    ("event", "chat"),
    [
        ({"message": {"chat": {"id": 5}, "from": {"id": 9}}}, 5),
        ({"edited_message": {"chat": {"id": -5}}}, -5),
        ({"callback_query": {"from": {"id": 9}, "message": {"chat": {"id": 5}}}}, 5),
        ({"callback_query": {"from": {"id": 9}}}, 9),
        ({"my_chat_member": {"chat": {"id": -100}, "from": {"id": 9}}}, -100),
        ({"message_reaction": {"chat": {"id": 5}, "user": {"id": 9}}}, 5),
        ({"poll_answer": {"user": {"id": 9}}}, 9),
        ({"inline_query": {"from": {"id": 9}}}, 9),
        ({"poll": {"id": "x"}}, 0),
        ({"message": {"chat": {"id": "5"}}}, 0),
        ({"message": {"chat": {"id": 2**70}}}, 0),
        ({"message": {"chat": 5}}, 0),
        ({"message": None}, 0),
        ({}, 0),
    ],
)
def test_the_chat_of_any_update(event: dict, chat: int) -> None:
    assert chat_of({"update_id": 1, **event}) == chat


@given(values | st.dictionaries(st.sampled_from(["update_id", "message", "x"]), values))
def test_nothing_that_comes_in_raises(update: object) -> None:
    row = received(update)
    if row is not None:
        json.dumps(row.payload, allow_nan=False).encode()


@given(surrogates)
def test_words_are_kept_or_mended(words: str) -> None:
    row = received({"update_id": 1, "message": {"text": words}})
    assert row is not None
    kept = row.payload["message"]["text"]
    kept.encode()
    assert "\x00" not in kept
    assert len(kept) == len(words)


def test_too_deep_is_skipped() -> None:
    deep: dict = {}
    for _ in range(100_000):
        deep = {"a": deep}
    assert received({"update_id": 1, "message": deep}) is None


def test_an_update_is_tried_five_times_within_eight_seconds() -> None:
    waits = [update_backoff(attempts) for attempts in range(1, 6)]
    assert [wait.total_seconds() if wait else None for wait in waits] == [0.5, 1, 2, 4, None]


def test_a_call_waits_ever_longer_but_never_long() -> None:
    waits = [call_backoff(attempts).total_seconds() for attempts in (1, 2, 3, 4, 5, 6, 1000)]
    assert waits == [1, 2, 4, 5, 5, 5, 5]
