"""Long HTML in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.pieces import length, pieces
from tests.bot.telegram import HtmlCheck

parts = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "&amp;", "&#39;", "\n", "점심 ", "😀", "word ", "<code>", "</code>"]
)


def balanced(tokens: list[str]) -> str:
    """Make well-formed HTML of arbitrary parts."""
    text, stack = [], []
    for token in tokens:
        if token.startswith("</"):
            if stack and stack[-1] == token[2:-1]:
                stack.pop()
                text.append(token)
        else:
            if token.startswith("<"):
                stack.append(token[1:-1])
            text.append(token)
    return "".join(text) + "".join(f"</{name}>" for name in reversed(stack))


def words_of(html: str) -> str:
    for tag in ("b", "i", "code"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return "".join(html.split())


@given(st.lists(parts, max_size=120).filter(lambda tokens: sum(t.startswith("<") for t in tokens) < 8))
def test_every_piece_is_whole_and_nothing_is_lost(tokens: list[str]) -> None:
    html = balanced(tokens)
    split = pieces(html, 120)
    assert words_of("".join(split)) == words_of(html)
    for piece in split:
        check = HtmlCheck()
        check.feed(piece)
        check.close()
        assert (check.wrong, check.open) == ([], [])
        assert length(piece) <= 120


def test_lines_stay_together() -> None:
    assert pieces("one two\nthree\nfour five", 14) == ["one two\nthree", "four five"]


def test_a_tag_goes_on_in_the_next_piece() -> None:
    assert pieces("<b>aaaa\nbbbb</b>", 12) == ["<b>aaaa</b>", "<b>bbbb</b>"]


def test_a_word_too_long_is_cut() -> None:
    assert pieces("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
