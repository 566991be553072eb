"""Says where a node or relation comes from: the words in their context, the rule and its cues, the source."""

from collections.abc import Iterator

from kg import handles, ontology, reasons
from kg.graph import Node, Ref, Relation
from kg.loading.rows import ref
from kg.loading.statements import KEPT, relation_keys
from kg.records import handle, order
from kg.stores import Store
from kg.text import caption, sentences

_AROUND = 240
"""How many characters of the sentences before and after are shown at most."""
_PAGE = 20_000
"""How many characters of a post around a place are cut into sentences."""
_SAID = ("id", "text", "caption", "sources", "places", "quoted", "post")
"""Properties that need no line of their own."""


def explain(store: Store, wanted: str) -> Iterator[str]:
    """The lines of the answer for an id, or for the beginning of one that no other id shares."""
    graph = _Graph(store)
    for record in handles.meant(store, wanted):
        for line in graph.relation(record) if isinstance(record, Relation) else graph.node(record):
            yield line.replace("\r", " ").replace("\n", " ")  # words of a source must not look like a line of ours


class _Graph:
    """A graph that is asked for single nodes, and for what hangs on one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def node(self, node: Node) -> Iterator[str]:
        """All about a node."""
        p = node.properties
        me = (ontology.load().root(node.label), node.id)
        yield f"{node.label} {node.id}"
        yield from self._words(me)
        for name in sorted(set(p) - set(_SAID)):
            yield f"  {name}: {p[name]}"
        yield from self._arrows(me)
        yield f"  from: {', '.join(p['sources'])}"

    def _arrows(self, me: Ref) -> Iterator[str]:
        """The relations of a node, each with the caption of its other end."""
        found: list[tuple[Relation, str]] = []
        for out in (True, False):
            for relation, shown in self._hanging(me, out):
                other = relation.target if out else relation.source
                if out or other != me:
                    found.append((relation, f"  {'-' if out else '<-'}{relation.type}{'->' if out else '-'} {shown}"))
        for relation, line in sorted(found, key=lambda each: order(each[0])):
            sure = relation.properties["confidence"]
            by = f" ({sure:.2f}, {relation.properties['rule']})" if sure is not None else ""
            yield f"{line}{by}  [{handle(relation)}]"

    def _hanging(self, me: Ref, out: bool) -> Iterator[tuple[Relation, str]]:
        """The relations that begin or end at a node, with their keys, and the captions of their other ends."""
        names = (*relation_keys(), "confidence", "rule")
        pattern = f"-[r:{'|'.join(ontology.load().relations)}]-"
        way = f"{pattern}>" if out else f"<{pattern}"
        query = (
            f"MATCH (n:{me[0]} {{id: $id}}){way}(other) WHERE {KEPT.format('r')} "
            f"RETURN type(r) AS type, labels(other) AS labels, other.id AS id, other.caption AS caption, "
            f"{', '.join(f'r.{name} AS {name}' for name in names)}"
        )
        for type, labels, id, shown, *values in self._store.run(query, {"id": me[1]}).rows:
            other = ref(labels, id)
            ends = (me, other) if out else (other, me)
            yield Relation(type, *ends, dict(zip(names, values, strict=True))), str(shown or id)

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

    def _words(self, me: Ref, start: int | None = None, end: int | None = None) -> Iterator[str]:
        """The words of a node: a claim with who says it and the sentences around it, a place of a post likewise."""
        node = handles.at(self._store, me)
        if node is None:
            yield "  (not in the graph any more)"
            return
        p, post = node.properties, node
        if node.label == "Claim":
            start, end = p["start_char"], p["end_char"]
            post = handles.at(self._store, ("Post", p["post"])) or node
        if start is not None and end is not None and post.label == "Post":
            yield f"  {self._writer(post.id)}in {caption(post.id, 80)}:"
            yield f"  > {_in_context(str(post.properties.get('text', '')), start, end)}"
        else:
            yield f"  “{caption(str(p.get('text') or node.caption), _AROUND)}”"

    def _writer(self, post: str) -> str:
        """Who wrote a post, before its name."""
        query = (
            f"MATCH (p:Post {{id: $id}})<-[r:WROTE]-(s:Speaker) WHERE {KEPT.format('r')} "
            f"RETURN coalesce(s.caption, s.id) AS name, s.id AS id ORDER BY id DESC LIMIT 1"
        )
        return next((f"{name}, " for name, _ in self._store.run(query, {"id": post}).rows), "")


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
