"""Notes in Markdown as blocks: headings, quotes, and the marks (`**Name:**`, `## Name`) where turns may begin."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.text import slug, trim

_LINE_END = re.compile(r"\r\n?|\n")  # as markdown-it counts lines
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\r\n]*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")
_WORDS = r"@?[^\W_][\w'’.\-]*(?:[ \t]+[^\W\d_][\w'’.\-]*){0,3}"
_NAME = rf"(?P<name>{_WORDS})"
_REMARK = r"(?P<remark>[ \t]*[,(→][^:*\n]{0,60})?"
_BOLD = re.compile(rf"[ ]{{0,3}}(?:\*\*|__){_NAME}{_REMARK}(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)(?=\s|$)[ \t]*")
_PLAIN = re.compile(rf"[ ]{{0,3}}{_NAME}{_REMARK}:(?=\s|$)[ \t]*")
_HEADING = re.compile(rf"(?P<name>{_WORDS}?)(?P<remark>[ \t]*[,:(–—→-].*|[ \t]+(?:repl|respon|answer|in repl).*)?$")
_TELLING = re.compile(r"\b(?:repl|respon|answer)|→|\d")

# Words that stand before a colon or alone in a heading and name nobody.
_NO_NAMES = frozenset(
    """abstract action actions added after agenda aim answer appendix argument arguments aside attendees author authors
    background before bug bugs caution caveat changed changes chapter claim conclusion conclusions cons consequence
    context criteria date decision definition dependencies deprecated details discussion documentation edit event
    example examples extends feature features figure first fixed fixes flags footnote goal hint however idea impact
    implementation implements important in input install installation introduction issue issues lemma license link
    links location meta method methods minutes motivation next note notes objection option options other output
    overview paper papers parameter parameters participants performance premise present problem proof proposal pros
    purpose question questions reading readings reason reference references release removed requirements result
    results returns second section see setup solution source sources step steps subject summary synopsis table
    takeaway thanks third tip title tldr todo topic topics update updates usage verdict version warning why""".split()
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a turn may begin: its line, where its words begin, who speaks, and what else the mark says."""

    start: int
    words: int
    name: str
    remark: str
    level: int  # of the heading; 0 for a label in the text
    weak: bool = False  # counts only where the name marks another turn


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its words; `end` is where the lines after it begin."""

    start: int
    end: int
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the notes without blanks and rules at its edges: a turn, or, without a mark, what stands between."""

    start: int
    end: int
    mark: Mark | None
    idle: bool  # nothing in it but headings


