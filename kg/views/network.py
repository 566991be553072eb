"""The picture: cards and arrows that can be moved, filtered, opened, followed and read, as one HTML page."""

from collections import Counter, defaultdict
from string import Template
from typing import Any

from kg.graph import Node, Ref, Relation
from kg.ontology import Term, load
from kg.scene import Scene
from kg.views._caption import size, told, wrap
from kg.views._context import Contexts, contexts
from kg.views._groups import MOST, Groups, grouped, inside
from kg.views._layout import Place, arrange
from kg.views._markup import Markup
from kg.views._numbered import ABSENT, Numbered, number
from kg.views._page import empty, head, page, read
from kg.views._palette import node_colours, relation_colours
from kg.views._said import Said, said
from kg.views._scripts import scripts
from kg.views._values import Values

SHAPES = {
    "Discussion": "octagon",
    "Load": "square",
    "Paper": "pages",
    "Post": "bubble",
    "Speaker": "ellipse",
    "Work": "page",
}
"""The outline of a card by its label, so that no kind is told by its colour alone; all else is a box."""

DASHES = {
    "AGREES_WITH": [3, 3],
    "CONCEDES": [14, 4, 3, 4],
    "CITES": [1, 3],
    "PART_OF": [7, 2, 1, 2],
    "QUESTIONS": [6, 6],
    "QUOTES": [10, 3, 1, 3],
    "REACTS_TO": [2, 6],
    "SAME_AS": [16, 3],
    "STATES": [5, 2],
    "UNDERCUTS": [9, 4],
    "WROTE": [4, 8],
}
"""The dashes of a line by its relation, for the same reason; all else is drawn through."""

_OTHER = "#777777"  # what the ontology does not know, or what the answer only points at
_WORDS = ("text", "title", "name", "caption", "id")
_BESIDE = ("id", "name", "title", "posted", "url", "kind", "year")  # what is told of a node around the answer
_LINK = ("rule", "evidence", "evidence_post", "evidence_start", "evidence_end", "confidence")


def draw(scene: Scene) -> str:
    """The page for a scene; it needs no network, and the same scene gives the same page to the byte."""
    every = number(scene)
    if not every.answer:
        return empty(scene)
    source, values = said(every), Values()
    posts = contexts(every, source, values.put)
    drawn = _network(every, source, values, posts)
    facts = {
        "nodeFacts": [values.facts(_told(every, i)) for i in range(len(every.nodes))],
        "relationFacts": [values.facts(_link(every, j)) for j in range(len(every.relations))],
        "posts": posts,
    }
    labels, types = _counts(every)
    terms = load()
    known = {_name(name): term for name, term in terms.relations.items()}
    data = {
        **drawn,
        **facts,
        "values": values.texts,
        "shapes": values.shapes,
        "words": [values.index[w] for w in _WORDS if w in values.index],
        "labels": {n: _label(n, count, terms.nodes.get(n)) for n, count in labels.items()},
        "types": {n: _type(count, known.get(n)) for n, count in types.items()},
    }
    body = Markup(Template(read("network.html")).substitute(head=head(scene)))
    return page(scene, body, read("network.css"), scripts(), data)


def _counts(every: Numbered) -> tuple[dict[str, int], dict[str, int]]:
    """How often each label and relation stands in the answer; 0 for what only stands around it."""
    labels, types = Counter[str](), Counter[str]()
    for i, node in enumerate(every.nodes):
        labels[node.label] += i < every.answer
    for j, relation in enumerate(every.relations):
        types[_name(relation.type)] += j < every.asked
    return dict(labels), dict(types)


def _told(every: Numbered, i: int) -> dict[str, Any]:
    """What the page tells of a node: all of it in an answer; of what stands around, what names and finds it."""
    properties = every.nodes[i].properties
    if i < every.answer:
        return properties
    shown = _BESIDE if every.refs[i][0] == "Post" else (*_BESIDE, "text")
    return {name: properties[name] for name in shown if name in properties}


def _link(every: Numbered, j: int) -> dict[str, Any]:
    properties = every.relations[j].properties
    return properties if j < every.asked else {name: properties[name] for name in _LINK if name in properties}


