"""The picture: cards and arrows that can be moved, searched and read, as one HTML page."""

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from kg.graph import Graph, Node, Ref, Relation
from kg.ontology import Term, load
from kg.scene import Scene
from kg.views._caption import size, wrap
from kg.views._layout import arrange
from kg.views._markup import Markup
from kg.views._page import empty, head, page, read
from kg.views._palette import node_colours, relation_colours

SHAPES = {"Speaker": "ellipse", "Work": "page"}
"""The outline of a card by the label that carries the key; all else is a box."""

_OTHER = "#777777"  # what the ontology does not know, or what the answer only points at
_ABSENT = "not in this answer"
_WORDS = ("text", "title", "name", "caption", "id")


def draw(scene: Scene) -> str:
    """The page for a scene; it needs no network, and the same scene gives the same page to the byte."""
    refs, nodes = _nodes(scene.graph)
    if not nodes:
        return empty(scene)
    relations = _relations(scene.graph)
    index = {ref: i for i, ref in enumerate(refs)}
    ends = [(index[r.source], index[r.target]) for r in relations]
    drawn = _network(refs, nodes, relations, ends)
    values = _Values()
    facts = {
        "nodeFacts": [values.facts(n.properties) for n in nodes],
        "relationFacts": [values.facts(r.properties) for r in relations],
    }
    labels, types = Counter(n.label for n in nodes), Counter(_name(r.type) for r in relations)
    terms = load()
    known = {_name(name): term for name, term in terms.relations.items()}
    data = {
        **drawn,
        **facts,
        "values": values.texts,
        "words": [values.index[w] for w in _WORDS if w in values.index],
        "labels": {n: _label(n, count, terms.nodes.get(n)) for n, count in labels.items()},
        "types": {n: _type(count, known.get(n)) for n, count in types.items()},
    }
    body = Markup(Template(read("network.html")).substitute(head=head(scene)))
    return page(scene, body, read("network.css"), [_vis_network(), read("network.js") + read("panel.js")], data)


def _nodes(graph: Graph) -> tuple[list[Ref], list[Node]]:
    """The nodes in the order of label and id, with a stand-in for each end that is not among them."""
    found = dict(graph.nodes)
    for relation in graph.relations:
        for ref in (relation.source, relation.target):
            found.setdefault(ref, Node(_ABSENT, {"id": ref[1], "label": ref[0]}))
    refs = sorted(found)
    return refs, [found[ref] for ref in refs]


def _relations(graph: Graph) -> list[Relation]:
    """The relations in a fixed order; what is alike in all is one relation."""

    def key(r: Relation) -> tuple[str, Ref, Ref, str]:
        return r.type, r.source, r.target, json.dumps(r.properties, sort_keys=True, default=str)

    return [r for _, r in sorted({key(r): r for r in graph.relations}.items())]


def _network(refs: list[Ref], nodes: list[Node], relations: list[Relation], ends: list[tuple[int, int]]) -> Any:
    """What vis-network is to show, held by pyvis: nodes, edges and options."""
    from pyvis.network import Network

    shapes = ["box" if n.label == _ABSENT else SHAPES.get(ref[0], "box") for ref, n in zip(refs, nodes, strict=True)]
    lines = [wrap(words(node)) for node in nodes]
    sizes = [size(text, shape) for text, shape in zip(lines, shapes, strict=True)]
    layout = arrange(sizes, ends)
    network = Network(directed=True)
    for i, (x, y) in enumerate(layout.places):
        network.add_node(
            i, "\n".join(lines[i]), "custom", group=nodes[i].label, x=x, y=y, size=sizes[i][0] / 2, box=sizes[i]
        )
    for i, (bow, relation) in enumerate(zip(_bows(ends), relations, strict=True)):
        source, target = ends[i]
        network.add_edge(source, target, id=i, label=_name(relation.type), width=_width(relation), **bow)
    network.options = {
        "nodes": {"chosen": False},
        "edges": {
            "arrows": {"to": {"scaleFactor": 0.55}},
            "font": {"size": 13, "align": "horizontal", "strokeWidth": 5},
            "labelHighlightBold": False,
            "selectionWidth": 1.6,
            "smooth": {
                "enabled": True,
                "type": "cubicBezier",
                "forceDirection": "vertical" if layout.upwards else "horizontal",
                "roundness": 0.5,
            },
        },
        "interaction": {"keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False}, "multiselect": True},
        "layout": {"improvedLayout": False},
        "physics": False,
    }
    shown, edges, _, _, _, options = network.get_network_data()
    return {"nodes": shown, "edges": edges, "options": json.loads(options)}


def words(node: Node) -> str:
    """The words that stand for a node: its text, title or name in full."""
    return next((str(node.properties[w]) for w in _WORDS if node.properties.get(w)), "")


def _name(type: str) -> str:
    """A relation type as people read it: REPLIES_TO is 'replies to'."""
    return type.lower().replace("_", " ")


def _width(relation: Relation) -> float:
    """The surer, the thicker; what a source states has no confidence and is drawn thin."""
    confidence = relation.properties.get("confidence")
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        return 1.0
    return round(1 + 2.5 * confidence, 2)


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


class _Values:
    """All texts of the page, each held once: many relations share a rule, a source or their words."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.index: dict[str, int] = {}

    def put(self, text: str) -> int:
        """The place of `text` in `texts`."""
        if text not in self.index:
            self.index[text] = len(self.texts)
            self.texts.append(text)
        return self.index[text]

    def facts(self, properties: dict[str, Any]) -> list[Any]:
        """Name and value in turn, as places in `texts`; a list of values is a list of places."""
        found: list[Any] = []
        for name in sorted(properties):
            value = properties[name]
            if value is None or value == []:
                continue
            many = isinstance(value, list | tuple)
            found += [self.put(name), [self.put(_text(v)) for v in value] if many else self.put(_text(value))]
        return found


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _label(name: str, count: int, term: Term | None) -> dict[str, Any]:
    shape = SHAPES.get(term.labels[0], "box") if term else "box"
    help = term.help if term else "Only pointed at here: ask for it to see its words." if name == _ABSENT else ""
    return {"count": count, "help": help, "shape": shape, **node_colours(term.colour if term else _OTHER, shape)}


def _type(count: int, term: Term | None) -> dict[str, Any]:
    return {"count": count, "help": term.help if term else "", **relation_colours(term.colour if term else _OTHER)}


@cache
def _vis_network() -> str:
    """The newest vis-network of the installed pyvis; its style is left out, as nothing here uses it."""
    import pyvis

    found = sorted(
        Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"),
        key=lambda p: [int(n) for n in re.findall(r"\d+", p.parent.name)],
    )
    if not found:
        raise FileNotFoundError("the installed pyvis brings no vis-network; install pyvis again")
    # Read with line ends made alike, as a browser does before it takes the hash. The source map is elsewhere.
    code = found[-1].read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE).strip() + "\n"
