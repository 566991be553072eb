"""Says where a node or relation comes from: the words in their context, the rule, the source."""

from collections.abc import Iterable, Iterator

from kg import ontology
from kg.errors import QueryError
from kg.graph import Node, Record, Ref, Relation
from kg.records import handle
from kg.text import caption

_AROUND = 160
"""How many characters of the post are shown on each side."""


def explain(records: Iterable[Record], wanted: str) -> Iterator[str]:
    """The lines of the answer for an id, or for the beginning of one that no other id shares."""
    everything = list(records)
    record = _one(everything, wanted)
    nodes = {(ontology.load().root(r.label), r.id): r for r in everything if isinstance(r, Node)}
    relations = [r for r in everything if isinstance(r, Relation)]
    if isinstance(record, Relation):
        yield from _relation(record, nodes)
    else:
        yield from _node(record, nodes, relations)


def _one(records: list[Record], wanted: str) -> Record:
    exact = [r for r in records if handle(r) == wanted]
    near = exact or [r for r in records if handle(r).startswith(wanted)] if wanted else []
    if len(near) == 1:
        return near[0]
    if not near:
        raise QueryError(f"no node or relation has the id '{wanted}'; kg ask NAME --format json shows ids")
    some = ", ".join(handle(r) for r in near[:5])
    raise QueryError(f"{len(near)} ids begin with '{wanted}': {some}{', …' if len(near) > 5 else ''}; give more of it")


def _node(node: Node, nodes: dict[Ref, Node], relations: list[Relation]) -> Iterator[str]:
    p = node.properties
    yield f"{node.label} {node.id}"
    if node.label == "Claim":
        yield from _in_context(nodes.get(("Post", p["post"])), p["start_char"], p["end_char"])
    elif "text" in p:
        yield f"  “{caption(p['text'], 2 * _AROUND)}”"
    for name in sorted(set(p) - {"id", "text", "caption", "sources", "places", "quoted", "post"}):
        yield f"  {name}: {p[name]}"
    me = (ontology.load().root(node.label), node.id)
    for relation in relations:
        if me in (relation.source, relation.target):
            out = relation.source == me
            other = nodes.get(relation.target if out else relation.source)
            arrow = f"-{relation.type}->" if out else f"<-{relation.type}-"
            sure = relation.properties.get("confidence")
            by = f" ({sure:.2f}, {relation.properties['rule']})" if sure is not None else ""
            yield f"  {arrow} {other.caption if other else '?'}{by}  [{handle(relation)}]"
    yield f"  from: {', '.join(p['sources'])}"


def _relation(relation: Relation, nodes: dict[Ref, Node]) -> Iterator[str]:
    p = relation.properties
    yield f"{handle(relation)}: {ontology.load().relations[relation.type].help}"
    for word, end in (("from", relation.source), ("to", relation.target)):
        node = nodes.get(end)
        yield f"{word} {end[0]} {end[1]}"
        if node is not None and node.label == "Claim":
            q = node.properties
            yield from _in_context(nodes.get(("Post", q["post"])), q["start_char"], q["end_char"])
        elif node is not None:
            yield f"  “{node.caption}”"
    if "evidence" in p:
        where = f"{p['evidence_post']}, characters {p['evidence_start']}-{p['evidence_end']}"
        yield (
            f"evidence: “{p['evidence']}” ({where})" if p["evidence"] else "evidence: the post as a whole points there"
        )
        yield f"rule: {p['rule']}, confidence {p['confidence']:.2f}"
    else:
        yield "stated by the source" if p["asserted"] else "worked out from the order of the posts"
    yield f"source: {', '.join(p['sources'])}"


def _in_context(post: Node | None, start: int, end: int) -> Iterator[str]:
    """The words between `[` and `]` with some of the post on each side, on one line."""
    text = str(post.properties.get("text", "")) if post else ""
    before, words, after = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
    cut = "…" if start > _AROUND else ""
    more = "…" if end + _AROUND < len(text) else ""
    yield f"  {cut}{' '.join(before.split())} [{' '.join(words.split())}] {' '.join(after.split())}{more}"
