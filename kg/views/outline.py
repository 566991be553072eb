"""The debate as nested claims, for and against beside each other: what one would rather read than a picture."""

from collections import Counter
from collections.abc import Iterator

from kg.graph import Ref
from kg.scene import Scene
from kg.views._debate import Debate, Said, Stance, anchor, debate, fragment, verb
from kg.views._markup import Markup, join, tag
from kg.views._page import empty, head, page, read
from kg.views._tints import tints

_OPEN = 3  # levels that are unfolded at first
_DEEP = 9  # levels under each other; what lies deeper goes on below, since no screen and no browser has endless room


def draw(scene: Scene) -> str:
    """The page for a scene; it can be read without script, which only adds buttons to fold."""
    found = debate(scene)
    shown = _shown(found)
    if not shown:
        return empty(scene)
    writing = _Outline(scene, found, shown)
    body = join(head(scene), _tools(found, shown), writing.sections())
    return page(scene, body, tints() + read("outline.css"), [read("fold.js")])


def _shown(found: Debate) -> set[Ref]:
    """What the question asked for, what that answers, and all that was said to either, answers to answers too."""
    ahead = {stance.target for ref in found.own for stance in found.by[ref]}
    shown = found.own | ahead
    waiting = list(shown)
    while waiting:
        for stance in found.towards[waiting.pop()]:
            if stance.source not in shown:
                shown.add(stance.source)
                waiting.append(stance.source)
    return shown


