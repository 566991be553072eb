"""Quotes of words from outside a page are told by what leads them in, by what goes on, and by what answers them."""

import pytest

from kg import pages

HEAD = "ann_vale · Jan {}, 2020"


def quoted(*posts: list[str]) -> list[str]:
    """The quoted lines of a feed that shows the same name above each of the posts."""
    lines = [line for n, post in enumerate(posts, 1) for line in (HEAD.format(n), *post)]
    text = "\n".join(lines)
    found = pages.read(text)
    assert len(found.posts) == len(posts)
    rows = [row for draft in found.posts for row in sorted(draft.quotes)]
    return [text[slice(*found.spans[found.rows[row].copies[0]])] for row in rows]


OWN = [["The bridge was closed last week."], ["I walk to work, so it is all the same to me."]]
WORDS = "The river rises by a metre in spring and falls in autumn."


@pytest.mark.parametrize(
    ("post", "quotes"),
    [
        (["The report of the ministry says:", WORDS, "That was measured at one place only."], [WORDS]),
        (["I have three rivers in mind:", WORDS, "There are two more in the north."], []),
        (["What did it cost in the end?", "About as much as the old one."], ["What did it cost in the end?"]),
        (
            ["Is it safe?", "Yes, as far as anybody knows.", "Who paid for it?", "The town did."],
            ["Is it safe?", "Who paid for it?"],
        ),
        (
            ["”It was never", "meant to carry lorries.″", "Who says that?"],
            ["”It was never", "meant to carry lorries.″"],
        ),
    ],
)
def test_words_from_outside_a_page_are_told_by_the_lines_around_them(post: list[str], quotes: list[str]) -> None:
    assert quoted(*OWN, post, *OWN) == quotes


def test_a_link_that_comes_again_is_no_quote() -> None:
    link = "https://example.org/bridge"
    assert quoted(OWN[0], ["Here it is:", link], ["And once more, the page is:", link, "Read it."]) == []