@dataclass(slots=True)
class Notes:
    """The block structure of the notes, as offsets into the untouched text; what stands in code or lists is left out.

    `rules` and `titles` are the lines that are rules, or belong to headings; `front` is the end of the front matter.
    """

    text: str
    front: int = 0
    marks: list[Mark] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    rules: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)

    def turns(self) -> list[Mark]:
        """The marks of one kind (labels, or headings of one level) that make the notes a discussion; or none.

        Bold lead-ins and headings of capitalised words look like names: turns they are where there are two names, and
        one comes back, or labels begin at least half of the paragraphs, or a heading says when, or whom it answers.
        """
        best: list[Mark] = []
        for level in range(7):
            kind = [mark for mark in self.marks if mark.level == level]
            often = Counter(slug(mark.name) for mark in kind)
            kind = [mark for mark in kind if not mark.weak or often[slug(mark.name)] > 1]
            if len(kind) <= len(best) or len({slug(mark.name) for mark in kind}) < 2:
                continue
            after = sum(start >= kind[0].start for start in self.paragraphs)
            dense = level == 0 and len(kind) * 2 >= after
            if dense or any(often[slug(m.name)] > 1 or (level and _TELLING.search(m.remark)) for m in kind):
                best = kind
        return best

    def title(self, marks: list[Mark]) -> tuple[str | None, int]:
        """The title, and where the words after it begin."""
        for first in self.headings[:1]:
            before = self.text[self.front : first.start].strip("\ufeff \t\r\n")
            if first.level == 1 and not before and first.start not in {mark.start for mark in marks}:
                return first.words or None, first.end
        told = re.search(r"(?m)^title:[ \t]*(.+?)[ \t\r]*$", self.text[: self.front])
        return told and told[1].strip("\"'"), self.front

    def stretches(self, marks: list[Mark], start: int) -> Iterator[Stretch]:
        """The notes from `start` on, cut at each turn.

        A heading that is no turn, of their level or above, ends the turn before it.
        """
        cuts: dict[int, Mark | None] = {start: None}
        depth = (marks[0].level or 6) if marks else 0
        cuts |= {h.start: None for h in self.headings if h.start > start and h.level <= depth}
        cuts |= {mark.start: mark for mark in marks}
        places = sorted(cuts)
        for at, after in zip(places, [*places[1:], len(self.text)], strict=True):
            mark = cuts[at]
            lines = list(self._lines(mark.words if mark else at, after))
            solid = [n for n, (line, _) in enumerate(lines) if line not in self.rules]
            a, b = trim(self.text, lines[solid[0]][0], lines[solid[-1]][1]) if solid else (after, after)
            if a < b or mark:
                yield Stretch(a, b, mark, all(lines[n][0] in self.titles for n in solid))

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The lines between two offsets that are not blank."""
        at = start
        for stop in [*(m.end() for m in _LINE_END.finditer(self.text, start, end)), end]:
            if self.text[at:stop].strip():
                yield at, stop
            at = stop


def parse(text: str) -> Notes:
    """The blocks of a Markdown text, by the rules of CommonMark."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    notes = Notes(text, front.end() if front else 0)
    # Same length, so that lines and offsets stay.
    hidden = re.sub(r"[^\r\n]", " ", text[: notes.front or (text[:1] == "\ufeff")])
    lines = [0, *(end.end() for end in _LINE_END.finditer(text)), len(text)]
    body = hidden + text[len(hidden) :]
    tokens = MarkdownIt("commonmark").disable("inline").parse(body)
    for token, inner in zip(tokens, [*tokens[1:], None], strict=True):
        if token.level or token.map is None:
            continue
        first, last = token.map
        start, end = lines[first], lines[min(last, len(lines) - 1)]
        if token.type == "heading_open" and inner is not None:
            heading = Heading(start, end, int(token.tag[1]), inner.content.strip())
            notes.headings.append(heading)
            notes.titles.update(lines[first:last])
            match = _HEADING.match(heading.words)
            if match and _is_name(match["name"]):
                notes.marks.append(Mark(start, end, match["name"], match["remark"] or "", heading.level))
        elif token.type == "blockquote_open" and not text[start:end].lstrip().startswith(">!"):
            notes.quotes.append(trim(text, start, end))
        elif token.type == "hr":
            notes.rules.add(start)
        elif token.type == "paragraph_open":
            notes.paragraphs.append(start)
            notes.marks += _labels(body, lines[first:last])
    return notes


def _labels(text: str, lines: list[int]) -> Iterator[Mark]:
    """The labels in a paragraph: plain ones at its beginning, bold ones at the beginning of any line."""
    for start in lines:
        end = next((m.start() for m in [_LINE_END.search(text, start)] if m), len(text))
        for pattern in (_BOLD, _PLAIN) if start == lines[0] else (_BOLD,):
            match = pattern.match(text, start, end)
            if match and not _no_name(match["name"]):
                weak = not _is_name(match["name"]) or (pattern is _PLAIN and match.end() == end)
                if " " not in match["name"] or not weak or pattern is _BOLD:
                    yield Mark(start, match.end(), match["name"], match["remark"] or "", 0, weak)
                break


def _is_name(words: str) -> bool:
    """One to four capitalised words, or a handle."""
    parts = words.split()
    if _no_name(words):
        return False
    # Most scripts have no capitals.
    capital = all(part[0].isalpha() and not part[0].islower() for part in parts)
    return capital or (len(parts) == 1 and bool(re.match(r"@|\w*[\d_]", words)))


def _no_name(words: str) -> bool:
    """Whether a word that names nobody is among them, or a number (of a version) is all there is."""
    parts = [slug(part) for part in words.split()]
    return any(part in _NO_NAMES or not part.strip("v0123456789-") for part in parts)
