"""What kg put into a graph, read back as records, some thousand at a time, also while somebody loads."""

from collections.abc import Iterable, Iterator
from typing import Any

from kg import ontology
from kg.errors import StoreError
from kg.graph import Node, Record, Relation
from kg.loading import reconcile, rows, statements
from kg.loading.database import Database
from kg.loading.keyset import Keys
from kg.loading.kinds import BOOK, Kind, Row
from kg.loading.wanted import node, relation
from kg.records import identity, order

_BATCH = 2000
"""Rows that are held at once."""


def records(db: Database) -> Iterator[Record]:
    """All that kg put into the graph: nodes before relations, in the order of label or type, and key.

    Load nodes and then posts come before the other nodes, whose words stand in posts.
    """
    met = Keys()
    for each in _nodes(db):
        met.add(identity(each))
        yield each
    for name in ontology.load().relations:
        yield from _relations(db, name, met)


def _nodes(db: Database) -> Iterator[Node]:
    """All nodes. Keys alone are asked for first: they are few bytes, and sorted the same way everywhere."""
    ids: dict[str, set[Any]] = {}
    for labels, id in db.ask(statements.node_keys(), {}):
        label = rows.special(labels)
        ids.setdefault(label, set()).add(_given(id, label))
    for label in sorted(ids, key=lambda label: (label != BOOK, label != "Post", label)):
        kind = Kind(ontology.load().root(label))
        for batch in _batches((id, 1) for id in sorted(ids.pop(label), key=str)):
            found = (reconcile.read_row(kind, row) for row in db.ask(statements.find_nodes(kind), {"rows": batch}))
            # Whoever loads meanwhile may have taken some away.
            kept = (row for row in found if reconcile.owners(row[kind.sources]))
            yield from (node(kind, row) for row in sorted(kept, key=lambda row: str(row[0])))


def _relations(db: Database, name: str, met: Keys) -> Iterator[Relation]:
    """The relations of a type whose ends were met, or are not there at all."""
    starts: dict[str, list[tuple[Any, int]]] = {}
    for labels, id, number in db.ask(statements.relation_starts(name), {}):
        label, _ = rows.ref(labels, id)
        starts.setdefault(label, []).append((_given(id, name), number))
    for label in sorted(starts):
        for batch in _batches(sorted(starts.pop(label), key=lambda start: str(start[0]))):
            found = _from(db, name, label, batch)
            if loose := [r for r in found if not (r.source in met and r.target in met)]:
                gone = _news(db, loose, {identity(r) for r in _from(db, name, label, batch)})
                found = [r for r in found if identity(r) not in gone]
            yield from found


def _from(db: Database, name: str, label: str, batch: list[Row]) -> list[Relation]:
    """The relations of a type that begin at some nodes of a label, in order."""
    query, found = statements.relations_from(name, label if label in ontology.load().nodes else None), []
    for id, labels, other, *values in db.ask(query, {"rows": batch}):
        end, other = rows.ref(labels, other)
        kind = Kind(name, label, end)
        found.append(relation(kind, reconcile.read_row(kind, [str(id), other, *values])))
    return sorted(found, key=order)


def _news(db: Database, loose: list[Relation], left: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Of relations without an end, those that were added with it after the nodes were read, or removed since."""
    ends = {end for r in loose for end in (r.source, r.target)}
    added: set[tuple[str, str]] = set()
    for label in sorted({label for label, _ in ends} & ontology.load().nodes.keys()):
        asked = [[id] for known, id in sorted(ends) if known == label]
        found = db.ask(statements.owners(Kind(label)), {"rows": asked})
        added |= {(label, str(id)) for id, sources in found if reconcile.owners(sources)}
    return {identity(r) for r in loose if identity(r) not in left or added & {r.source, r.target}}


def _given(id: Any, what: str) -> Any:
    """The id of a node; kg makes none without."""
    if id is None:
        raise StoreError(f"{what}: a node has sources but no id, so kg did not make it; give it one, or remove it")
    return id


def _batches(keys: Iterable[tuple[Any, int]]) -> Iterator[list[Row]]:
    """The ids of `keys` as rows that find them; together they lead to so many rows as one may hold."""
    batch: list[Row] = []
    rows = 0
    for id, number in keys:
        if batch and rows + number > _BATCH:
            yield batch
            batch, rows = [], 0
        batch.append([id])
        rows += number
    if batch:
        yield batch
