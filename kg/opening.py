"""Where a graph is, and how it is opened: the first part of its address, or its ending, tells the store."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.stores import Store


def default_db() -> str:
    """Where the graph is when nothing is said: `KG_DB`, else `discussion.kgl` in the current folder."""
    return os.environ.get("KG_DB") or "discussion.kgl"


@contextmanager
def open_store(db: str | None = None) -> "Iterator[Store]":
    """The store behind an address: `PATH.kgl`, `bolt://…` or `neo4j://…`; closed at the end of the block."""
    from kg import plugins

    address = db or default_db()
    scheme = address.partition("://")[0] if "://" in address else Path(address).suffix
    for _, module in plugins.every("stores"):
        if scheme in module.SCHEMES:
            store: Store = module.connect(address)
            try:
                yield store
            finally:
                store.close()
            return
    known = ", ".join(s if s.startswith(".") else f"{s}://" for _, m in plugins.every("stores") for s in m.SCHEMES)
    raise KgError(f"--db '{address}': no store for this address (known: {known})")
