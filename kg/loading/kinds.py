"""Kinds of rows: what one label, or one relation type between two labels, holds, column by column.

A row is a list of plain values: it travels faster than a map and costs less than an object. A node's row is its id
and its properties, and last its label where several share the key (`Work`, `Paper`); a relation's row is the ids of
its two ends, the properties that are part of its identity, and the others.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import ontology

Row = list[Any]
"""None where there is no value, never an empty list."""

BOOK = "Load"
"""The label of the nodes that tell which source was loaded; their rows go their own way."""


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """A label that carries the key (`Work`, not `Paper`), or a relation type with the labels of its two ends."""

    name: str
    source: str = ""
    target: str = ""

    @property
    def is_relation(self) -> bool:
        """Whether rows have two ends."""
        return bool(self.source)

    @property
    def ids(self) -> int:
        """How many of the first columns are ids: one, or those of both ends."""
        return 2 if self.source else 1

    @property
    def key(self) -> int:
        """How many of the first columns tell a row from all others of its kind."""
        return 2 + len(ontology.load().relations[self.name].key) if self.source else 1

    @property
    def columns(self) -> tuple[str, ...]:
        """The properties of a row, from its first to its last; a relation's begin after its two ends."""
        return relation_columns(self.name) if self.source else node_columns(self.name)

    @property
    def sources(self) -> int:
        """The place of the sources in a row."""
        return self.columns.index("sources") + (2 if self.source else 0)

    def label(self, row: Row) -> str:
        """What a row is counted as: its relation type, or its most special label."""
        return str(row[-1]) if not self.source and len(family(self.name)) > 1 else self.name


def roots() -> list[str]:
    """The labels that carry the key: each of them has its own constraint."""
    terms = ontology.load()
    return sorted({terms.root(label) for label in terms.nodes})


@cache
def family(root: str) -> tuple[str, ...]:
    """The labels that share the key of `root`, itself among them."""
    terms = ontology.load()
    return tuple(label for label in terms.nodes if terms.root(label) == root)


@cache
def node_columns(root: str) -> tuple[str, ...]:
    """The properties of a node's row, `id` first; those of all labels that share the key."""
    names = {name for label in family(root) for name in ontology.load().nodes[label].properties}
    return ("id", *sorted(names - {"id"}))


@cache
def relation_columns(type: str) -> tuple[str, ...]:
    """The properties of a relation's row, after its two ends; those that are part of its identity first."""
    term = ontology.load().relations[type]
    return (*term.key, *sorted(set(term.properties) - set(term.key)))


def nodes() -> list[Kind]:
    """The kinds of nodes, without the book-keeping."""
    return [Kind(root) for root in roots() if root != BOOK]
