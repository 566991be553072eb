"""Says where a node or relation comes from: the words in their context, the rule and its cues, the source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg import ontology, reasons
from kg.errors import QueryError
from kg.graph import Node, Record, Ref, Relation
from kg.records import handle
from kg.text import caption, sentences

_AROUND = 240
"""How many characters of the sentences before and after are shown at most."""
_PAGE = 20_000
"""How many characters of a post around a place are cut into sentences."""
_SAID = ("id", "text", "caption", "sources", "places", "quoted", "post")
"""Properties that need no line of their own."""


def explain(records: Iterable[Record], wanted: str) -> Iterator[str]:
    """The lines of the answer for an id, or for the beginning of one that no other id shares."""
    everything = list(records)
    asked = _asked(everything, wanted)
    known = _Known()
    for each in everything:
        known.add(each)
    for record in asked:
        for line in known.relation(record) if isinstance(record, Relation) else known.node(record):
            yield line.replace("\r", " ").replace("\n", " ")  # words of a source must not look like a line of ours


def _asked(records: list[Record], wanted: str) -> list[Record]:
    """What is meant: a discussion and its first post may have one id, and both are told of."""
    exact = [r for r in records if handle(r) == wanted]
    near = [r for r in records if handle(r).startswith(wanted)] if wanted else []
    if exact or len(near) == 1:
        return exact or near
    if not near:
        raise QueryError(f"no node or relation has the id '{wanted}'; kg ask NAME --format json shows ids")
    some = ", ".join(handle(r) for r in near[:5])
    raise QueryError(f"{len(near)} ids begin with '{wanted}': {some}{', …' if len(near) > 5 else ''}; give more of it")


@dataclass(slots=True)
class _Known:
    """The records of a graph, and who wrote each post."""

    nodes: dict[Ref, Node] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    writers: dict[str, Ref] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        if isinstance(record, Node):
            self.nodes[ontology.load().root(record.label), record.id] = record
            return
        self.relations.append(record)
        if record.type == "WROTE":
            self.writers[record.target[1]] = record.source

    def node(self, node: Node) -> Iterator[str]:
        """All about a node."""
        p = node.properties
        me = (ontology.load().root(node.label), node.id)
        yield f"{node.label} {node.id}"
        yield from self._words(me)
        for name in sorted(set(p) - set(_SAID)):
            yield f"  {name}: {p[name]}"
        for relation in self.relations:
            if me in (relation.source, relation.target):
                yield self._arrow(relation, relation.source == me)
        yield f"  from: {', '.join(p['sources'])}"

    def _arrow(self, relation: Relation, out: bool) -> str:
        other = self.nodes.get(relation.target if out else relation.source)
        arrow = f"-{relation.type}->" if out else f"<-{relation.type}-"
        sure = relation.properties.get("confidence")
        by = f" ({sure:.2f}, {relation.properties.get('rule')})" if sure is not None else ""
        return f"  {arrow} {other.caption if other else '?'}{by}  [{handle(relation)}]"

    def relation(self, relation: Relation) -> Iterator[str]:
        """All about a relation."""
        p = relation.properties
        yield f"{handle(relation)}: {ontology.load().relations[relation.type].help}"
        yield f"from {relation.source[0]} {relation.source[1]}"
        yield from self._words(relation.source, p.get("start_char"), p.get("end_char"))
        yield f"to {relation.target[0]} {relation.target[1]}"
        yield from self._words(relation.target, p.get("source_start"), p.get("source_end"))
        if "evidence" in p:
            where = f"{p['evidence_post']}, characters {p['evidence_start']}-{p['evidence_end']}"
            said = f"“{p['evidence']}” ({where})" if p["evidence"] else "the post as a whole points there"
            yield f"evidence: {said}"
            yield f"rule: {p['rule']}, confidence {p['confidence']:.2f}"
            yield from self._reasons(relation)
        else:
            yield "stated by the source" if p["asserted"] else "worked out from the order of the posts"
        yield f"source: {', '.join(p['sources'])}"

    def _reasons(self, relation: Relation) -> Iterator[str]:
        """What spoke for the target and against it, and which came second."""
        p = relation.properties
        if not p.get("cues"):
            return
        found = reasons.read(p["cues"])
        yield from found.lines()
        second = p.get("runner_up")
        if second is None:
            yield "runner-up: none, no other target was weighed"
            return
        rival = reasons.read(p.get("runner_up_cues", ()))
        yield f"runner-up: Claim {second}"
        yield from self._words(("Claim", second))
        for line in rival.lines():
            yield f"  {line}"
        yield f"  {reasons.lost(found, rival)}"

    def _words(self, ref: Ref, start: int | None = None, end: int | None = None) -> Iterator[str]:
        """The words of a node: a claim with who says it and the sentences around it, a place of a post likewise."""
        node = self.nodes.get(ref)
        if node is None:
            yield "  (not in the graph any more)"
            return
        p, post = node.properties, node
        if node.label == "Claim":
            start, end = p["start_char"], p["end_char"]
            post = self.nodes.get(("Post", p["post"]), node)
        if start is not None and end is not None and post.label == "Post":
            writer = self.nodes.get(self.writers.get(post.id, ("", "")))
            yield f"  {f'{writer.caption}, ' if writer else ''}in {caption(post.id, 80)}:"
            yield f"  > {_in_context(str(post.properties.get('text', '')), start, end)}"
        else:
            yield f"  “{caption(str(p.get('text') or node.caption), _AROUND)}”"


def _in_context(text: str, start: int, end: int) -> str:
    """The words between `[` and `]`, with the sentences they stand in and those before and after, on one line."""
    low, high = max(0, start - _PAGE), min(len(text), end + _PAGE)
    cuts = list(sentences(text, low, high))
    before = [a for a, b in cuts if b <= start][-1:] + [a for a, b in cuts if a <= start < b]
    after = [b for a, b in cuts if a < end <= b] + [b for a, b in cuts if a >= end][:1]
    first = max(min(before, default=start), start - _AROUND)
    last = min(max(after, default=end), end + _AROUND)
    parts = (" ".join(text[a:b].split()) for a, b in ((first, start), (start, end), (end, last)))
    left, words, right = parts
    shown = " ".join(part for part in (left, f"[{words}]", right) if part)
    return f"{'… ' if text[:first].strip() else ''}{shown}{' …' if text[last:].strip() else ''}"
