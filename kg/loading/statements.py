"""The Cypher that reads and writes a graph, made from the ontology alone; values come only as parameters.

One text for each label, and for each relation type with its two ends, so that a server plans each of them once.
`$rows` holds rows as kg.loading.kinds tells, or the first columns of them where that is enough to find a row again.
"""

from functools import cache

from kg import ontology
from kg.loading.kinds import BOOK, Kind, family, node_columns, nodes, relation_columns, roots

# What others put under our names may hold anything: `sources` that is no list of strings is none of ours.
_SOURCES = "CASE WHEN {0}.sources IS :: LIST<STRING NOT NULL> THEN {0}.sources ELSE [] END"
_OWNED = f"any(source IN {_SOURCES} WHERE source IN $sources)"
KEPT = f"size({_SOURCES}) > 0"


def constraint(root: str) -> str:
    """Two nodes of a label never share an id; the index behind it finds nodes."""
    return f"CREATE CONSTRAINT {constraint_name(root)} IF NOT EXISTS FOR (n:{root}) REQUIRE n.id IS UNIQUE"


def constraint_name(root: str) -> str:
    """What the constraint of a label is called."""
    return f"kg_{root.lower()}_id"


def counts() -> str:
    """How many nodes of each label and relations of each type there are, whoever made them."""
    found = [f"MATCH (x:{root}) RETURN '{root}' AS name, count(x) AS number" for root in roots()]
    types = ontology.load().relations
    found += [f"MATCH ()-[x:{type}]->() RETURN '{type}' AS name, count(x) AS number" for type in types]
    return " UNION ALL ".join(found)


# --- nodes --------------------------------------------------------------------------------------


@cache
def create_node(label: str) -> str:
    """Add nodes that are not there. Without a title kglite makes one up."""
    root, labels = ontology.load().root(label), ontology.load().nodes[label].labels
    values = [f"{name}: row[{i}]" for i, name in enumerate(node_columns(root))]
    title = [] if "title" in node_columns(root) else ["title: null"]
    return (
        f"UNWIND $rows AS row CREATE (:{':'.join(labels)} {{{', '.join([*values, *title])}}}) RETURN count(*) AS found"
    )


@cache
def merge_node(label: str) -> str:
    """Add the node or set what the ontology gives it, and its label; whatever else it holds stays."""
    root = ontology.load().root(label)
    labels = ontology.load().nodes[label].labels
    sets = [f"n.{name} = row[{i}]" for i, name in enumerate(node_columns(root)) if i]
    sets += [f"n:{own}" for own in labels if own != root]
    drop = "".join(f" REMOVE n:{other}" for other in family(root) if other not in labels)
    return (
        f"UNWIND $rows AS row MERGE (n:{root} {{id: row[0]}}) ON CREATE SET n.title = null "
        f"SET {', '.join(sets)}{drop} RETURN count(*) AS found"
    )


def find_nodes(kind: Kind) -> str:
    """The rows of the nodes whose ids are in `$rows`."""
    return f"UNWIND $rows AS row MATCH (n:{kind.name} {{id: row[0]}}) RETURN {_node_row(kind)}"


def owned_nodes() -> str:
    """Labels, id and sources of the nodes that one of `$sources` yields.

    One text for all labels: a server takes longer to plan a text than to read a small graph.
    """
    labels = " OR ".join(f"n:{kind.name}" for kind in nodes())
    return (
        f"MATCH (n) WHERE ({labels}) AND {_OWNED.format('n')} "
        f"RETURN labels(n) AS labels, n.id AS id, n.sources AS sources"
    )


def owners(kind: Kind) -> str:
    """Key and sources of the rows whose keys are in `$rows`."""
    if not kind.is_relation:
        return f"UNWIND $rows AS row MATCH (n:{kind.name} {{id: row[0]}}) RETURN n.id AS id, n.sources AS sources"
    keys = "".join(f"r.{name} AS {name}, " for name in kind.columns[: kind.key - 2])
    return f"UNWIND $rows AS row {_made(kind)} RETURN a.id AS from_id, b.id AS to_id, {keys}r.sources AS sources"


