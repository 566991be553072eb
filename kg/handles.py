"""Finds what an id means in a graph: by the indexes of keys, and for a relation by the keys of its type alone."""

from collections.abc import Iterator

from kg import ontology
from kg.errors import QueryError
from kg.graph import Node, Record, Ref, Relation
from kg.loading import kinds
from kg.loading.rows import ref
from kg.loading.statements import KEPT
from kg.records import handle, identity
from kg.stores import Store

_SHOWN = 5
"""How many ids that begin alike are named."""


def meant(store: Store, wanted: str) -> list[Record]:
    """The records with an id, or the one record whose id begins so; QueryError where there is none, or several.

    A discussion and its first post may have one id, and both are meant.
    """
    found: list[Record] = [node for root in kinds.roots() if (node := at(store, (root, wanted)))]
    related = list(_relations(store, wanted))
    if exact := [*found, *(relation for relation in related if handle(relation) == wanted)]:
        return [whole for record in exact for whole in _whole(store, record)]
    nodes = [(root, id) for root in kinds.roots() for id in _beginning(store, root, wanted)]
    if not nodes and not related:
        raise QueryError(f"no node or relation has the id '{wanted}'; kg ask NAME --format json shows ids")
    if len(nodes) + len(related) > 1:
        near = [*(id for _, id in nodes), *map(handle, related)]
        more = ", …" if len(near) > _SHOWN else ""
        raise QueryError(f"several ids begin with '{wanted}': {', '.join(near[:_SHOWN])}{more}; give more of it")
    return [*(node for each in nodes if (node := at(store, each))), *(w for r in related for w in _whole(store, r))]


def at(store: Store, node: Ref) -> Node | None:
    """The node with a label and id, where kg made it."""
    label, id = node
    if label not in ontology.load().nodes:
        return None
    rows = store.run(f"MATCH (n:{label} {{id: $id}}) WHERE {KEPT.format('n')} RETURN n", {"id": id}).rows
    return next((each for (each,) in rows if isinstance(each, Node)), None)


def _beginning(store: Store, root: str, wanted: str) -> list[str]:
    """The first ids of a label that begin so, and one more than are shown."""
    if not wanted:
        return []
    query = (
        f"MATCH (n:{root}) WHERE n.id STARTS WITH $id AND {KEPT.format('n')} "
        f"RETURN n.id AS id ORDER BY id LIMIT {_SHOWN + 1}"
    )
    return [str(id) for (id,) in store.run(query, {"id": wanted}).rows]


def _relations(store: Store, wanted: str) -> Iterator[Relation]:
    """The relations whose ids begin so, without properties but their keys.

    No database can tell a relation by its id, which is a hash: all relations of the type are gone through. Where not
    even the type is whole, a few of each type that begins so are enough.
    """
    for type, term in ontology.load().relations.items():
        some = bool(wanted) and f"{type}-".startswith(wanted)
        if not some and not wanted.startswith(f"{type}-"):
            continue
        keys = "".join(f", r.{name} AS {name}" for name in term.key)
        query = (
            f"MATCH (a)-[r:{type}]->(b) WHERE {KEPT.format('r')} RETURN labels(a) AS from_labels, a.id AS from_id, "
            f"labels(b) AS to_labels, b.id AS to_id{keys}{f' LIMIT {_SHOWN + 1}' if some else ''}"
        )
        for from_labels, from_id, to_labels, to_id, *values in store.run(query, {}).rows:
            held = dict(zip(term.key, values, strict=True))
            found = Relation(type, ref(from_labels, from_id), ref(to_labels, to_id), held)
            if handle(found).startswith(wanted):
                yield found


def _whole(store: Store, record: Record) -> list[Record]:
    """A record with all its properties; none where it went meanwhile."""
    if isinstance(record, Node):
        return [record]
    (source, one), (target, other) = record.source, record.target
    known = ontology.load().nodes
    start, end = (f":{label}" if label in known else "" for label in (source, target))
    query = (
        f"MATCH (a{start} {{id: $one}})-[r:{record.type}]->(b{end} {{id: $other}}) WHERE {KEPT.format('r')} RETURN r"
    )
    rows = store.run(query, {"one": one, "other": other}).rows
    return [r for (r,) in rows if identity(r) == identity(record)]
