"""Compares what the sources yield now with what the graph holds, and says what to write and what to remove."""

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from kg import ontology, records
from kg.errors import OntologyError
from kg.graph import Counts, Node, Record, Ref, Relation, tally

Key = tuple[Any, ...]
"""What a row is known by, as kg.records.identity tells it."""

LONGEST_ID = 8000
"""Bytes of UTF-8 in an id; a Neo4j index takes a few more."""

_HALF = re.compile("[\ud800-\udfff]")
_R = TypeVar("_R", Node, Relation)


@dataclass(slots=True)
class Rows:
    """Nodes and relations by their keys."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    relations: dict[Key, Relation] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Keep one record under its key."""
        if isinstance(record, Node):
            self.nodes[records.identity(record)] = record
        else:
            self.relations[records.identity(record)] = record


@dataclass(slots=True)
class Wanted(Rows):
    """What the sources in `loaded` yield, one record for each key, checked against the ontology."""

    loaded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows to send, in the order of their keys, and the counts that tell of them."""

    write_nodes: list[Node]
    create_relations: list[Relation]
    change_relations: list[Relation]
    delete_relations: list[Relation]
    delete_nodes: list[Node]
    counts: Counts


def check(given: Iterable[Record]) -> Wanted:
    """The records by key, without nulls; OntologyError for what the ontology, or any store, rules out.

    Half a surrogate pair, which no database can keep, becomes U+FFFD: one character for one, so offsets stay right.
    """
    tidied = sorted((_tidy(record) for record in given), key=lambda record: isinstance(record, Relation))
    records.check(tidied)
    wanted = Wanted(loaded=frozenset(r.id for r in tidied if isinstance(r, Node) and r.label == "Load"))
    for record in records.merge(tidied):
        _refuse(record, wanted.loaded)
        wanted.add(record)
    return wanted


def reconcile(wanted: Wanted, old: Rows, held: Collection[Ref]) -> Plan:
    """What makes the graph hold `wanted`, and nothing else of the loaded sources.

    `old` are the rows of the graph that a loaded source owns or that have the key of a wanted one; `held` are the
    nodes that people tied something to, which are never removed: they stay with no sources.
    """
    counts = Counts()
    nodes = _compare(wanted.nodes, old.nodes, wanted.loaded, held, counts)
    relations = _compare(wanted.relations, old.relations, wanted.loaded, (), counts)
    return Plan(
        write_nodes=[*nodes.added, *nodes.changed],
        create_relations=relations.added,
        change_relations=relations.changed,
        delete_relations=relations.removed,
        delete_nodes=nodes.removed,
        counts=counts,
    )


@dataclass(slots=True)
class _Difference(Generic[_R]):
    """Rows of one kind by what is to be done with them."""

    added: list[_R] = field(default_factory=list)
    changed: list[_R] = field(default_factory=list)
    removed: list[_R] = field(default_factory=list)
    same: list[_R] = field(default_factory=list)


def _compare(
    wanted: dict[Key, _R], old: dict[Key, _R], loaded: frozenset[str], held: Collection[Ref], counts: Counts
) -> _Difference[_R]:
    """Sort the rows of one kind, and add them to the counts."""
    found: _Difference[_R] = _Difference()
    for key in sorted(wanted.keys() | old.keys()):
        new, before = wanted.get(key), old.get(key)
        if new is None:
            assert before is not None  # noqa: S101  the key came from one of the two
            new = _without(before, loaded)
            gone = not new.properties["sources"] and key not in held
            (found.removed if gone else found.same if new == before else found.changed).append(new)
        elif before is None:
            found.added.append(new)
        else:
            new = _shared(new, before, loaded)
            (found.same if new == before else found.changed).append(new)
    for count, rows in zip(
        (counts.added, counts.changed, counts.removed, counts.same),
        (found.added, found.changed, found.removed, found.same),
        strict=True,
    ):
        count.update(tally(_name(row) for row in rows))
    return found


def _name(record: Record) -> str:
    return record.label if isinstance(record, Node) else record.type


def _without(before: _R, loaded: frozenset[str]) -> _R:
    """A row that the loaded sources yield no more."""
    left = sorted(set(before.properties.get("sources", ())) - loaded)
    return replace(before, properties={**before.properties, "sources": left})


def _shared(new: _R, before: _R, loaded: frozenset[str]) -> _R:
    """The new row, with what other sources than the loaded ones said before where the new row is silent."""
    others = set(before.properties.get("sources", ())) - loaded
    if not others:
        return new
    sources = sorted(others | set(new.properties["sources"]))
    said = new.properties
    if "title" in before.properties and "title" not in said:  # a caption is made of the title, where there is one
        said = {name: value for name, value in said.items() if name != "caption"}
    merged = replace(new, properties={**before.properties, **said, "sources": sources})
    if isinstance(merged, Node) and isinstance(before, Node):
        # A paper that another source knows to be one does not turn into a mere work.
        labels = ontology.load().nodes
        merged.label = max(before.label, merged.label, key=lambda label: len(labels[label].labels))
    return merged


def _tidy(record: Record) -> Record:
    """The same record without nulls and empty lists, sources in order, ends under the label that has the key."""
    properties = {name: _whole(value) for name, value in record.properties.items() if value not in (None, [])}
    if isinstance(properties.get("sources"), list):
        properties["sources"] = sorted(set(properties["sources"]), key=str)
    if isinstance(record, Node):
        return Node(record.label, properties)
    ends = [(_root(label), _whole(id)) for label, id in (record.source, record.target)]
    return Relation(record.type, ends[0], ends[1], properties)


def _root(label: str) -> str:
    """The label that carries the key; an unknown one stays, to be refused by name."""
    terms = ontology.load()
    return terms.root(label) if label in terms.nodes else label


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return _HALF.sub("\ufffd", value) if isinstance(value, str) and not value.isascii() else value


def _refuse(record: Record, loaded: frozenset[str]) -> None:
    """OntologyError for what the ontology lets pass but a graph cannot keep or never be rid of."""
    node = isinstance(record, Node)
    where = f"{record.label} '{record.id[:200]}'" if isinstance(record, Node) else f"{record.type}"
    if stray := set(record.properties["sources"]) - loaded:
        raise OntologyError(f"{where}: yielded by '{min(stray)}', which has no Load node; yield one for each source")
    if node and len(record.properties["id"].encode()) > LONGEST_ID:
        raise OntologyError(f"{where}: the id is longer than {LONGEST_ID} bytes; make it shorter, say by a hash")
    for name, value in record.properties.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise OntologyError(f"{where}: property '{name}' must be a number, not {value}")
        if type(value) is int and not -(2**63) <= value < 2**63:
            raise OntologyError(f"{where}: property '{name}' does not fit into 64 bits")
