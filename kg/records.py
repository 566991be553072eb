"""Records: what was extracted, made one for each key and checked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg import ontology
from kg.errors import OntologyError
from kg.graph import Node, Record, Relation


def identity(record: Record) -> tuple[Any, ...]:
    """What makes two records the same thing: label and id, or type, ends and the keys of the type."""
    if isinstance(record, Node):
        return (ontology.load().root(record.label), record.id)
    term = ontology.load().relations.get(record.type)
    key = term.key if term else ()
    return (record.type, *record.source, *record.target, *(record.properties.get(name) for name in key))


def order(record: Record) -> list[tuple[str, Any]]:
    """Where a record stands among others; a part of a key may be missing, or changed by hand to another kind."""
    return [(type(part).__name__, part) for part in identity(record)]


def handle(record: Record) -> str:
    """The id a person types for a record: a node's own, or for a relation its type and ten hex digits."""
    if isinstance(record, Node):
        return record.id
    from hashlib import sha256

    return f"{record.type}-{sha256(repr(identity(record)).encode('utf-8', 'replace')).hexdigest()[:10]}"


def merge(records: Iterable[Record]) -> list[Record]:
    """Records with the same key made one: all their sources, and of each property the value of the fullest.

    Nodes come before relations, each in the order of label or type and key: the order of input is no matter.
    """
    nodes: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    relations: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in records:
        (nodes if isinstance(record, Node) else relations)[identity(record)].append(record)
    return [_one(same[key]) for same in (nodes, relations) for key in sorted(same)]


def _one(records: list[Record]) -> Record:
    if len(records) == 1:
        return records[0]
    properties: dict[str, Any] = {}
    for record in sorted(records, key=_fullness):
        properties = {**record.properties, **properties}
    properties["sources"] = sorted({s for r in records for s in r.properties["sources"]})
    first = records[0]
    if isinstance(first, Relation):
        return Relation(first.type, first.source, first.target, properties)
    labels = {r.label for r in records if isinstance(r, Node)}
    return Node("Paper" if "Paper" in labels else first.label, properties)


def _fullness(record: Record) -> tuple[int, str]:
    """A record that says more comes first; among equals, by what it says."""
    said = sorted((k, v) for k, v in record.properties.items() if k != "sources")
    return -len(said), repr(said)


def check(records: Iterable[Record]) -> None:
    """OntologyError for the first record that breaks the ontology or lacks an end that its own sources should yield."""
    terms = ontology.load()
    nodes: set[tuple[str, str]] = set()
    for record in records:
        if isinstance(record, Node):
            terms.check_node(record.label, record.properties)
            nodes.add((terms.root(record.label), record.id))
            continue
        terms.check_relation(record.type, record.source, record.target, record.properties)
        for end in () if terms.relations[record.type].across else (record.source, record.target):
            if end not in nodes:
                raise OntologyError(
                    f"{record.type} from '{record.source[1]}' to '{record.target[1]}': "
                    f"there is no {end[0]} '{end[1]}' among the records; extract them again"
                )
