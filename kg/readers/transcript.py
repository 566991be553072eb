"""Transcripts: `Name: words` as plain text, WebVTT and SRT subtitles that say who speaks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.discussion import Discussion, Place, Post, Speaker
from kg.errors import SourceError
from kg.readers import _cues
from kg.reading.source import Source
from kg.text import lines, slug, trim

SUFFIXES = (".vtt", ".srt", ".txt", ".text")

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
_NAME = r"(?P<name>[^\W\d_][\w.'’\-]*(?:[ \t]+[\w.'’\-&]+){0,4})"
_LABEL = re.compile(
    rf"[ \t]*(?:[\[(]?{_TIME}[\])]?[ \t]+)?\*{{0,2}}{_NAME}(?:[ \t]*[\[(][^\])\n]{{1,40}}[\])])?"
    r"\*{0,2}:\*{0,2}(?:[ \t]+|$)"
)
_CLOCK = re.compile(rf"[ \t]*{_NAME}[ \t]+[\[(]?{_TIME}[\])]?[ \t]*$")  # the words follow on the next lines
_BRACKET = re.compile(rf"[ \t]*[\[(]{_NAME}[\])]:?[ \t]+(?=\S)")
_CHEVRONS = re.compile(r"[ \t]*>{2,3}[ \t]*(?=[^\s>])")  # captions mark so that another one speaks
_DASH = re.compile(r"[ \t]*[-–—]+[ \t]*(?=\S)")
_NO_NAMES = frozenset(
    """abstract agenda answer applause attendees background chapter chuckles clears coughs conclusion cries crosstalk
    date edit example figure gasps groans host hosts http https inaudible introduction laughing laughs laughter link
    location minutes music note notes participants ps question reference section shouts sighs silence sings source
    speakers subject summary table time title tldr todo topic transcript unintelligible warning whispers""".split()
)
_ENDS = re.compile(r"[.!?…]['\"”’)\]]*$")


def fits(head: str) -> bool:
    """Subtitles, or text in which most paragraphs begin with a name and at least two names come back."""
    if _cues.kind(head):
        return True
    labels = [_label(paragraph) for paragraph in _paragraphs(head)]
    told = Counter(slug(label["name"]) for label in labels if label)
    share, back = told.total() / max(1, len(labels)), sum(n > 1 for n in told.values())
    short = told.total() == 3 and len(told) == 2 and share >= 0.75  # of so few turns only one name can come back
    return short or (told.total() >= 4 and share >= 0.5 and back >= 2)


def _paragraphs(text: str) -> list[str]:
    """The first lines of the paragraphs; every line, where there are no blank lines between them."""
    rows = [text[a:b] for a, b in lines(text)]
    firsts = [row for block in re.split(r"\n[ \t\r]*\n", text) for row in block.strip("\r\n").split("\n")[:1]]
    firsts = [row for row in firsts if row.strip()]
    return rows if len(firsts) * 3 < len(rows) or len(firsts) < 4 else firsts


def _label(line: str, marks: bool = False) -> re.Match[str] | None:
    """The name with which the line begins, where it is one; in subtitles it may stand in brackets."""
    for pattern in (_LABEL, _CLOCK, *((_BRACKET,) if marks else ())):
        match = pattern.match(line)
        if match and not {slug(word) for word in match["name"].split()} & _NO_NAMES:
            round_ = pattern is _BRACKET and line.lstrip()[0] == "("  # mostly what is heard, not who speaks
            known = match["name"].isupper() if round_ else not match["name"][0].islower()
            return match if pattern is not _BRACKET or known else None
    return None


@dataclass(slots=True)
class _Turn:
    """What one person says until another one speaks: pieces of the document that make one text."""

    name: str | None
    parts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    length: int = 0

    def add(self, piece: _cues.Piece, glue: str) -> None:
        """Append the words; `glue` joins them to those before."""
        for text, at in [(glue if self.parts else "", None), *piece.runs]:
            if at is not None:
                self.places.append(Place(self.length, at, len(text)))
            self.parts.append(text)
            self.length += len(text)

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(self.parts)


def read(source: Source) -> Iterator[Discussion]:
    """One discussion; a turn answers the turn of another before it, which is a guess."""
    text = source.text
    kind = _cues.kind(text)
    skipped: Counter[str] = Counter()
    turns = list(_spoken(_cues.cues(text, kind, skipped)) if kind else _typed(text))
    title = _cues.title(text) if kind else None
    if not kind and len(turns) > 1 and turns[0].name is None and len(turns[0].text) <= 120:
        title = turns.pop(0).text
    if not turns:
        raise SourceError(f"{source.name}: no words in it; a transcript has lines such as `Name: words`, or cues")
    here = f"page:{source.document.id}"
    posts: list[Post] = []
    for turn in turns:
        posts.append(_post(turn, here, source, posts))
    named = any(post.speaker for post in posts)
    yield Discussion(here, "page", posts, title, named=named, skipped=skipped)


def _post(turn: _Turn, here: str, source: Source, before: list[Post]) -> Post:
    post = Post(
        id=f"{here}@{turn.places[0].document}",
        text=turn.text,
        speaker=Speaker(f"{here}:{slug(turn.name) or turn.name}", turn.name) if turn.name else None,
        document=source.document,
        position=len(before),
        places=tuple(turn.places),
    )
    if post.speaker and before and before[-1].speaker:
        post.reply_to, post.reply_confidence = before[-1].id, 0.6
    return post


def _typed(text: str) -> Iterator[_Turn]:
    """The turns of a plain text: a line that begins with a name begins one."""
    rows = [(a, b, _label(text[a:b])) for a, b in lines(text)]
    often = Counter(slug(label["name"]) for *_, label in rows if label)
    # In a text of turns a name may come once; a colon in a text of prose makes no turn.
    dense = 2 * often.total() >= len(rows)
    turn = _Turn(None)
    for a, b, label in rows:
        start = a
        if label and (dense or often[slug(label["name"])] > 1):
            start = a + label.end()
            if turn.name is None or slug(turn.name) != slug(label["name"]):
                yield from [turn] if turn.parts else []
                turn = _Turn(label["name"])
        start, end = trim(text, start, b)
        if start < end:
            turn.add(_cues.Piece([(text[start:end], start)]), "\n")
    yield from [turn] if turn.parts else []


def _spoken(cues: Iterator[_cues.Cue]) -> Iterator[_Turn]:
    """The turns of subtitles: a voice, a name at the beginning of a line, or a dash begins one."""
    rows = [(cue.voice, *_marked(piece)) for cue in cues for piece in cue.pieces]
    often = Counter(slug(label["name"]) for *_, label in rows if label)
    dense = 2 * often.total() >= len(rows) or any(new and label for *_, new, label in rows)
    turn = _Turn(None)
    for voice, piece, new, label in rows:
        name, start = voice, 0
        if label and voice is None and (dense or often[slug(label["name"])] > 1 or label["name"].isupper()):
            name, start = label["name"], label.end()
        elif voice is None and (dash := _DASH.match(piece.text)):
            start, new = dash.end(), True
        words = piece.cut(start)
        if new or (name is not None and (turn.name is None or slug(turn.name) != slug(name))):
            yield from [turn] if turn.parts else []
            turn = _Turn(name)
        if words.text:
            # A cue ends where the line is full, often within a sentence.
            turn.add(words, "\n" if turn.parts and _ENDS.search(turn.parts[-1]) else " ")
    yield from [turn] if turn.parts else []


def _marked(piece: _cues.Piece) -> tuple[_cues.Piece, bool, re.Match[str] | None]:
    """The words without the chevrons before them, whether there were any, and the name they begin with."""
    chevrons = _CHEVRONS.match(piece.text)
    words = piece.cut(chevrons.end()) if chevrons else piece
    return words, chevrons is not None, _label(words.text, marks=True)
