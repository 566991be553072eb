"""The Cypher that reads and writes a graph, made from the ontology alone; values come only as parameters.

One text for each label, and for each relation type with its two ends, so that a server plans each of them once.
A row is a list in the order of `node_columns` or `relation_columns`: lists travel faster than maps.
"""

from functools import cache

from kg import ontology

OWNED = "any(source IN {0}.sources WHERE source IN $sources)"
"""Which rows a read is about: those that one of the sources in `$sources` yields."""
KEPT = "size({0}.sources) > 0"
"""Which rows a read is about: all that some source yields."""

Ends = tuple[str, str, str]
"""A relation type, the label it starts from and the label it goes to."""


def roots() -> list[str]:
    """The labels that carry the key: each of them has its own constraint."""
    terms = ontology.load()
    return sorted({terms.root(label) for label in terms.nodes})


def family(root: str) -> list[str]:
    """The labels that share the key of `root`, itself among them."""
    terms = ontology.load()
    return [label for label in terms.nodes if terms.root(label) == root]


@cache
def node_columns(root: str) -> tuple[str, ...]:
    """The properties of a node row, `id` first; those of all labels that share the key."""
    names = {name for label in family(root) for name in ontology.load().nodes[label].properties}
    return ("id", *sorted(names - {"id"}))


@cache
def relation_columns(type: str) -> tuple[str, ...]:
    """The properties of a relation row, after its two ends; those that are part of its identity first."""
    term = ontology.load().relations[type]
    return (*term.key, *sorted(set(term.properties) - set(term.key)))


def constraint(root: str) -> str:
    """Two nodes of a label never share an id; the index behind it finds nodes."""
    return f"CREATE CONSTRAINT kg_{root.lower()}_id IF NOT EXISTS FOR (n:{root}) REQUIRE n.id IS UNIQUE"


@cache
def merge_node(label: str) -> str:
    """Add the node or set what the ontology gives it, and its label; whatever else it holds stays."""
    root = ontology.load().root(label)
    labels = ontology.load().nodes[label].labels
    sets = [f"n.{name} = row[{i}]" for i, name in enumerate(node_columns(root)) if i]
    sets += [f"n:{own}" for own in labels if own != root]
    drop = "".join(f" REMOVE n:{other}" for other in family(root) if other not in labels)
    # kglite makes a title up for a new node that is given none.
    return (
        f"UNWIND $rows AS row MERGE (n:{root} {{id: row[0]}}) ON CREATE SET n.title = null "
        f"SET {', '.join(sets)}{drop} RETURN count(*) AS found"
    )


def delete_node(root: str) -> str:
    """Remove nodes; the rows hold their ids. The relations that kg made go along."""
    return f"UNWIND $rows AS row MATCH (n:{root} {{id: row[0]}}) DETACH DELETE n RETURN count(*) AS found"


def read_nodes(which: str) -> str:
    """The nodes that `which` (OWNED or KEPT) speaks of: labels, properties, and whether a relation of others holds on.

    One text for all labels: a server takes longer to plan a text than to read a small graph.
    """
    labels = " OR ".join(f"n:{root}" for root in roots())
    return (
        f"MATCH (n) WHERE ({labels}) AND {which.format('n')} RETURN labels(n) AS labels, properties(n) AS properties, "
        f"EXISTS {{ MATCH (n)-[r]-() WHERE r.sources IS NULL }} AS tied"
    )


def find_nodes(root: str) -> str:
    """The same for the nodes whose ids are in the rows."""
    return (
        f"UNWIND $rows AS row MATCH (n:{root} {{id: row[0]}}) "
        f"RETURN labels(n) AS labels, properties(n) AS properties, false AS tied"
    )


@cache
def create_relation(type: str, source: str, target: str) -> str:
    """Add relations. Never MERGE: it would take over a relation of the same type that somebody made by hand."""
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row[0]}}) MATCH (b:{target} {{id: row[1]}}) "
        f"CREATE (a)-[r:{type}]->(b) SET {_relation_sets(type)} RETURN count(*) AS found"
    )


@cache
def change_relation(type: str, source: str, target: str) -> str:
    """Set what the ontology gives the relations that kg made; whatever else they hold stays."""
    return f"UNWIND $rows AS row {_made(type, source, target)} SET {_relation_sets(type)} RETURN count(*) AS found"


def delete_relation(type: str, source: str, target: str) -> str:
    """Remove relations that kg made."""
    return f"UNWIND $rows AS row {_made(type, source, target)} DELETE r RETURN count(*) AS found"


def read_relations(which: str) -> str:
    """The relations that `which` (OWNED or KEPT) speaks of: type, ends by labels and id, properties."""
    return f"MATCH (a)-[r:{'|'.join(ontology.load().relations)}]->(b) WHERE {which.format('r')} {_RELATION}"


def find_relations(type: str, source: str, target: str) -> str:
    """The same for the relations whose ends and key are in the rows."""
    return f"UNWIND $rows AS row {_made(type, source, target)} {_RELATION}"


_RELATION = (
    "RETURN type(r) AS type, labels(a) AS source_labels, a.id AS source, labels(b) AS target_labels, b.id AS target, "
    "properties(r) AS properties"
)


def _relation_sets(type: str) -> str:
    return ", ".join(f"r.{name} = row[{i}]" for i, name in enumerate(relation_columns(type), 2))


def _made(type: str, source: str, target: str) -> str:
    key = ", ".join(f"{name}: row[{i}]" for i, name in enumerate(ontology.load().relations[type].key, 2))
    pattern = f" {{{key}}}" if key else ""
    return (
        f"MATCH (a:{source} {{id: row[0]}})-[r:{type}{pattern}]->(b:{target} {{id: row[1]}}) "
        f"WHERE r.sources IS NOT NULL"
    )
