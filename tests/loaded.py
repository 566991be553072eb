"""Graphs in memory after some loads, for tests of what a load does."""

from typing import Any

import kglite

from kg import loading
from kg.graph import Counts, Node, Record, Relation
from kg.loading.database import silent
from kg.loading.wanted import check
from kg.stores.embedded import Opened

kglite.set_query_warning_policy("silent")

STATED: dict[str, Any] = {"asserted": True}


def load_node(source: str) -> Node:
    """The book-keeping of a source."""
    text = dict.fromkeys(("caption", "document", "format", "sha256", "version"), "x")
    return Node("Load", {"id": source, "sources": [source], **text})


def post(id: str, *sources: str, **more: Any) -> Node:
    """A post that these sources yield."""
    return Node("Post", {"id": id, "caption": id, "sources": list(sources), **more})


def replies(source: str, target: str, *sources: str) -> Relation:
    """An answer that these sources tell of."""
    return Relation("REPLIES_TO", ("Post", source), ("Post", target), {**STATED, "sources": list(sources)})


def graph(*history: list[Record], by_hand: str = "") -> Opened:
    """A graph in memory after these loads, and what somebody did to it by hand."""
    opened = Opened(kglite.KnowledgeGraph())
    for records in history:
        load(opened, records)
    if by_hand:
        opened.ask(by_hand, {})
    return opened


def load(opened: Opened, records: list[Record], dry_run: bool = False) -> Counts:
    return loading.load(opened, check(records), silent, dry_run)