def _network(every: Numbered, source: Said, values: Values, posts: Contexts) -> dict[str, Any]:
    """What vis-network is to show, held by pyvis: nodes, edges and options."""
    from pyvis.network import Network

    lines = [wrap(words(node), most=4 if i < every.answer else 2) for i, node in enumerate(every.nodes)]
    shapes = [shape_of(node.label, ref) for node, ref in zip(every.nodes, every.refs, strict=True)]
    sizes = [size(text, shape) for text, shape in zip(lines, shapes, strict=True)]
    places, groups = _places(every, source, sizes)
    network = Network(directed=True)
    for i, box in enumerate(sizes):
        text = words(every.nodes[i])
        if i >= every.answer and i in posts and posts[i][1]:
            text = values.texts[posts[i][1][0][1]]
        x, y = places[i] if i < every.answer else (0, 0)
        network.add_node(i, told(lines[i], text), "custom", group=every.nodes[i].label, x=x, y=y, box=box)
    for j, (relation, (start, end)) in enumerate(zip(every.relations, every.ends, strict=True)):
        network.add_edge(start, end, id=j, label=_name(relation.type), width=_width(relation))
    nodes, edges, *_ = network.get_network_data()
    # As columns, and names and times once: a page of 3,000 cards would else say each of them 3,000 times.
    labels, types = (sorted({row[name] for row in rows}) for rows, name in ((nodes, "group"), (edges, "label")))
    return {
        "nodes": {name: [node[name] for node in nodes] for name in ("label", "x", "y", "box")}
        | {"group": [labels.index(node["group"]) for node in nodes]},
        "edges": {name: [edge[name] for edge in edges] for name in ("from", "to", "width")}
        | {"label": [types.index(edge["label"]) for edge in edges]},
        "groupNames": labels,
        "labelNames": types,
        "sure": [_confidence(relation) for relation in every.relations],
        "bows": {j: bow for j, bow in enumerate(_bows(every.ends)) if bow},
        "by": source.speakers,
        "times": [None if time is None else values.put(time) for time in source.times],
        "at": source.posts,
        "part": source.discussions,
        "answer": every.answer,
        "asked": every.asked,
        **groups,
    }


def _places(every: Numbered, source: Said, sizes: list[Place]) -> tuple[list[Place], dict[str, Any]]:
    """Where the nodes of the answer stand; in a large one, in which group, and where the groups stand."""
    sizes, ends = sizes[: every.answer], every.ends[: every.asked]
    if every.answer <= MOST:
        return arrange(sizes, ends), {}
    groups = grouped(every, source)
    places, extents = inside(groups, sizes, ends)
    heads = [_head(every, groups, g) for g in range(len(groups.heads))]
    boxes = [size(lines, "box") for _, lines in heads]
    between = sorted({(groups.home[a], groups.home[b]) for a, b in ends if groups.home[a] != groups.home[b]})
    cards = [
        {"group": label, "label": "\n".join(lines), "box": box, "x": x, "y": y, "extent": extent}
        for (label, lines), box, (x, y), extent in zip(heads, boxes, arrange(boxes, between), extents, strict=True)
    ]
    return places, {"groups": cards, "home": groups.home, "grouped": groups.by}


def _head(every: Numbered, groups: Groups, group: int) -> tuple[str, list[str]]:
    """The label and the words of the card of a group."""
    head = groups.heads[group]
    count = f"{groups.home.count(group):,} cards"
    if head is None:
        return ABSENT, ["Without a " + groups.by, count]
    return every.nodes[head].label, [*wrap(words(every.nodes[head]), most=2), count]


def words(node: Node) -> str:
    """The words that stand for a node: its text, title or name in full."""
    return next((str(node.properties[w]) for w in _WORDS if node.properties.get(w)), "")


def shape_of(label: str, ref: Ref | None = None) -> str:
    """The outline of a card: that of its label, else that of the label which carries its key."""
    if label == ABSENT:
        return "box"
    return SHAPES.get(label) or SHAPES.get(ref[0] if ref else label, "box")


def _name(type: str) -> str:
    """A relation type as people read it: REPLIES_TO is 'replies to'."""
    return type.lower().replace("_", " ")


def _confidence(relation: Relation) -> float | None:
    """How sure a relation is; None where the source states it."""
    confidence = relation.properties.get("confidence")
    return confidence if isinstance(confidence, int | float) and 0 <= confidence <= 1 else None


def _width(relation: Relation) -> float:
    """The surer, the thicker; what a source states has no confidence and is drawn thin."""
    return round(1 + 2.5 * (_confidence(relation) or 0), 2)


def _bows(ends: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """How relations that share both ends are bent apart; one alone needs nothing."""
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (source, target) in enumerate(ends):
        together[min(source, target), max(source, target)].append(i)
    bows: list[dict[str, Any]] = [{} for _ in ends]
    for (low, high), group in together.items():
        step = min(0.8, 2 / len(group))
        for nth, i in enumerate(group):
            if low == high:
                bows[i] = {"selfReference": {"size": 20 + 12 * nth, "angle": 0.35}}
            elif len(group) > 1:
                bend = step * (nth - (len(group) - 1) / 2) * (1 if ends[i][0] == low else -1)
                kind = "curvedCW" if bend >= 0 else "curvedCCW"
                bows[i] = {"smooth": {"enabled": True, "type": kind, "roundness": round(abs(bend), 3)}}
    return bows


def _label(name: str, count: int, term: Term | None) -> dict[str, Any]:
    shape = shape_of(name, (term.labels[0], "") if term else None)
    help = term.help if term else "Only pointed at here: ask for it to see its words." if name == ABSENT else ""
    return {"count": count, "help": help, "shape": shape, **node_colours(term.colour if term else _OTHER, shape)}


def _type(count: int, term: Term | None) -> dict[str, Any]:
    return {
        "count": count,
        "help": term.help if term else "",
        "dashes": DASHES.get(term.name, []) if term else [],
        "stance": bool(term and term.stance),
        **relation_colours(term.colour if term else _OTHER),
    }
