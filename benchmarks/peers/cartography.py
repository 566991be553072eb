"""cartography's loader: a schema for each label, and links between nodes that are there."""

import logging
from dataclasses import field, make_dataclass
from typing import Any

from peers import Ends, Graph, Row, Server, columns

NEEDS = ["cartography==0.143.0", "neo4j==6.4.1", "pyarrow==26.0.1"]
IMPORTS = [
    "cartography.client.core.tx",
    "cartography.models.core.nodes",
    "cartography.models.core.relationships",
    "neo4j",
]

_STAMP = {"lastupdated": 1}
_HOME = {"_sub_resource_label": "Discussion", "_sub_resource_id": "all"}


def load(graph: Graph, server: Server) -> None:
    """Nodes by their schemas, relations as links; it makes its indexes itself."""
    from cartography.client.core.tx import load, load_matchlinks
    from neo4j import GraphDatabase

    logging.disable(logging.WARNING)
    with GraphDatabase.driver(server.address, notifications_min_severity="OFF") as driver, driver.session() as session:
        for label, rows in graph.nodes.items():
            load(session, _node(label, rows), rows, **_STAMP)
        for ends, rows in graph.relations.items():
            load_matchlinks(session, _link(ends, rows), rows, **_STAMP, **_HOME)


def _node(label: str, rows: list[Row]) -> Any:
    from cartography.models.core.nodes import CartographyNodeProperties, CartographyNodeSchema

    held = _references(["id", *columns(rows)], [*_STAMP])
    return _made(CartographyNodeSchema, {"label": label, "properties": _made(CartographyNodeProperties, held)})


def _link(ends: Ends, rows: list[Row]) -> Any:
    from cartography.models.core import relationships as parts

    type, source, target = ends
    held = _references(columns(rows), [*_STAMP, *_HOME])
    given = {
        "source_node_label": source,
        "source_node_matcher": parts.make_source_node_matcher({"id": _references(["source"], [])["source"]}),
        "target_node_label": target,
        "target_node_matcher": parts.make_target_node_matcher({"id": _references(["target"], [])["target"]}),
        "direction": parts.LinkDirection.OUTWARD,
        "rel_label": type,
        "properties": _made(parts.CartographyRelProperties, held),
    }
    return _made(parts.CartographyRelSchema, given)


def _references(keys: list[str], words: list[str]) -> dict[str, Any]:
    """Where values come from: keys of a row, and words of the call."""
    from cartography.models.core.common import PropertyRef

    return {
        **{key: PropertyRef(key) for key in keys},
        **{word: PropertyRef(word, set_in_kwargs=True) for word in words},
    }


def _made(kind: type, given: dict[str, Any]) -> Any:
    """An instance of a class that its documentation has one write by hand for each label and type."""
    fields = [(name, object, field(default=value)) for name, value in given.items()]
    return make_dataclass(f"Our{kind.__name__}", fields, bases=(kind,), frozen=True)()


WAYS = {"cartography's loader": load}
