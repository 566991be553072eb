"""What a load wants a graph to hold: rows by kind in batches, the sources they come from, and what each yields."""

import math
import re
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from kg import ontology, records
from kg.errors import OntologyError
from kg.graph import Node, Record, Relation
from kg.loading import kinds
from kg.loading.kinds import BOOK, Kind, Row
from kg.loading.ledger import Yields

BATCH_ROWS = 10_000
BATCH_SIZE = 4 * 2**20
"""Characters in the texts of a batch, so that neither side ever holds much of the whole."""

LONGEST_ID = 8000
"""Bytes of UTF-8 in an id; a Neo4j index takes a few more."""

_HALF = re.compile("[\ud800-\udfff]")

Batch = tuple[Kind, list[Row]]


class Wanted(Protocol):
    """Rows that can be read again and again, one for each key, checked against the ontology."""

    @property
    def books(self) -> list[Row]:
        """The rows of the sources' Load nodes; `id` is the source."""
        ...

    @property
    def yields(self) -> dict[str, tuple[str, int]]:
        """Of each source, the hash of all its rows and their number."""
        ...

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, by label and relation type."""
        ...

    def ledgers(self, sources: Collection[str]) -> Iterator[tuple[str, str | None]]:
        """The ledgers of some sources, as texts; None for a source that has too many rows to keep one."""
        ...

    def batches(self, relations: bool, only: "array[int] | None" = None) -> Iterator[Batch]:
        """All nodes but the Load nodes, or all relations; with `only` those that have one of these digests."""
        ...


@dataclass(slots=True)
class Held:
    """Rows in memory."""

    rows: dict[Kind, list[Row]] = field(default_factory=dict)
    digests: dict[Kind, "array[int]"] = field(default_factory=dict)
    books: list[Row] = field(default_factory=list)
    yields: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)

    def ledgers(self, sources: Collection[str]) -> Iterator[tuple[str, str | None]]:
        """See Wanted."""
        return ((source, self.texts[source]) for source in sources)

    def batches(self, relations: bool, only: "array[int] | None" = None) -> Iterator[Batch]:
        """See Wanted."""
        some = None if only is None else frozenset(only)
        for kind, rows in self.rows.items():
            if kind.is_relation == relations:
                chosen = (
                    rows if some is None else [r for r, n in zip(rows, self.digests[kind], strict=True) if n in some]
                )
                for batch in parts(chosen):
                    yield kind, batch


def check(given: "Iterable[Record] | Wanted") -> Wanted:
    """Records as rows; OntologyError for what the ontology, or any store, rules out."""
    return hold(checked(given)) if isinstance(given, Iterable) else given


def hold(whole: Iterable[Record]) -> Held:
    """Records that were checked, as rows."""
    held, yields = Held(), Yields()
    for record in whole:
        kind, made = row(record)
        if kind.name == BOOK:
            held.books.append(made)
        else:
            held.rows.setdefault(kind, []).append(made)
            held.digests.setdefault(kind, array("q")).append(yields.add(kind, made))
        name = record.label if isinstance(record, Node) else record.type
        held.counts[name] = held.counts.get(name, 0) + 1
    for source, mark, number, text in yields.told(book[0] for book in held.books):
        held.yields[source], held.texts[source] = (mark, number), text
    return held


def checked(given: Iterable[Record]) -> list[Record]:
    """The records, one for each key, in order, without nulls and empty lists, ends under the label with the key.

    Half a surrogate pair, which no database can keep, becomes U+FFFD: one character for one, so offsets stay right.
    """
    tidied = sorted((_tidy(record) for record in given), key=lambda record: isinstance(record, Relation))
    records.check(tidied)
    loaded = frozenset(r.id for r in tidied if isinstance(r, Node) and r.label == BOOK)
    merged = records.merge(tidied)
    for record in merged:
        _refuse(record, loaded)
    return merged


def row(record: Record) -> tuple[Kind, Row]:
    """A record as a row of its kind."""
    if isinstance(record, Relation):
        kind = Kind(record.type, record.source[0], record.target[0])
        return kind, [record.source[1], record.target[1], *map(record.properties.get, kind.columns)]
    kind = Kind(ontology.load().root(record.label))
    label = [record.label] if len(kinds.family(kind.name)) > 1 else []
    return kind, [*map(record.properties.get, kind.columns), *label]


def node(kind: Kind, row: Row) -> Node:
    """A row of nodes as a record; what has no value is left out."""
    return Node(kind.label(row), _held(kind, row))


def relation(kind: Kind, row: Row) -> Relation:
    """The same for a row of relations."""
    return Relation(kind.name, (kind.source, row[0]), (kind.target, row[1]), _held(kind, row[kind.ids :]))


def _held(kind: Kind, values: Row) -> dict[str, Any]:
    return {name: value for name, value in zip(kind.columns, values, strict=False) if value is not None}


def parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in batches, by their number and the length of their texts."""
    batch: list[Row] = []
    size = 0
    for each in rows:
        long = sum(len(value) for value in each if type(value) is str)
        if batch and (len(batch) >= BATCH_ROWS or size + long > BATCH_SIZE):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += long
    if batch:
        yield batch


def _tidy(record: Record) -> Record:
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
