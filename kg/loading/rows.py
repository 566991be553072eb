"""Turns what a database hands back into nodes and relations, with the properties that the ontology gives them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg import ontology
from kg.graph import Node, Ref, Relation
from kg.loading.kinds import Kind, family


def ref(labels: Sequence[str], id: Any) -> Ref:
    """How a relation names a node with these labels."""
    label = special(labels)
    known = ontology.load().nodes
    return (known[label].labels[0] if label in known else label, str(id))


def has_more(kind: Kind, labels: Iterable[str], properties: Iterable[str], virtual: Iterable[str]) -> bool:
    """Whether people gave a node a label or a property that is none of kg's."""
    return not set(labels) <= set(family(kind.name)) or not set(properties) <= {*kind.columns, *virtual}


def _known(properties: Mapping[str, Any], term: ontology.Term | None) -> dict[str, Any]:
    """The properties that have a value, of those the ontology knows; all of them where it knows none."""
    held = {name: value for name, value in sorted(properties.items()) if value is not None}
    if term is None:
        return held
    # A node that people hold on to has an empty list of sources; any other empty list is no value.
    return {k: v for k, v in held.items() if k in term.properties and (v != [] or k == "sources")}


def special(labels: Iterable[str]) -> str:
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
        names = sorted(labels)
        made = Node(special(names), _known(properties, ontology.load().nodes.get(special(names))))
        made.properties.setdefault("id", key)
        self.seen[key] = ref(names, made.id)
        return made

    def relation(self, type: str, source: str, target: str, properties: Mapping[str, Any]) -> Relation:
        """A relation of a row, between the nodes with these keys."""
        made = Relation(type, ("", source), ("", target), _known(properties, ontology.load().relations.get(type)))
        self.loose.append((made, source, target))
        return made

    def unknown(self) -> list[str]:
        """The keys of nodes that relations end at, but that no row held."""
        return sorted({key for _, *ends in self.loose for key in ends} - self.seen.keys())

    def tie(self) -> None:
        """Give all relations their ends, once the unknown nodes have been met too."""
        for made, source, target in self.loose:
            made.source, made.target = self.seen[source], self.seen[target]
