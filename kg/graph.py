"""Nodes, relations and graphs, as they are kept, loaded, asked for and drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Ref = tuple[str, str]
"""A node's label (the one that carries the key: `Work`, not `Paper`) and id."""


@dataclass(slots=True)
class Node:
    """A node: `label` is its most special one (`Paper`), `properties` hold `id` and what the ontology allows."""

    label: str
    properties: dict[str, Any]

    @property
    def id(self) -> str:
        """The key."""
        return str(self.properties["id"])

    @property
    def caption(self) -> str:
        """A short text for people."""
        return str(self.properties.get("caption") or self.id)


@dataclass(slots=True)
class Relation:
    """A directed relation between two nodes given as (label, id)."""

    type: str
    source: Ref
    target: Ref
    properties: dict[str, Any] = field(default_factory=dict)


Record = Node | Relation


@dataclass(slots=True)
class Graph:
    """A set of nodes and relations; what a query returned, or a whole store."""

    nodes: dict[Ref, Node] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a query: values are plain, or Node, Relation, Path, and lists of these."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query was run: `title` says by whom and how long it took, `steps` what was done."""

    title: str
    steps: Table


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the graph."""

    nodes: tuple[Node, ...]
    relations: tuple[Relation, ...]


def things(value: Any) -> Iterator[Record]:
    """All nodes and relations in a query's value, however deep."""
    if isinstance(value, Node | Relation):
        yield value
    elif isinstance(value, Path):
        yield from value.nodes
        yield from value.relations
    elif isinstance(value, list | tuple):
        for item in value:
            yield from things(item)
    elif isinstance(value, dict):
        yield from things(list(value.values()))


EXAMPLES = 3
"""How many rows of a kind are shown where more would only be long."""


@dataclass(slots=True)
class Counts:
    """What a load did, by label and relation type: rows added, changed, removed, left alone, and some of their ids."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, word: str, name: str, example: str) -> None:
        """Count a row under `added`, `changed` or `removed`, and keep the ids of the first few."""
        count = {"added": self.added, "changed": self.changed, "removed": self.removed}[word]
        count[name] = count.get(name, 0) + 1
        if count[name] <= EXAMPLES:
            self.examples.setdefault((name, word), []).append(example)

    def __bool__(self) -> bool:
        """Whether anything differed."""
        return bool(self.added or self.changed or self.removed)

    def lines(self, where: str, dry_run: bool = False) -> Iterator[str]:
        """What to say of a load into `where`, in words."""
        if not self:
            yield f"{where}: nothing {'would change' if dry_run else 'changed'}"
        parts = ((self.added, "added"), (self.changed, "changed"), (self.removed, "removed"))
        for name in sorted({*self.added, *self.changed, *self.removed}):
            yield f"  {name:14}{', '.join(f'{part[name]} {word}' for part, word in parts if part.get(name))}"
            for word in ("added", "changed", "removed") if dry_run else ():
                for example in self.examples.get((name, word), ()):
                    yield f"    {word} {example[:160]}"
        total = sum(sum(part.values()) for part in (self.added, self.changed, self.same))
        yield f"{where}: {total} nodes and relations{' (dry run, nothing written)' if dry_run else ''}"
