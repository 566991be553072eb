"""A pasted page or feed: plain text, one paragraph a line, no names, no marks between posts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kg import cues
from kg.discussion import Discussion, Document, Passage, Place, Post
from kg.errors import SourceError
from kg.page import Row, fold_copies, repeats
from kg.source import Source
from kg.text import fold, lines

SUFFIXES = (".txt", ".text")
_CUT_OFF = ("...", "…", "(read more)")


def fits(head: str) -> bool:
    """Any text may be a pasted page, as long as it is text."""
    return "\0" not in head and bool(head.strip())


@dataclass(slots=True)
class _Draft:
    """A post in the making: row numbers, which of them are quotes, and whom it answers."""

    rows: list[int] = field(default_factory=list)
    quotes: set[int] = field(default_factory=set)
    parent: int | None = None
    sure: float = 0.5


def read(source: Source) -> Iterator[Discussion]:
    """One discussion, with posts cut where the text itself shows a new one; see docs/dump.md."""
    text = source.text
    spans = list(lines(text))
    if not spans:
        raise SourceError(f"{source.name}: nothing in it but white space; paste the page again")
    keys = [fold(text[a:b]).replace(" ", "") for a, b in spans]  # a pasted page loses a blank here and there
    rows = fold_copies(keys)
    own = [text[slice(*spans[row.copies[0]])] for row in rows]
    feed = _is_feed(own)
    drafts = _cut(rows, own, feed)
    document = source.document
    where = f"page:{document.id}"
    posts = [_post(d, rows, spans, text, document, number) for number, d in enumerate(drafts)]
    for post, draft in zip(posts, drafts, strict=True):
        if draft.parent is not None:
            post.reply_to = posts[draft.parent].id
            post.reply_confidence = draft.sure
    title = None if feed else next((o for o in own[:1] if len(o) <= 120), None)
    yield Discussion(id=where, site="page", posts=posts, title=title, named=False)


def _is_feed(own: list[str]) -> bool:
    """Whether this is one person's comments from many threads: many of its lines are cut off."""
    cut = sum(line.rstrip().endswith(_CUT_OFF) for line in own)
    return cut >= 2 and cut * 12 >= len(own)


def _cut(rows: list[Row], own: list[str], feed: bool) -> list[_Draft]:
    """The rows as posts, in reading order."""
    origins = repeats(own)
    home: dict[int, int] = {}
    drafts: list[_Draft] = []
    for number, (row, line) in enumerate(zip(rows, own, strict=True)):
        origin = origins[number]
        quote = line.lstrip().startswith(">") or origin is not None or row.lost
        target = home.get(origin) if origin is not None else None
        if not drafts or _begins(drafts, number, line, quote, target, own, feed):
            drafts.append(_Draft(parent=None if feed or not drafts else len(drafts) - 1))
        draft = drafts[-1]
        draft.rows.append(number)
        home[number] = len(drafts) - 1
        if quote:
            draft.quotes.add(number)
        if target is not None and target != len(drafts) - 1 and draft.sure < 0.9:
            draft.parent, draft.sure = target, 0.9
    return drafts


def _begins(
    drafts: list[_Draft], number: int, line: str, quote: bool, target: int | None, own: list[str], feed: bool
) -> bool:
    """Whether a new post begins with row `number`."""
    draft = drafts[-1]
    before = number - 1
    if before in draft.quotes:
        return target is not None and target == len(drafts) - 1 and draft.sure >= 0.9
    if target is not None:
        # Nobody quotes himself: words of the post at hand are quoted by the next one.
        return target == len(drafts) - 1 or (draft.sure >= 0.9 and draft.parent != target)
    if own[before].rstrip().endswith(_CUT_OFF):
        return True
    if quote:
        return feed
    return cues.find("opening", line) is not None


def _post(
    draft: _Draft, rows: list[Row], spans: list[tuple[int, int]], text: str, document: Document, number: int
) -> Post:
    """The post with its words, and the places of each run of them in every copy of the page."""
    words: list[str] = []
    places: list[Place] = []
    quotes: list[Passage] = []
    at = 0
    for k in draft.rows:
        a, b = spans[rows[k].copies[0]]
        words.append(text[a:b])
        for copy in rows[k].copies:
            places += _blocks(text, (a, b), spans[copy], at)
        if k in draft.quotes:
            if quotes and quotes[-1].end == at - 1:
                quotes[-1] = Passage(quotes[-1].start, at + b - a)
            else:
                quotes.append(Passage(at, at + b - a))
        at += b - a + 1
    first = spans[rows[draft.rows[0]].copies[0]][0]
    return Post(
        id=f"page:{document.id}@{first}",
        text="\n".join(words),
        speaker=None,
        document=document,
        position=number,
        places=tuple(places),
        quotes=tuple(quotes),
    )


def _blocks(text: str, line: tuple[int, int], copy: tuple[int, int], at: int) -> Iterator[Place]:
    """Where the characters of `line` stand in `copy`; more than one run where the copies differ a little."""
    here, there = text[slice(*line)], text[slice(*copy)]
    if here == there:
        yield Place(at, copy[0], len(here))
        return
    for block in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks():
        if block.size:
            yield Place(at + block.a, copy[0] + block.b, block.size)
