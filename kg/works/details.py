"""Fetched details as records: each service is a source of its own, so that no build of a discussion takes them away."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from kg.graph import Node, Record
from kg.text import caption
from kg.version import VERSION
from kg.works.fetch_cache import Said

_OURS = "works:"
_TOLD = ("title", "authors", "year")


def needed(records: Iterable[Record]) -> list[Record]:
    """Of a graph, what the two functions below look at: works, and which services were asked."""
    return [r for r in records if isinstance(r, Node) and r.label in ("Load", "Work", "Paper")]


def lacking(records: Iterable[Record]) -> list[Node]:
    """The cited works that nobody but a service has told all about: those to ask about, or to tell of again."""
    works = (r for r in records if isinstance(r, Node) and r.label in ("Work", "Paper"))
    return [w for w in works if _cited(w) and (_services(w) or not all(w.properties.get(name) for name in _TOLD))]


def rows(records: Iterable[Record], said: Mapping[str, Said]) -> list[Record]:
    """The records that the services yield for these works, with the Load of each service."""
    held = list(records)
    found: dict[str, list[Node]] = {
        r.id: [] for r in held if isinstance(r, Node) and r.label == "Load" and r.id.startswith(_OURS)
    }
    for work in lacking(held):
        answer = said.get(work.id)
        if answer is None:  # nobody answered this time: what was known before stays
            for source in _services(work):
                found.setdefault(source, []).append(_again(work, source))
        elif answer.service is not None:
            source = f"{_OURS}{answer.service}"
            found.setdefault(source, []).append(_row(work, answer, source))
    return [record for source in sorted(found) for record in (_load(source, found[source]), *found[source])]


def _row(work: Node, answer: Said, source: str) -> Node:
    """Only what the graph lacks: what somebody else has said of the work stays."""
    told: dict[str, Any] = {**answer.details._asdict(), "authors": list(answer.details.authors)}
    new = {name: value for name, value in told.items() if value and work.properties.get(name) in (None, [], value)}
    shown = caption(new["title"]) if "title" in new else work.caption
    return Node(work.label, {"id": work.id, **new, "caption": shown, "sources": [source]})


def _again(work: Node, source: str) -> Node:
    known = {name: work.properties[name] for name in (*_TOLD, "caption") if name in work.properties}
    return Node(work.label, {"id": work.id, **known, "sources": [source]})


def _load(source: str, nodes: list[Node]) -> Node:
    """The book-keeping of one service: a hash of all that it yields."""
    digest = sha256(json.dumps([n.properties for n in nodes], sort_keys=True).encode("ascii")).hexdigest()
    return Node(
        "Load",
        {
            "id": source,
            "caption": source,
            "document": digest[:12],
            "format": source.removeprefix(_OURS),
            "sha256": digest,
            "version": VERSION,
            "sources": [source],
        },
    )


def _services(work: Node) -> list[str]:
    return [s for s in work.properties["sources"] if s.startswith(_OURS)]


def _cited(work: Node) -> bool:
    """Whether a discussion still cites it."""
    return any(not s.startswith(_OURS) for s in work.properties["sources"])
