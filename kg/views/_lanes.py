"""The picture of a debate over time: a line for each speaker, a disc for each post, an arc for each answer."""

from dataclasses import dataclass
from math import log2, sqrt

from kg.graph import Ref
from kg.views._markup import Markup, clean, tag

_LANE, _TOP, _SMALL, _LARGE = 46, 34, 7.0, 16.0
_LABEL = {True: 92.0, False: 40.0}  # pixels that a date, or a number, needs


@dataclass(frozen=True, slots=True)
class Turn:
    """A post in the picture: who, when, its claims, where it stands from the left, and whether by time."""

    post: str
    who: str
    posted: str
    claims: tuple[Ref, ...]
    x: float
    timed: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """How often claims of one post speak against, or for, claims of another."""

    source: str
    target: str
    against: bool
    count: int


def picture(turns: list[Turn], lanes: list[str], rest: str, arcs: list[Arc]) -> Markup:
    """The names at the left, and the lines in a field that can be moved."""
    rows = {who: row for row, who in enumerate(lanes)}
    places = {t.post: (t.x, _TOP + _LANE * (rows.get(t.who, len(lanes)) + 0.5)) for t in turns}
    names = [*lanes, *([rest] if rest else [])]
    width, height = round(turns[-1].x + 60), _TOP + _LANE * len(names) + 8
    lines = (
        (tag("line", x1=0, x2=width, y1=y, y2=y, class_="lane"), tag("text", name, x=2, y=y - 12, class_="who"))
        for name, y in ((name, _TOP + _LANE * (row + 0.5)) for row, name in enumerate(names))
    )
    drawn = tag(
        "svg",
        _axis(turns, height),
        lines,
        tag("g", (_arc(arc, *places[arc.source], *places[arc.target]) for arc in arcs), fill="none"),
        (_disc(turn, number, *places[turn.post]) for number, turn in enumerate(turns, 1)),
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="group",
        aria_label=f"{len(turns):,} posts by {len(names):,} speakers; the table below says the same",
    )
    field = tag("div", drawn, class_="field", role="region", aria_label="Picture", tabindex=0)
    return tag("div", tag("ul", (tag("li", tag("span", name, dir="auto")) for name in names)), field, class_="lanes")


def _axis(turns: list[Turn], height: int) -> list[Markup]:
    """Dates where a day begins, or numbers of posts; as many as have room."""
    marks: list[Markup] = []
    free, day = 0.0, ""
    for number, turn in enumerate(turns, 1):
        label = turn.posted[:10] if turn.timed else str(number)
        if label == day or turn.x < free:
            continue
        day, free = label, turn.x + _LABEL[turn.timed]
        marks.append(tag("line", x1=turn.x, x2=turn.x, y1=_TOP - 8, y2=height, class_="tick"))
        marks.append(tag("text", label, x=turn.x - 4, y=_TOP - 14, class_="date"))
    return marks


def _arc(arc: Arc, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A bow from the answer back to what it answers; within one line it rises above it."""
    bend = min(60.0, 14 + abs(x1 - x2) / 8) if y1 == y2 else 0.0
    middle = (x1 + x2) / 2
    path = (
        f"M{x1:g} {y1:g}Q{middle:g} {y1 - bend:g} {x2:g} {y2:g}"
        if bend
        else f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
    )
    return tag("path", d=path, class_="against" if arc.against else "for", stroke_width=round(1.3 + log2(arc.count), 1))


def _disc(turn: Turn, number: int, x: float, y: float) -> Markup:
    many = len(turn.claims)
    words = clean(f"{turn.who}, {turn.posted or f'post {number}'}: {many:,} claim{'s' * (many != 1)}")
    radius = round(min(_LARGE, _SMALL + 1.6 * sqrt(many)), 1)
    inside = (
        tag("title", words),
        tag("circle", cx=x, cy=y, r=radius),
        tag("text", f"{many:,}", x=x, y=y + 4, class_="many"),
    )
    return tag("a", inside, href=f"#turn-{number}", aria_label=words)
