"""Pages that lost their structure: posts, quotes, replies and voices worked out from plain lines; see docs/dump.md."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kg.pages import cuts, replies, signs
from kg.pages.rows import Draft, Head, Row
from kg.pages.sheet import prepare
from kg.pages.weights import total, weights

__all__ = ["Draft", "Head", "Reading", "Row", "read"]


@dataclass(slots=True)
class Reading:
    """What a page says: its lines as (start, end), its rows of words, and its posts made of rows.

    `feed` marks one person's comments from many threads; lines that no row has are the page's own.
    """

    spans: list[tuple[int, int]]
    rows: list[Row]
    posts: list[Draft]
    feed: bool


def read(text: str) -> Reading:
    """Read a page; the text must hold at least one line that is not blank."""
    with _no_collecting():
        sheet = prepare(text)
        feed = total(signs.feed(sheet.facts, sheet.spread, sheet.names, sheet.limit), weights("feed")) > 0
        drafts = cuts.cut(sheet, feed)
        if feed:
            _one_name(drafts, sheet.names)
        else:
            replies.link(sheet, drafts)
        return Reading(sheet.spans, sheet.rows, drafts, feed)


def _one_name(drafts: list[Draft], names: list[str]) -> None:
    """A feed is one person's: where all names are the same, a post whose name was lost has it too."""
    if len(set(names)) == 1:
        for draft in drafts:
            draft.head = replace(draft.head or Head(), name=names[0])


@contextmanager
def _no_collecting() -> Iterator[None]:
    """No search for cycles: reading makes none, and over a long page the search would cost more than the reading."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
