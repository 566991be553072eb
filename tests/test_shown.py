"""Words as a page shows them are found in the Markdown that they were written in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.readers._shown import Shown


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("It costs too much.", "costs too", "costs too"),
        ("see \\[1\\] and *this* [paper (v2)](https://x.org/a_(b)) ok.", "see [1] and this paper (v2) ok.",
         "see \\[1\\] and *this* [paper (v2)](https://x.org/a_(b)) ok."),
        ("So \\[sic\\]. No.", "[sic].", "\\[sic\\]."),
        ("It’s **so**, no?", "It's so, no?", "It’s **so**, no?"),
        ('a [link](https://x.org "its title") b', "link b", 'link](https://x.org "its title") b'),
        ("one\n\n> two three", "one two", "one\n\n> two"),
        ("snake\\_case here", "snake_case", "snake\\_case"),
        ("See ![a picture](https://x.org/p.png) here", "See here", None),
        ("other words", "not in it", None),
        ("words", "?!", None),
        ("", "words", None),
    ],
)  # fmt: skip
def test_what_is_shown_is_found_as_it_was_written(text: str, words: str, found: str | None) -> None:
    place = Shown(text).place(words)
    assert (place and text[slice(*place)]) == found


@settings(max_examples=40)
@given(text=st.text('ab \\[]()*_\n"ßİ', max_size=60), data=st.data())
def test_a_place_is_one_in_the_text_whatever_is_in_it(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    words = data.draw(st.one_of(st.just(text[at:]), st.text("ab []*", max_size=8)))
    place = Shown(text).place(words) if words.strip() else None
    assert place is None or 0 <= place[0] < place[1] <= len(text)


@pytest.mark.parametrize("piece", ["](", "](a(b)", "[", "\\", '](x "', "](" + "a" * 50])
def test_marks_without_end_take_their_time_in_proportion(piece: str) -> None:
    assert Shown(piece * 40_000).place("words that are not there") is None
