"""Notes in Markdown: turns by `**Name:** words`, by `Name: words`, or by heading (`## Alice replies to Bob`)."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from kg.discussion import Discussion, Passage, Place, Post, Speaker
from kg.errors import SourceError
from kg.reading.notes import Notes, Stretch, parse
from kg.reading.source import Source
from kg.text import fold, slug

SUFFIXES = (".md", ".markdown")

_JSON = re.compile(r"\ufeff?\s*(\{\s*[\"}]|\[\s*[{\"\]])")
_ANSWERS = re.compile(r"(?:\bto\b|\banswer(?:s|ing)\b|→|@)\s*@?")
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_QUOTE_MARKS = re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?)+")
_LOOKBACK = 200
"""How many turns back a quoted passage is looked for."""


def fits(head: str) -> bool:
    """Any text but JSON: words without marks are Markdown too."""
    return "\0" not in head and bool(head.strip()) and not _JSON.match(head)


def read(source: Source) -> Iterator[Discussion]:
    """One discussion; without turns it has one post, which nobody is named for."""
    if not source.text.strip():
        raise SourceError(f"{source.name}: nothing in it but white space; check what was saved")
    notes = parse(source.text)
    marks = notes.turns()
    title, start = notes.title(marks)
    here = f"page:{source.document.id}"
    posts: list[Post] = []
    remarks: list[str] = []
    skipped: Counter[str] = Counter({"front matter": int(notes.front > 0)})
    for stretch in notes.stretches(marks, start):
        if stretch.start == stretch.end:
            skipped["turn without words"] += 1
        elif stretch.idle and marks and not stretch.mark:
            skipped["heading"] += 1
        else:
            posts.append(_post(source, notes, here, stretch, len(posts)))
            remarks.append(stretch.mark.remark if stretch.mark else "")
    _reply(posts, remarks)
    named = any(post.speaker for post in posts)
    yield Discussion(here, "page", posts, title, named=named, skipped=skipped)


def _post(source: Source, notes: Notes, here: str, stretch: Stretch, position: int) -> Post:
    a, b, mark = stretch.start, stretch.end, stretch.mark
    name = mark.name.lstrip("@") if mark else ""
    date = _DATE.search(mark.remark) if mark else None
    quotes = notes.quotes[bisect_left(notes.quotes, (a, 0)) : bisect_left(notes.quotes, (b, 0))]
    return Post(
        id=f"{here}@{a}",
        text=notes.text[a:b],
        speaker=Speaker(f"{here}:{slug(name)}", name) if mark else None,
        document=source.document,
        posted=date[0] if date else None,
        position=position,
        places=(Place(0, a, b - a),),
        quotes=tuple(Passage(x - a, y - a) for x, y in quotes if y <= b),
    )


_Turn = tuple[Post, str]
"""A turn and its own words, folded."""


def _reply(posts: list[Post], remarks: list[str]) -> None:
    """Say of each turn what it answers: whom it names, else whose words it quotes, else the last turn of another."""
    turns: list[_Turn] = []
    section = 0
    for post, remark in zip(posts, remarks, strict=True):
        if post.speaker is None:
            section = len(turns)  # words between the turns open a new matter
            continue
        named, quoted = _addressed(post, remark, turns), _quoted(post, turns)
        answered = named or quoted or next((turn for turn, _ in _others(turns[section:], post.speaker)), None)
        if answered:
            post.reply_to = answered.id
            post.reply_confidence = 1.0 if named else 0.9 if quoted else 0.6
        turns.append((post, fold(post.unquoted())))


def _others(turns: list[_Turn], speaker: Speaker | None) -> Iterator[_Turn]:
    """The turns of other people, the last one first."""
    for turn, said in reversed(turns[-_LOOKBACK:]):
        if turn.speaker and speaker and turn.speaker.id != speaker.id:
            yield turn, said


def _addressed(post: Post, remark: str, turns: list[_Turn]) -> Post | None:
    """The last turn of the one whom the mark, or the first word with an `@`, names by full or first name."""
    told = [remark[m.end() :] for m in _ANSWERS.finditer(remark)]
    told += [(post.text or "")[1:80]] if (post.text or "").startswith("@") else []
    slugs = [f"{slug(words)}-" for words in told]
    for turn, _ in _others(turns, post.speaker) if slugs else ():
        name = turn.speaker.id.rpartition(":")[2] if turn.speaker else ""
        if any(known.startswith((f"{name}-", f"{name.partition('-')[0]}-")) for known in slugs):
            return turn
    return None


def _quoted(post: Post, turns: list[_Turn]) -> Post | None:
    """The last turn that holds the words of one of the post's quotes."""
    for passage in post.quotes:
        words = fold(_QUOTE_MARKS.sub("", (post.text or "")[passage.start : passage.end])).strip(" .\"'")
        for turn, said in _others(turns, post.speaker) if len(words) >= 12 else ():
            if words in said:
                return turn
    return None
