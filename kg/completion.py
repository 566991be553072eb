"""Names of speakers, works and discussions for a shell to complete: quick, since they are kept for the next time."""

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from kg import data
from kg.errors import KgError
from kg.kept import Kept
from kg.opening import default_db, open_store

_QUERIES = {
    "speaker": "MATCH (n:Speaker) RETURN DISTINCT n.caption AS name ORDER BY name LIMIT 20000",
    "work": "MATCH (n:Work) WHERE n.title IS NOT NULL RETURN DISTINCT n.title AS name ORDER BY name LIMIT 20000",
    "discussion": "MATCH (n:Discussion) RETURN DISTINCT n.caption AS name ORDER BY name LIMIT 20000",
}
_SECONDS = 60
"""How long the names of a server count as fresh; those of a file do as long as the file is the same."""
_SHOWN = 100


def values(kind: str, db: str | None, begin: str) -> list[str]:
    """Names of this kind that begin so, in any case; none for a kind that has no names."""
    if kind not in _QUERIES:
        return []
    names = (name for name in _names(kind, db or default_db()) if name.casefold().startswith(begin.casefold()))
    return [name for _, name in zip(range(_SHOWN), names, strict=False)]


def _names(kind: str, db: str) -> list[str]:
    """All names; those that were kept, as long as the graph is the same."""
    kept = Kept(data.cache("completion"), KgError)
    key = hashlib.sha256(f"{kind} {db if '://' in db else Path(db).resolve()}".encode(errors="replace")).hexdigest()
    state = _state(db)
    with suppress(KgError, ValueError, KeyError):
        before = json.loads(kept.get(key) or b"{}")
        if before["state"] == state:
            return list(before["names"])
    with open_store(db) as store:
        names = [str(name) for (name,) in store.run(_QUERIES[kind], {}).rows]
    with suppress(KgError):
        kept.put(key, {"state": state, "names": names})
    return names


def _state(db: str) -> list[str | int]:
    """What changes when the names may: of a file its size and time, of a server the minute and who asks."""
    if "://" in db:
        who = (os.environ.get(name, "") for name in ("NEO4J_DATABASE", "NEO4J_USERNAME"))
        return [int(time.time() // _SECONDS), *who]
    found = Path(db).stat()
    return [found.st_size, found.st_mtime_ns]
