"""The margin of a text: what was said to each marked claim, and what it does to others, in short."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.graph import Ref
from kg.views._debate import Debate, Stance, fragment, verb
from kg.views._marks import Mark
from kg.views._markup import Markup, join, link, tag

_LONG = 220  # characters of a claim that are repeated in the margin
_MOST = 3  # answers that stand open under a claim; the rest can be unfolded


_PASSIVE = {
    "REBUTS": "rebutted by",
    "UNDERCUTS": "undercut by",
    "QUESTIONS": "questioned by",
    "SUPPORTS": "supported by",
    "AGREES_WITH": "agreed with by",
    "CONCEDES": "conceded by",
}


class Margin:
    """Numbers the marks that have something to tell, in the order of the text."""

    def __init__(self, found: Debate, marks: dict[str, list[Mark]]) -> None:
        self._found = found
        self._shown = {ref for held in marks.values() for mark in held if mark.first for ref in mark.refs}
        self._stated = {r for held in marks.values() for m in held if m.first and m.kind == "claim" for r in m.refs}
        self._numbers: dict[tuple[str, str, int, int], int] = {}
        self._of: dict[Ref, int] = {}
        for post in sorted(marks, key=found.order):
            for mark in marks[post]:
                if self._told(mark):
                    number = len(self._numbers) + 1
                    self._numbers[mark.key] = number
                    if mark.first:
                        self._of.update((ref, number) for ref in mark.refs if ref not in self._of)

    def number(self, mark: Mark) -> int | None:
        """The number of the mark's note, or None where there is nothing to tell."""
        return self._numbers.get(mark.key)

    def about(self, refs: Iterable[Ref]) -> str:
        """What the page calls these claims and works."""
        return self._found.numbers(refs)

    def notes(self, mark: Mark) -> Iterator[Markup]:
        """The note of a mark."""
        number = self.number(mark)
        if number is None:
            return
        back = tag(
            "a", str(number), href=f"#ref-{number}", class_="back", aria_label=f"Note {number}, back to the text"
        )
        inside: list[Markup] = []
        # Where a claim is quoted, its post need not be named too.
        claims = any(ref[0] == "Claim" for ref in mark.refs)
        for ref in (ref for ref in mark.refs if not claims or ref[0] != "Post"):
            inside += () if mark.kind == "claim" else self._other(mark, ref)
            inside += self._claim(ref) if mark.first else ()
        quiet = " quiet" if all("answer" not in part[:20] for part in inside) else ""
        about = self.about(mark.refs)
        yield tag("div", back, inside, class_=f"note{quiet}", id=f"note-{number}", data_about=about or None)

    def _told(self, mark: Mark) -> bool:
        if mark.kind == "claim":
            return mark.first and any(self._found.by[ref] or self._found.towards[ref] for ref in mark.refs)
        return True

    def _claim(self, ref: Ref) -> Iterator[Markup]:
        towards, by = self._found.towards[ref], self._found.by[ref]
        outside = sorted((s for s in towards if not self._near(s)), key=lambda s: not s.against)
        answers = [self._answer(s, s.source, verb(s.type)) for s in outside]
        yield from answers[:_MOST]
        if answers[_MOST:]:
            yield tag("details", tag("summary", f"{len(answers) - _MOST:,} more"), answers[_MOST:])
        for stance in by:
            if not self._near(stance):
                yield self._answer(stance, stance.target, f"{verb(stance.type)}:", leaves=True)
        near: dict[tuple[str, str], list[int]] = defaultdict(list)
        for stance in towards:
            if self._near(stance):
                near[stance.type, _PASSIVE.get(stance.type, verb(stance.type))].append(self._of[stance.source])
        for stance in by:
            if self._near(stance):
                near[stance.type, verb(stance.type)].append(self._of[stance.target])
        if near:
            yield tag("p", (_short(*kind, numbers) for kind, numbers in near.items()), class_="near")

    def _near(self, stance: Stance) -> bool:
        """Whether both stand in one post, so that a number says enough."""
        said = self._found.said
        return (
            said[stance.source].post == said[stance.target].post and {stance.source, stance.target} <= self._of.keys()
        )

    def _answer(self, stance: Stance, other: Ref, name: str, leaves: bool = False) -> Markup:
        said = self._found.said[other]
        chip = tag("span", name, class_=f"chip {stance.type}")
        who = tag("b", said.speaker, dir="auto")
        saying = (
            tag("a", _cut(said.words), href=fragment(other), dir="auto")
            if other in self._shown
            else tag("span", said.words, dir="auto")
        )
        sure = tag("span", f" {stance.confidence:.0%} sure", class_="soft") if stance.confidence is not None else None
        top = [chip, " ", who, sure] if leaves else [who, " ", chip, sure]
        return tag("div", tag("p", top, class_="by"), tag("p", saying, class_="words"), class_=f"answer {stance.type}")

    def _other(self, mark: Mark, ref: Ref) -> Iterator[Markup]:
        """What a quote repeats, or what a citation points at."""
        if mark.kind == "quote":
            yield tag("p", tag("span", "quotes", class_="chip QUOTES"), " ", self._quoted(ref), class_="by")
            return
        said = self._found.said.get(ref)
        node = self._found.works.get(ref)
        url = node.properties.get("url") if node else None
        name = tag("span", link(said.words if said else ref[1], url), dir="auto")
        yield tag("p", tag("span", "cites", class_="chip CITES"), " ", name, class_="by")

    def _quoted(self, ref: Ref) -> Markup:
        if ref[0] == "Post":
            who = ", ".join(self._found.writers.get(ref[1], ())) or "another post"
            return tag("b", who, dir="auto")
        said = self._found.said.get(ref)
        name = tag("b", said.speaker if said and said.speakers else "words from elsewhere", dir="auto")
        return join(name, ", ", tag("a", "in the text", href=fragment(ref))) if ref in self._stated else name


def _short(type: str, name: str, numbers: list[int]) -> Markup:
    """Claims of the same post by their numbers."""
    links = (
        [" ", tag("a", str(number), href=f"#ref-{number}", aria_label=f"claim {number}")] for number in sorted(numbers)
    )
    return tag("span", tag("span", name, class_=f"chip {type}"), links)


def _cut(words: str) -> str:
    """The beginning of a long claim; the link leads to all of it."""
    return words if len(words) <= _LONG else words[:_LONG].rsplit(" ", 1)[0] + "…"
