"""One load of a graph through Cypher: read what it may touch, compare, write what differs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from kg import ontology, rows, statements
from kg.errors import StoreError
from kg.graph import Counts, Node, Record, Ref, Relation
from kg.reconcile import Plan, Rows, Wanted, reconcile
from kg.statements import Ends

BATCH = 10_000
"""Rows to a statement."""

Ask = Callable[[str, dict[str, Any]], list[list[Any]]]
"""Runs one statement with parameters and gives back its rows."""

_R = TypeVar("_R", Node, Relation)
_N = TypeVar("_N")


def load(ask: Ask, wanted: Wanted, virtual: Sequence[str], dry_run: bool) -> Counts:
    """Make the graph hold `wanted`, and nothing else of its sources; StoreError where the database loses a row.

    `virtual` are property names that the database shows on each node without anybody having set them.
    """
    old, held = _owned(ask, wanted, virtual)
    _find(ask, wanted, old)
    plan = reconcile(wanted, old, held)
    if not dry_run:
        _write(ask, plan)
    return plan.counts


def records(ask: Ask) -> list[Record]:
    """All that kg put into the graph, nodes before relations, in the order of label or type, and key."""
    found = Rows()
    for labels, properties, _ in ask(statements.read_nodes(statements.KEPT), {}):
        found.add(rows.node(labels, properties))
    _add_relations(found, ask(statements.read_relations(statements.KEPT), {}))
    nodes = sorted(found.nodes.values(), key=lambda node: (node.label, node.id))
    return [*nodes, *(found.relations[key] for key in sorted(found.relations))]


def _owned(ask: Ask, wanted: Wanted, virtual: Sequence[str]) -> tuple[Rows, set[Ref]]:
    """The rows of the graph that a loaded source owns, and which of the nodes people tied something to."""
    old, held = Rows(), set()
    sources = {"sources": sorted(wanted.loaded)}
    for labels, properties, tied in ask(statements.read_nodes(statements.OWNED), sources):
        old.add(rows.node(labels, properties))
        if tied or rows.has_more(labels, properties, virtual):
            held.add(rows.ref(labels, properties["id"]))
    _add_relations(old, ask(statements.read_relations(statements.OWNED), sources))
    return old, held


def _find(ask: Ask, wanted: Wanted, old: Rows) -> None:
    """Add the rows that have the key of a wanted one, though no loaded source owns them yet."""
    for root, nodes in _grouped((n for key, n in wanted.nodes.items() if key not in old.nodes), _root).items():
        for batch in _batches(nodes, rows.key):
            for labels, properties, _ in ask(statements.find_nodes(root), {"rows": batch}):
                old.add(rows.node(labels, properties))
    # Where an end is new, there can be no relation yet; but for one between nodes of other sources.
    across = {name for name, term in ontology.load().relations.items() if term.across}
    new = (r for key, r in wanted.relations.items() if key not in old.relations)
    known = (r for r in new if r.type in across or (r.source in old.nodes and r.target in old.nodes))
    for ends, relations in _grouped(known, _ends).items():
        for batch in _batches(relations, rows.key):
            _add_relations(old, ask(statements.find_relations(*ends), {"rows": batch}))


def _add_relations(found: Rows, answer: list[list[Any]]) -> None:
    for type, source_labels, source, target_labels, target, properties in answer:
        found.add(rows.relation(type, rows.ref(source_labels, source), rows.ref(target_labels, target), properties))


def _write(ask: Ask, plan: Plan) -> None:
    """Nodes first, for the relations need them; nodes that go away go last."""
    for label, nodes in _grouped(plan.write_nodes, _label).items():
        _send(ask, statements.merge_node(label), nodes, rows.row)
    for ends, relations in _grouped(plan.create_relations, _ends).items():
        _send(ask, statements.create_relation(*ends), relations, rows.row)
    for ends, relations in _grouped(plan.change_relations, _ends).items():
        _send(ask, statements.change_relation(*ends), relations, rows.row)
    for ends, relations in _grouped(plan.delete_relations, _ends).items():
        _send(ask, statements.delete_relation(*ends), relations, rows.key)
    for root, nodes in _grouped(plan.delete_nodes, _root).items():
        _send(ask, statements.delete_node(root), nodes, rows.key)


def _send(ask: Ask, statement: str, group: Sequence[_R], form: Callable[[_R], list[Any]]) -> None:
    """Write a group in batches, and see that each row found its place."""
    for batch in _batches(group, form):
        ((found,),) = ask(statement, {"rows": batch})
        if found != len(batch):
            name = _name(group[0])
            raise StoreError(
                f"{name}: {len(batch)} rows were sent and {found} found their place, so nothing was loaded; "
                f"see whether somebody else changes the graph, and load again"
            )


def _batches(group: Sequence[_R], form: Callable[[_R], list[Any]]) -> Iterator[list[list[Any]]]:
    for start in range(0, len(group), BATCH):
        yield [form(record) for record in group[start : start + BATCH]]


def _grouped(records: Iterable[_R], name: Callable[[_R], _N]) -> dict[_N, list[_R]]:
    groups: dict[_N, list[_R]] = defaultdict(list)
    for record in records:
        groups[name(record)].append(record)
    return groups


def _name(record: Record) -> str:
    return record.label if isinstance(record, Node) else record.type


def _label(node: Node) -> str:
    return node.label


def _root(node: Node) -> str:
    return ontology.load().root(node.label)


def _ends(relation: Relation) -> Ends:
    return relation.type, relation.source[0], relation.target[0]