def ties(kind: Kind) -> str:
    """Of the nodes in `$rows`: labels, names of properties, and what hangs on them.

    That is whether people made a relation of it, the sources of relations that need it, and the sources of those that
    go along with it since they only tie nodes of others.
    """
    return (
        f"UNWIND $rows AS row MATCH (n:{kind.name} {{id: row[0]}}) "
        f"RETURN n.id AS id, labels(n) AS labels, keys(n) AS keys, "
        f"EXISTS {{ MATCH (n)-[r]-() WHERE r.sources IS NULL }} AS tied, "
        f"[(n)-[r]-() WHERE r.sources IS NOT NULL AND NOT type(r) IN {_across()} | r.sources] AS users, "
        f"[(n)-[r]-() WHERE r.sources IS NOT NULL AND type(r) IN {_across()} | r.sources] AS tying"
    )


def delete_nodes(kind: Kind) -> str:
    """Remove nodes on which nothing hangs any more but what only ties nodes of others."""
    return (
        f"UNWIND $rows AS row MATCH (n:{kind.name} {{id: row[0]}}) "
        f"WHERE NOT EXISTS {{ MATCH (n)-[r]-() WHERE NOT type(r) IN {_across()} OR r.sources IS NULL }} "
        f"DETACH DELETE n RETURN count(*) AS found"
    )


def give_nodes(kind: Kind) -> str:
    """Set nothing but the sources of nodes; the rows hold ids and sources."""
    return f"UNWIND $rows AS row MATCH (n:{kind.name} {{id: row[0]}}) SET n.sources = row[1] RETURN count(*) AS found"


# --- relations ----------------------------------------------------------------------------------


@cache
def create_relation(kind: Kind) -> str:
    """Add relations that are not there."""
    values = ", ".join(f"{name}: row[{i}]" for i, name in enumerate(relation_columns(kind.name), 2))
    return f"UNWIND $rows AS row {_both(kind)} CREATE (a)-[:{kind.name} {{{values}}}]->(b) RETURN count(*) AS found"


@cache
def merge_relation(kind: Kind) -> str:
    """Add relations of which some may be there, since nobody knows whether they were written a moment ago.

    Their sources are part of what is looked for: never is a relation taken over that somebody made by hand.
    """
    key = [f"{name}: row[{i}]" for i, name in enumerate(kind.columns[: kind.key - 2], 2)]
    key.append(f"sources: row[{kind.sources}]")
    return (
        f"UNWIND $rows AS row {_both(kind)} MERGE (a)-[r:{kind.name} {{{', '.join(key)}}}]->(b) "
        f"SET {_relation_sets(kind)} RETURN count(*) AS found"
    )


@cache
def change_relation(kind: Kind) -> str:
    """Set what the ontology gives the relations that kg made; whatever else they hold stays."""
    return f"UNWIND $rows AS row {_made(kind)} SET {_relation_sets(kind)} RETURN count(*) AS found"


def delete_relations(kind: Kind) -> str:
    """Remove relations that kg made."""
    return f"UNWIND $rows AS row {_made(kind)} DELETE r RETURN count(*) AS found"


def give_relations(kind: Kind) -> str:
    """Set nothing but the sources of relations that kg made; these come after the key."""
    return f"UNWIND $rows AS row {_made(kind)} SET r.sources = row[{kind.key}] RETURN count(*) AS found"


def find_relations(kind: Kind) -> str:
    """The rows of the relations whose ends and key are in `$rows`."""
    values = (f"r.{name} AS {name}" for name in relation_columns(kind.name))
    return f"UNWIND $rows AS row {_made(kind)} RETURN a.id AS from_id, b.id AS to_id, {', '.join(values)}"


def owned_relations() -> str:
    """Type, ends, sources and all that may be a key, of the relations that one of `$sources` yields."""
    keys = "".join(f", r.{name} AS {name}" for name in relation_keys())
    return (
        f"MATCH (a)-[r:{'|'.join(ontology.load().relations)}]->(b) WHERE {_OWNED.format('r')} "
        f"RETURN type(r) AS type, labels(a) AS from_labels, a.id AS from_id, labels(b) AS to_labels, b.id AS to_id, "
        f"r.sources AS sources{keys}"
    )


@cache
def relation_keys() -> tuple[str, ...]:
    """The properties that tell relations of one type between the same nodes apart, of all types."""
    return tuple(sorted({name for term in ontology.load().relations.values() for name in term.key}))


def lost_relations(kind: Kind) -> str:
    """Of the rows, those one of whose ends is not there."""
    return (
        f"UNWIND $rows AS row OPTIONAL MATCH (a:{kind.source} {{id: row[0]}}) "
        f"OPTIONAL MATCH (b:{kind.target} {{id: row[1]}}) WITH row, a, b WHERE a IS NULL OR b IS NULL "
        f"RETURN row[0] AS from_id, row[1] AS to_id, a IS NULL AS at LIMIT 1"
    )


