"""Argument maps for tests: read one, and say its claims and ties in words."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import kg
from kg.discussion import Discussion
from kg.graph import Relation
from kg.reading.source import Source
from tests.talk import found_in

FIXTURES = Path(__file__).parent / "fixtures"


def read(path: Path, reader: str = "") -> Discussion:
    """The map in a file, by the reader that its folder is named after, or by another."""
    name = reader or path.parent.name
    (discussion,) = import_module(f"kg.readers.{name}").read(Source(path, path.name, format=name))
    assert isinstance(discussion, Discussion)
    return discussion


def turned(value: Any, tmp_path: Path, reader: str) -> Discussion:
    """The map that these values make, written as JSON."""
    path = tmp_path / "map.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read(path, reader)


def said(discussion: Discussion) -> list[str]:
    """The words of each stated claim."""
    posts = discussion.by_id()
    return [(posts[s.post].text or "")[s.start : s.end] for s in discussion.stated]


def ties(discussion: Discussion) -> set[tuple[str, str, str]]:
    """What the claims do to each other, in their words."""
    words = said(discussion)
    return {(words[t.source], t.type, words[t.target]) for t in discussion.ties}


def check_graph(path: Path) -> None:
    """The claims and ties of the map, and no others, are in the graph, as asserted by the source."""
    discussion = read(path)
    stances = [
        r for r in kg.extract(str(path)) if isinstance(r, Relation) and r.type in ("SUPPORTS", "REBUTS", "UNDERCUTS")
    ]
    assert {(r.source[1].partition("#")[0], r.type, r.target[1].partition("#")[0]) for r in stances} == {
        (discussion.stated[t.source].post, t.type, discussion.stated[t.target].post) for t in discussion.ties
    }
    assert all(r.properties["asserted"] for r in stances)
    claims = {c.text for group in found_in(discussion).claims.values() for c in group}
    assert claims == set(said(discussion))
