"""What kg put into a graph, read back as records, also while somebody loads."""

from kg import ontology
from kg.graph import Record, Relation
from kg.loading import rows, statements
from kg.loading.database import Database


def records(db: Database) -> list[Record]:
    """All that kg put into the graph, nodes before relations, in the order of label or type, and key."""
    # While somebody loads: what is added has its ends before it, so relations are read first.
    relations = _relations(db)
    nodes = [rows.node(labels, properties) for labels, properties in db.ask(statements.every_node(), {})]
    root = ontology.load().root
    there = {(root(node.label), node.id) for node in nodes}
    if lost := {rows.order(r) for r in relations if not {r.source, r.target} <= there}:
        # What is removed goes before its ends, so it is gone by now.
        lost -= {rows.order(r) for r in _relations(db)}
        relations = [r for r in relations if rows.order(r) not in lost]
    return [*sorted(nodes, key=lambda node: (node.label, node.id)), *sorted(relations, key=rows.order)]


def _relations(db: Database) -> list[Relation]:
    return [
        rows.relation(type, rows.ref(source_labels, source), rows.ref(target_labels, target), properties)
        for type, source_labels, source, target_labels, target, properties in db.ask(statements.every_relation(), {})
    ]