# --- book-keeping -------------------------------------------------------------------------------

YIELDS = f"UNWIND $rows AS row MATCH (n:{BOOK} {{id: row[0]}}) RETURN n.id AS id, n.yields AS yields"
"""What the graph says the sources in `$rows` yielded; null while a load is under way, or after one that was killed."""

LEDGERS = f"UNWIND $rows AS row MATCH (n:{BOOK} {{id: row[0]}}) RETURN n.id AS id, n.ledger AS ledger"
"""What the graph says the sources in `$rows` yielded, row by row; see kg.loading.ledger."""

OPEN = f"UNWIND $rows AS row MERGE (n:{BOOK} {{id: row[0]}}) SET n.yields = null RETURN count(*) AS found"
"""From here on nobody may trust that the graph holds what these sources yield."""

DISTURB = (
    f"UNWIND $rows AS row MATCH (n:{BOOK} {{id: row[0]}}) WHERE n.yields IS NOT NULL SET n.yields = '' "
    f"RETURN count(*) AS found"
)
"""The same for sources that share a row with a loaded one: nothing is missing, but it may read differently."""

SOURCES = f"MATCH (n:{BOOK}) WHERE n.token IS NULL RETURN n.id AS id, n.yields AS yields"
"""All sources, also those whose load was begun and never ended; a node with a token is a right to load."""


def close(clock: str) -> str:
    """The graph holds what these sources yield: hash, number of rows, ledger; since when by the database's clock."""
    return (
        f"UNWIND $rows AS row MATCH (n:{BOOK} {{id: row[0]}}) "
        f"SET n.yields = row[1], n.rows = row[2], n.ledger = row[3], n.loaded = {clock} RETURN count(*) AS found"
    )


DROP = f"UNWIND $rows AS row MATCH (n:{BOOK} {{id: row[0]}}) DETACH DELETE n RETURN count(*) AS found"
"""Forget sources that have no rows left."""


# --- all that kg put into a graph ---------------------------------------------------------------


def node_keys() -> str:
    """Labels and ids of all nodes that some source yields."""
    labels = " OR ".join(f"n:{root}" for root in roots())
    return f"MATCH (n) WHERE ({labels}) AND {KEPT.format('n')} RETURN labels(n) AS labels, n.id AS id"


def relation_starts(type: str) -> str:
    """Labels and ids of the nodes at which relations of a type begin that some source yields, and how many do."""
    return (
        f"MATCH (a)-[r:{type}]->() WHERE {KEPT.format('r')} RETURN labels(a) AS labels, a.id AS id, count(r) AS number"
    )


def relations_from(type: str, label: str | None) -> str:
    """Id of the first end, labels and id of the second, and properties, of the relations that begin at `$rows`.

    Without a label they begin at nodes that are none of kg's.
    """
    start = f"(a:{label} {{id: row[0]}})" if label else "(a {id: row[0]})"
    ours = "" if label else f"NOT ({' OR '.join(f'a:{root}' for root in roots())}) AND "
    values = "".join(f", r.{name} AS {name}" for name in relation_columns(type))
    return (
        f"UNWIND $rows AS row MATCH {start}-[r:{type}]->(b) WHERE {ours}{KEPT.format('r')} "
        f"RETURN a.id AS from_id, labels(b) AS to_labels, b.id AS to_id{values}"
    )


def _node_row(kind: Kind) -> str:
    values = ", ".join(f"n.{name} AS {name}" for name in node_columns(kind.name))
    return f"{values}, labels(n) AS labels" if len(family(kind.name)) > 1 else values


def _across() -> list[str]:
    return [name for name, term in ontology.load().relations.items() if term.across]


def _both(kind: Kind) -> str:
    return f"MATCH (a:{kind.source} {{id: row[0]}}) MATCH (b:{kind.target} {{id: row[1]}})"


def _relation_sets(kind: Kind) -> str:
    return ", ".join(f"r.{name} = row[{i}]" for i, name in enumerate(relation_columns(kind.name), 2))


def _made(kind: Kind) -> str:
    key = ", ".join(f"{name}: row[{i}]" for i, name in enumerate(kind.columns[: kind.key - 2], 2))
    pattern = f" {{{key}}}" if key else ""
    return (
        f"MATCH (a:{kind.source} {{id: row[0]}})-[r:{kind.name}{pattern}]->(b:{kind.target} {{id: row[1]}}) "
        f"WHERE r.sources IS NOT NULL"
    )
