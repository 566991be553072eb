"""The terms of the graph, read from the Turtle files: labels, relations, ends, properties, keys, colours."""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from kg.data import folder
from kg.errors import OntologyError
from kg.plugins import nearest

NAMESPACE = "urn:kg:ontology#"
_KINDS: dict[str, type] = {"string": str, "integer": int, "double": float, "boolean": bool}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a label or relation; `many` marks a list of values, `key` a part of the identity."""

    name: str
    kind: type
    required: bool
    many: bool
    key: bool
    allowed: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    help: str

    def problem(self, value: object) -> str | None:
        """What is wrong with `value`, or None; a missing value is no matter of this."""
        if self.many:
            values = value if isinstance(value, list) else None
            if values is None or any(type(v) is not self.kind for v in values):
                return f"must be a list of {self.kind.__name__}"
            return None
        if type(value) is not self.kind:
            return f"must be {self.kind.__name__}, not {type(value).__name__}"
        if self.allowed and value not in self.allowed:
            return f"'{value}' is not one of {', '.join(self.allowed)}{nearest(str(value), list(self.allowed))}"
        number = cast(float, value) if self.kind in (int, float) else 0.0
        if number != number:  # no comparison would tell
            return "is not a number"
        if (self.minimum is not None and number < self.minimum) or (self.maximum is not None and number > self.maximum):
            return f"{value} is outside {self.minimum} to {self.maximum}"
        return None


@dataclass(frozen=True, slots=True)
class Term:
    """A node label or a relation type: `labels` are its own and its parents' (most general first).

    `across` marks a relation between nodes that other sources yield.
    `live` are properties that a store sets when it loads; no record holds them.
    """

    name: str
    help: str
    colour: str
    labels: tuple[str, ...]
    properties: dict[str, Property]
    ends: tuple[tuple[str, str], ...]
    stance: bool
    across: bool
    live: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, ...]:
        """The properties that tell two relations of this type between the same nodes apart."""
        return tuple(p.name for p in self.properties.values() if p.key)


@dataclass(frozen=True, slots=True)
class Ontology:
    """All terms; `nodes` by label, `relations` by type, both in alphabetical order."""

    version: str
    nodes: dict[str, Term]
    relations: dict[str, Term]

    @property
    def stances(self) -> tuple[str, ...]:
        """The relation types that say what a claim does to another."""
        return tuple(name for name, term in self.relations.items() if term.stance)

    def root(self, label: str) -> str:
        """The label that carries the key: Paper is merged as Work."""
        return self.nodes[label].labels[0]

    def check_node(self, label: str, properties: dict[str, Any]) -> None:
        """OntologyError where the label is unknown or a property is missing, unknown or of the wrong kind."""
        if label not in self.nodes:
            raise OntologyError(f"label '{label}' is not in the ontology{nearest(label, list(self.nodes))}")
        _check(f"{label} '{properties.get('id', '?')}'", self.nodes[label], properties)

    def check_relation(
        self, type: str, source: tuple[str, str], target: tuple[str, str], properties: dict[str, Any]
    ) -> None:
        """The same for a relation; `source` and `target` are (label, id)."""
        if type not in self.relations:
            raise OntologyError(f"relation '{type}' is not in the ontology{nearest(type, list(self.relations))}")
        term = self.relations[type]
        where = f"{type} from {source[0]} '{source[1]}' to {target[0]} '{target[1]}'"
        for label, _ in (source, target):
            if label not in self.nodes:
                raise OntologyError(
                    f"{where}: label '{label}' is not in the ontology{nearest(label, list(self.nodes))}"
                )
        if (self.root(source[0]), self.root(target[0])) not in term.ends:
            allowed = ", ".join(f"{a} to {b}" for a, b in term.ends)
            raise OntologyError(f"{where}: {type} goes from {allowed}")
        _check(where, term, properties)


def _check(where: str, term: Term, properties: dict[str, Any]) -> None:
    for name, value in properties.items():
        known = term.properties.get(name)
        if known is None:
            near = nearest(name, list(term.properties)) or f" (known: {', '.join(sorted(term.properties))})"
            raise OntologyError(f"{where}: {term.name} has no property '{name}'{near}")
        if value is not None and (problem := known.problem(value)):
            raise OntologyError(f"{where}: property '{name}' {problem}")
    for known in term.properties.values():
        if known.required and properties.get(known.name) in (None, []):
            raise OntologyError(f"{where}: property '{known.name}' is missing ({known.help})")


@cache
def load() -> Ontology:
    """The ontology of `ontology/kg.ttl`, parsed once a process."""
    from rdflib import Graph, URIRef
    from rdflib.namespace import OWL, RDF, RDFS, SH

    graph = Graph().parse(folder("ontology") / "kg.ttl", format="turtle")

    def term(name: str) -> URIRef:
        return URIRef(NAMESPACE + name)

    def short(uri: object) -> str:
        return str(uri).removeprefix(NAMESPACE)

    def line(uri: object) -> list[str]:
        """The class and its parents, most general first."""
        parent = graph.value(cast(URIRef, uri), RDFS.subClassOf)
        return [*(line(parent) if parent else []), short(uri)]

    def read_property(node: Any) -> Property:
        def value(predicate: Any) -> Any:
            literal: Any = graph.value(node, predicate)
            return literal.toPython() if literal is not None else None

        choices = graph.value(node, SH["in"])
        return Property(
            name=short(graph.value(node, SH.path)),
            kind=_KINDS[str(graph.value(node, SH.datatype)).rpartition("#")[2]],
            required=bool(value(SH.minCount)),
            many=bool(value(term("list"))),
            key=bool(value(term("key"))),
            allowed=tuple(str(item) for item in graph.items(choices)) if choices else (),
            minimum=None if value(SH.minInclusive) is None else float(value(SH.minInclusive)),
            maximum=None if value(SH.maxInclusive) is None else float(value(SH.maxInclusive)),
            help=str(value(RDFS.comment) or ""),
        )

    def read_term(name: str, abstract: set[str]) -> Term:
        parents = line(term(name))
        shapes = [n for c in parents for n in graph.objects(term(c), SH.property)]
        live = {n for n in shapes if graph.value(n, term("live"))}
        found = {p.name: p for p in (read_property(n) for n in shapes if n not in live)}
        ends = sorted(
            (short(graph.value(n, term("from"))), short(graph.value(n, term("to"))))
            for n in graph.objects(term(name), term("ends"))
        )
        return Term(
            name=name,
            help=str(graph.value(term(name), RDFS.comment)),
            colour=str(graph.value(term(name), term("colour"))),
            labels=tuple(c for c in parents if c not in abstract),
            properties=dict(sorted(found.items())),
            ends=tuple(ends),
            stance="Stance" in parents,
            across=bool(graph.value(term(name), term("across"))),
            live=frozenset(short(graph.value(n, SH.path)) for n in live),
        )

    abstract = {short(s) for s in graph.subjects(term("abstract"))}
    names = sorted({short(s) for s in graph.subjects(RDF.type, SH.NodeShape)} - abstract)
    terms = {name: read_term(name, abstract) for name in names}
    return Ontology(
        version=str(graph.value(URIRef("urn:kg:ontology"), OWL.versionInfo)),
        nodes={n: t for n, t in terms.items() if "Node" in line(term(n))},
        relations={n: t for n, t in terms.items() if "Relation" in line(term(n))},
    )
