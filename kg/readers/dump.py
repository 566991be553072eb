"""A pasted page or feed: plain text, one paragraph a line, no names, no marks between posts."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from kg import pages
from kg.discussion import Discussion, Document, Passage, Place, Post, Speaker
from kg.errors import SourceError
from kg.reading.source import Source

SUFFIXES = (".txt", ".text")
LAST_RESORT = True


def fits(head: str) -> bool:
    """Any text may be a pasted page, as long as it is text."""
    return "\0" not in head and bool(head.strip())


def read(source: Source) -> Iterator[Discussion]:
    """One discussion, with posts cut where the text itself shows a new one; see docs/dump.md."""
    text = source.text
    if not text.strip():
        raise SourceError(f"{source.name}: nothing in it but white space; paste the page again")
    reading = pages.read(text)
    document = source.document
    where = f"page:{document.id}"
    posts = [_post(draft, reading, text, document, number) for number, draft in enumerate(reading.posts)]
    for post, draft in zip(posts, reading.posts, strict=True):
        if draft.parent is not None:
            post.reply_to = posts[draft.parent].id
            post.reply_confidence = draft.sure
    first = text[slice(*reading.spans[reading.rows[0].copies[0]])]
    title = first if len(first) <= 120 and not reading.feed else None
    named = all(post.speaker is not None for post in posts)
    yield Discussion(id=where, site="page", posts=posts, title=title, named=named)


def _post(draft: pages.Draft, reading: pages.Reading, text: str, document: Document, number: int) -> Post:
    """The post with its words, and the places of each run of them in every copy of the page."""
    rows, spans = reading.rows, reading.spans
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
    head = draft.head or pages.Head()
    return Post(
        id=f"page:{document.id}@{spans[rows[draft.rows[0]].copies[0]][0]}",
        text="\n".join(words),
        speaker=_speaker(head.name, document),
        document=document,
        position=number,
        posted=head.day,
        score=head.votes,
        places=tuple(places),
        quotes=tuple(quotes),
        voice=draft.voice,
    )


def _speaker(name: str | None, document: Document) -> Speaker | None:
    """Somebody whom the page names."""
    if name is None:
        return None
    slug = re.sub(r"\W+", "-", name.casefold()).strip("-") or name
    return Speaker(f"page:{document.id}:name-{slug}", name)


def _blocks(text: str, line: tuple[int, int], copy: tuple[int, int], at: int) -> Iterator[Place]:
    """Where the characters of `line` stand in `copy`; more than one run where the copies differ a little."""
    here, there = text[slice(*line)], text[slice(*copy)]
    if here == there:
        yield Place(at, copy[0], len(here))
        return
    for step in Indel.opcodes(here, there):
        if step.tag == "equal":
            yield Place(at + step.src_start, copy[0] + step.dest_start, step.src_end - step.src_start)
