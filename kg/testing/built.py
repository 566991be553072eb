"""A graph that a test has built, in the forms that tests compare: sets of words and of tuples."""

from dataclasses import dataclass
from typing import Any

import kg
from kg.graph import Counts, Node, Record, Ref, Relation, Table


@dataclass(frozen=True)
class BuiltGraph:
    """A graph at `address`; `counts` says what its building changed there."""

    address: str
    counts: Counts

    def ask(self, name: str, **parameters: Any) -> Table:
        """The rows of a saved query."""
        return kg.ask(name, self.address, **parameters)

    def records(self) -> list[Record]:
        """All nodes and relations that kg put there, in order."""
        with kg.open_store(self.address) as store:
            return list(store.records())

    def nodes(self, label: str) -> set[str]:
        """The nodes of a label in words: a claim by its text, a speaker by the name, anything else by its id."""
        return {_words(r) for r in self.records() if isinstance(r, Node) and r.label == label}

    def relations(self, type: str) -> set[tuple[str, str]]:
        """The relations of a type as (from, to), both in words as `nodes` gives them."""
        records = self.records()
        words: dict[Ref, str] = {}
        for node in (r for r in records if isinstance(r, Node)):
            # A relation names the label that carries the key: `Work` for a `Paper`.
            words[_root(node.label), node.id] = _words(node)
        found = (r for r in records if isinstance(r, Relation) and r.type == type)
        return {(words[r.source], words[r.target]) for r in found}


def build(sources: list[str], address: str, format: str | None) -> BuiltGraph:
    """Build `sources` into the graph at `address`."""
    return BuiltGraph(address, kg.build(*sources, db=address, format=format))


def _root(label: str) -> str:
    """The label that carries the key."""
    from kg import ontology

    return ontology.load().root(label)


def _words(node: Node) -> str:
    names = {"Claim": "text", "Speaker": "name"}
    return str(node.properties.get(names.get(node.label, "id")) or node.id)
