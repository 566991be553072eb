"""What is marked in the text of posts, and the text cut at the ends of all marks, so that they may cross."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from kg.graph import Ref, Relation
from kg.views._debate import Debate, anchor, whole
from kg.views._markup import Markup, clean, join, tag

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a post: a claim, a quote or a citation, and the nodes it is about.

    `first` marks the place to which a link to the claim leads.
    """

    kind: str
    post: str
    start: int
    end: int
    refs: tuple[Ref, ...]
    first: bool = False

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What tells it from all others."""
        return self.kind, self.post, self.start, self.end


class Writing(Protocol):
    """What a text asks of its margin."""

    def number(self, mark: Mark) -> int | None:
        """The number of the mark's note, or None where there is nothing to tell."""
        ...

    def about(self, refs: Iterable[Ref]) -> str:
        """What the page calls these claims and works."""
        ...


def marks_of(posts: Iterable[str], found: Debate) -> dict[str, list[Mark]]:
    """The marks of each post in their order, the longest first where several begin; none goes beyond the text."""
    about: dict[tuple[str, Place], set[Ref]] = defaultdict(set)
    wanted = set(posts)
    for relation in found.relations:
        kind = {"STATES": "claim", "QUOTES": "quote", "CITES": "cites"}.get(relation.type)
        place = _place(relation, found)
        if kind and place and place[0] in wanted:
            about[kind, place].add(relation.target)
    # A claim is at home where it is stated first; words from elsewhere are where they are quoted first.
    order = sorted(about, key=lambda key: (found.order(key[1][0]), *_rank(*key)))
    homes: dict[Ref, tuple[str, Place]] = {}
    for kind in ("claim", "quote"):
        for key in order:
            if key[0] == kind:
                for ref in about[key]:
                    homes.setdefault(ref, key)
    marks: dict[str, list[Mark]] = {post: [] for post in wanted}
    for key in order:
        refs = tuple(sorted(about[key]))
        first = any(homes.get(ref) == key for ref in refs if ref[0] == "Claim")
        marks[key[1][0]].append(Mark(key[0], *key[1], refs, first))
    return marks


def by_line(marks: list[Mark], lines: list[tuple[int, int]]) -> list[list[Mark]]:
    """The marks of each line; one that goes over several lines is in each of them."""
    starts = [start for start, _ in lines]
    found: list[list[Mark]] = [[] for _ in lines]
    for mark in marks:
        at = bisect_right(starts, mark.start) - 1
        while at < len(lines) and lines[at][0] < mark.end:
            found[at].append(mark)
            at += 1
    return found


def pieces(text: str, start: int, end: int, here: list[Mark], writing: "Writing") -> Iterator[Markup]:
    """A line of a text with its marks: each piece lies in one and the same set of marks."""
    cuts = sorted({start, end, *(max(start, m.start) for m in here), *(min(end, m.end) for m in here)})
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in here:
        opening[max(start, mark.start)].append(mark)
        closing[min(end, mark.end)].append(mark)
    active: dict[tuple[str, str, int, int], Mark] = {}
    for left, right in pairwise(cuts):
        for mark in opening[left]:
            active[mark.key] = mark
        begun = [m for m in opening[left] if m.start == left]
        yield from _piece(text[left:right], list(active.values()), begun, writing)
        for mark in closing[right]:
            del active[mark.key]
            noted = writing.number(mark) if mark.end == right else None
            if noted is not None:
                yield tag(
                    "sup", tag("a", str(noted), href=f"#note-{noted}", id=f"ref-{noted}", aria_label=f"Note {noted}")
                )


def _piece(text: str, active: list[Mark], begun: list[Mark], writing: "Writing") -> Iterator[Markup]:
    if not active:
        yield join(text)
        return
    ids = [anchor(ref) for mark in begun if mark.first for ref in mark.refs]
    yield from (tag("span", id=id, class_="place") for id in ids)
    kinds = sorted({mark.kind for mark in active})
    depth = sum(mark.kind == "claim" for mark in active)
    about = writing.about(dict.fromkeys(ref for mark in active for ref in mark.refs))
    yield tag("mark", clean(text), class_=" ".join([*kinds, "deep"] if depth > 1 else kinds), data_about=about or None)


def _place(relation: Relation, found: Debate) -> Place | None:
    post = relation.source[1] if relation.source[0] == "Post" else ""
    start, end = (whole(relation.properties.get(name)) for name in ("start_char", "end_char"))
    text = str(found.posts[post].properties.get("text") or "") if post in found.posts else ""
    if start is None or end is None or not start < end <= len(text):
        return None
    return post, start, end


def _rank(kind: str, place: Place) -> tuple[str, int, int, str]:
    post, start, end = place
    return post, start, -end, kind