def _tools(found: Debate, shown: set[Ref]) -> Markup:
    types = Counter(s.type for s in found.stances if s.source in shown and s.target in shown)
    chips = (
        tag("li", tag("span", verb(name), class_=f"chip {name}"), " ", tag("b", f"{count:,}"))
        for name, count in sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    buttons = (
        tag("button", words, type="button", data_fold=fold, hidden=True)
        for words, fold in (("Unfold all", "open"), ("Fold all", "closed"))
    )
    claims = sum(ref[0] == "Claim" for ref in shown)
    counts = tag("p", f"{claims:,} claim{'s' * (claims != 1)}", class_="count")
    return tag(
        "div", counts, tag("ul", chips, class_="chips"), tag("div", buttons, class_="screen-only"), class_="tools"
    )


class _Outline:
    """Writes each claim once, in full under what it answers with most confidence, and as a link elsewhere."""

    def __init__(self, scene: Scene, found: Debate, shown: set[Ref]) -> None:
        self._found, self._shown = found, shown
        self._title, self._reader = scene.title, scene.page("reader")
        self._written: set[Ref] = set()
        self._ahead: list[Ref] = []  # what goes on below, because it lies too deep
        self._parent = {ref: next((s.target for s in found.by[ref] if s.target in shown), None) for ref in shown}

    def sections(self) -> Iterator[Markup]:
        """The debate by discussion; then what nobody answered and what answers nobody."""
        order = [ref for ref in self._found.said if ref in self._shown]
        alone = [ref for ref in order if not self._found.by[ref] and not self._found.towards[ref]]
        by_home: dict[str, list[Ref]] = {}
        for ref in self._roots(order, set(alone)):
            by_home.setdefault(self._home(ref), []).append(ref)
        for home, roots in by_home.items():
            yield self._section("Debate" if home in ("", self._title) else home, roots)
        if alone:
            inside = tag("ul", (self._alone(ref) for ref in alone), class_="alone")
            heading = tag("h2", f"Neither answered nor answering ({len(alone):,})")
            yield tag("section", heading, inside)

    def _section(self, title: str, roots: list[Ref]) -> Markup:
        points = [tag("ul", self._point(ref, None, 0), class_="tree") for ref in roots if ref not in self._written]
        while self._ahead:
            ref = self._ahead.pop(0)
            if ref not in self._written:
                points.append(tag("ul", self._point(ref, None, 0), class_="tree"))
        return tag("section", tag("h2", title, dir="auto"), points)

    def _roots(self, order: list[Ref], alone: set[Ref]) -> list[Ref]:
        """What answers nothing that is shown; of claims that answer each other in a ring, the first."""
        below: set[Ref] = set()
        children: dict[Ref, list[Ref]] = {}
        for ref, parent in self._parent.items():
            if parent is not None:
                children.setdefault(parent, []).append(ref)
        roots = []
        free = [ref for ref in order if self._parent[ref] is None and ref not in alone]
        for ref in [*free, *(ref for ref in order if ref not in alone)]:
            if ref in below:
                continue
            roots.append(ref)
            waiting = [ref]
            while waiting:
                one = waiting.pop()
                if one not in below:
                    below.add(one)
                    waiting += children.get(one, ())
        rank = {ref: place for place, ref in enumerate(order)}
        return sorted(roots, key=rank.__getitem__)

    def _home(self, ref: Ref) -> str:
        homes = (self._found.discussions.get(self._found.said[r].post) for r in (ref, *self._answers(ref)))
        return next((home for home in homes if home), "")

    def _answers(self, ref: Ref) -> list[Ref]:
        return [stance.source for stance in self._found.towards[ref] if stance.source in self._shown]

    def _point(self, ref: Ref, stance: Stance | None, level: int) -> Markup:
        said = self._found.said[ref]
        again = ref in self._written or (stance is not None and self._parent[ref] != stance.target)
        kind = f"point {stance.type}" if stance else "point"
        if again:
            words = tag("p", tag("a", said.words, href=fragment(ref), dir="auto"), class_="words")
            return tag("li", self._by(said, stance, "shown elsewhere"), words, class_=kind + " again")
        self._written.add(ref)
        inside = [self._by(said, stance), tag("p", said.words, class_="words", dir="auto"), self._why(said, stance)]
        return tag("li", inside, self._replies(ref, level), class_=kind, id=anchor(ref))

    def _by(self, said: Said, stance: Stance | None, note: str = "") -> Markup:
        chip = tag("span", verb(stance.type), class_=f"chip {stance.type}") if stance else None
        sure = f"{stance.confidence:.0%} sure" if stance and stance.confidence is not None else ""
        kind = said.kind if said.kind in ("premise", "question") else ""
        place = None
        if self._reader and said.ref[0] == "Claim" and not note:
            place = tag("a", "in the source", href=self._reader + fragment(said.ref))
        told = [tag("span", part, class_="soft") for part in (kind, sure, note) if part] + ([place] if place else [])
        after = ([tag("span", " · ", class_="soft"), part] for part in told)
        return tag("p", chip, " " if chip else None, tag("b", said.speaker, dir="auto"), after, class_="by")

    def _why(self, said: Said, stance: Stance | None) -> Markup:
        """The words that a stance rests on, where they are not the claim's own."""
        if not stance or not stance.evidence or stance.evidence in said.words:
            return Markup("")
        return tag("p", "because of the words “", tag("q", stance.evidence, dir="auto"), "”", class_="why")

    def _replies(self, ref: Ref, level: int) -> Markup:
        stances = [s for s in self._found.towards[ref] if s.source in self._shown]
        if not stances:
            return Markup("")
        sides = [("Against", [s for s in stances if s.against]), ("For", [s for s in stances if not s.against])]
        label = ", ".join(f"{len(side):,} {name.lower()}" for name, side in sides if side)
        if level >= _DEEP:
            self._ahead += [ref for ref in (s.source for s in stances) if ref not in self._written]
            link = tag("a", f"{label}: goes on below", href=fragment(stances[0].source))
            return tag("p", link, class_="why")
        both = all(side for _, side in sides)
        inside = (
            tag(
                "div",
                tag("p", name, class_="side") if both else None,
                tag("ul", (self._point(s.source, s, level + 1) for s in side)),
                class_=name.lower(),
            )
            for name, side in sides
            if side
        )
        return tag("details", tag("summary", label), tag("div", inside, class_="sides"), open=level < _OPEN)

    def _alone(self, ref: Ref) -> Markup:
        said = self._found.said[ref]
        self._written.add(ref)
        words = tag("p", said.words, class_="words", dir="auto")
        return tag("li", self._by(said, None), words, class_="point", id=anchor(ref))
