"""Small pictures for the cards of an index: a debate over time, an answer as dots and lines, numbers as bars."""

from math import cos, pi, sin, sqrt
from typing import Any

from kg.graph import Ref
from kg.ontology import load
from kg.scene import Scene
from kg.views._debate import debate
from kg.views._markup import Markup, tag

WIDE, HIGH = 240, 100
_MOST = 120  # marks in a picture; more could not be told apart
_GREY = "#999999"


def small(scene: Scene) -> Markup:
    """The answer as dots and lines; where it holds no relations, its numbers as bars."""
    drawn = _dots(scene) if scene.graph.relations else _bars(scene) or _dots(scene)
    return _picture(drawn)


def course(scene: Scene) -> Markup:
    """A discussion: posts from left to right, a line for each speaker, arcs from answers to the answered."""
    found = debate(scene)
    posts = [id for id in sorted(found.posts, key=found.order) if found.posts[id].properties.get("text")][:_MOST]
    rows = {who: row for row, who in enumerate(dict.fromkeys(found.authors.get(post, "") for post in posts))}
    across, down = (WIDE - 20) / max(1, len(posts) - 1), (HIGH - 20) / max(1, len(rows) - 1)
    places = {p: (10 + i * across, 10 + rows[found.authors.get(p, "")] * down) for i, p in enumerate(posts)}
    pairs = {(found.said[s.source].post, found.said[s.target].post, s.against) for s in found.stances}
    lines = [
        tag("path", d=_bow(*places[one], *places[other]), stroke="#d55e00" if against else "#009e73")
        for one, other, against in sorted(pairs)
        if one != other and one in places and other in places
    ]
    discs = [tag("circle", cx=round(x, 1), cy=round(y, 1), r=3.2, fill="#4a90c2") for x, y in places.values()]
    return _picture([tag("g", lines, fill="none", stroke_width=1.2, stroke_opacity=0.7), *discs])


def _picture(inside: list[Markup]) -> Markup:
    return tag("svg", inside, viewBox=f"0 0 {WIDE} {HIGH}", width=WIDE, height=HIGH, aria_hidden="true")


def _bow(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    if y1 == y2:
        return f"M{x1:.0f} {y1:.0f}Q{middle:.0f} {y1 - 14:.0f} {x2:.0f} {y2:.0f}"
    return f"M{x1:.0f} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"


def _dots(scene: Scene) -> list[Markup]:
    """The nodes in a spiral as the seeds of a sunflower, what has most relations in the middle."""
    terms = load()
    degree: dict[Ref, int] = dict.fromkeys(scene.graph.nodes, 0)
    for relation in scene.graph.relations:
        for end in (relation.source, relation.target):
            if end in degree:
                degree[end] += 1
    refs = sorted(degree, key=lambda ref: (-degree[ref], ref))[:_MOST]
    room = sqrt(max(1, len(refs)))
    places = {}
    for i, ref in enumerate(refs):
        out, turn = sqrt(i + 0.3) / room, i * pi * (3 - sqrt(5))
        places[ref] = (WIDE / 2 + out * (WIDE / 2 - 12) * cos(turn), HIGH / 2 + out * (HIGH / 2 - 8) * sin(turn))
    ended = sorted(
        (r.type, r.source, r.target) for r in scene.graph.relations if r.source in places and r.target in places
    )
    lines = [
        tag(
            "path",
            d=f"M{places[a][0]:.0f} {places[a][1]:.0f}L{places[b][0]:.0f} {places[b][1]:.0f}",
            stroke=_colour(terms.relations, type),
        )
        for type, a, b in ended[: 2 * _MOST]
    ]
    discs = [
        tag("circle", cx=f"{x:.0f}", cy=f"{y:.0f}", r=3.6, fill=_colour(terms.nodes, scene.graph.nodes[ref].label))
        for ref, (x, y) in places.items()
    ]
    return [tag("g", lines, stroke_width=1, stroke_opacity=0.6), *discs]


def _colour(terms: dict[str, Any], name: str) -> str:
    return terms[name].colour if name in terms else _GREY


def _bars(scene: Scene) -> list[Markup]:
    """The first column that holds numbers alone."""
    for column in zip(*scene.table.rows, strict=True):
        values = [v for v in column if isinstance(v, int | float) and not isinstance(v, bool)][:12]
        if len(values) < len(column[:12]) or max(values) <= 0:
            continue
        step = (HIGH - 8) / len(values)
        return [
            tag(
                "rect", x=10, y=round(4 + i * step, 1), width=round((WIDE - 20) * max(0, v) / max(values), 1),
                height=round(step * 0.7, 1), rx=2, fill="#56a0d3",
            )
            for i, v in enumerate(values)
        ]  # fmt: skip
    return []
