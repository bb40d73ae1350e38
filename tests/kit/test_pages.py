"""Cursors survive what clients do to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit.errors import Invalid
from backend.kit.pages import decode_cursor, encode_cursor, page_of


@given(st.integers(), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_reads_back(number, text):
    assert decode_cursor(encode_cursor((number, text)), (int, str)) == (number, text)


@given(st.text())
def test_any_other_text_is_refused_in_words(text):
    with pytest.raises(Invalid):
        decode_cursor(text, (int, int, int, int))


@pytest.mark.parametrize("cursor", ["", "AAAA", encode_cursor((1,)), encode_cursor(("1", 2)), "✗"])
def test_a_cursor_of_another_list_is_refused(cursor):
    with pytest.raises(Invalid):
        decode_cursor(cursor, (int, int))


def test_the_row_too_many_says_that_there_are_more():
    assert page_of([1, 2, 3], 2, lambda row: (row,)).next_cursor is not None
    assert page_of([1, 2], 2, lambda row: (row,)).next_cursor is None
