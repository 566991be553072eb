"""Turns what a database hands back into nodes and relations, with the properties that the ontology gives them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg import ontology, statements
from kg.graph import Node, Record, Ref, Relation


def row(record: Record) -> list[Any]:
    """The record as a row of the statement that writes it; a missing value is None."""
    if isinstance(record, Node):
        columns = statements.node_columns(ontology.load().root(record.label))
        return [record.properties.get(name) for name in columns]
    values = (record.properties.get(name) for name in statements.relation_columns(record.type))
    return [record.source[1], record.target[1], *values]


def key(record: Record) -> list[Any]:
    """The part of the row that finds the record again."""
    return row(record)[: 1 if isinstance(record, Node) else 2 + len(ontology.load().relations[record.type].key)]


def node(root: str, values: Sequence[Any]) -> Node:
    """The node of a row that was read: its labels, then its properties."""
    return Node(_special(values[0]), _present(zip(statements.node_columns(root), values[1:], strict=True)))


def relation(ends: statements.Ends, values: Sequence[Any]) -> Relation:
    """The relation of a row that was read: the ids of its ends, then its properties."""
    type, source, target = ends
    properties = _present(zip(statements.relation_columns(type), values[2:], strict=True))
    return Relation(type, (source, values[0]), (target, values[1]), properties)


def _present(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The properties that have a value; a node that people hold on to keeps its empty list of sources."""
    return {name: value for name, value in pairs if value is not None and (value != [] or name == "sources")}


def _special(labels: Iterable[str]) -> str:
    """The most special label that the ontology knows, else the first in the alphabet."""
    known = ontology.load().nodes
    return min(labels, key=lambda label: (-len(known[label].labels) if label in known else 0, label), default="")


@dataclass(slots=True)
class Things:
    """The nodes and relations of one answer. A database names ends by keys of its own: they are looked up last."""

    seen: dict[str, Ref] = field(default_factory=dict)
    loose: list[tuple[Relation, str, str]] = field(default_factory=list)

    def node(self, key: str, labels: Iterable[str], properties: Mapping[str, Any]) -> Node:
        """A node of a row. What the ontology does not know, somebody made by hand: it keeps all it has."""
        label = _special(labels)
        term = ontology.load().nodes.get(label)
        kept = {k: v for k, v in sorted(properties.items()) if v is not None and (term is None or k in term.properties)}
        kept.setdefault("id", key)
        made = Node(label, kept)
        self.seen[key] = (term.labels[0] if term else label, made.id)
        return made

    def relation(self, type: str, source: str, target: str, properties: Mapping[str, Any]) -> Relation:
        """A relation of a row, between the nodes with these keys."""
        term = ontology.load().relations.get(type)
        kept = {k: v for k, v in sorted(properties.items()) if v is not None and (term is None or k in term.properties)}
        made = Relation(type, ("", source), ("", target), kept)
        self.loose.append((made, source, target))
        return made

    def unknown(self) -> list[str]:
        """The keys of nodes that relations end at, but that no row held."""
        return sorted({key for _, *ends in self.loose for key in ends} - self.seen.keys())

    def tie(self) -> None:
        """Give all relations their ends, once the unknown nodes have been met too."""
        for made, source, target in self.loose:
            made.source, made.target = self.seen[source], self.seen[target]
