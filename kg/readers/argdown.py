"""Argdown: the JSON that its tools export, statements and arguments with what they do to each other."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field

from kg.discussion import Discussion
from kg.errors import SourceError
from kg.readers._map import Map, rows
from kg.reading.source import Source

SUFFIXES = (".json",)

_TYPES = re.compile(
    r'"(?:type|fromType|toType)"\s*:\s*"(equivalence-class|argument|relation|statement-map-node|argument-map-node|'
    r'group-map-node|map-edge)"|"(relationType|labelTitle|argumentTitle|isTopLevel)"\s*:'
)
_STANCES = {
    "support": "SUPPORTS",
    "entails": "SUPPORTS",
    "attack": "REBUTS",
    "contrary": "REBUTS",
    "contradictory": "REBUTS",
    "undercut": "UNDERCUTS",
}
_BOTH_WAYS = ("contrary", "contradictory")


def fits(head: str) -> bool:
    """JSON with at least two of the words that only Argdown's export has."""
    return head.lstrip("\ufeff \t\r\n")[:1] == "{" and len(set(_TYPES.findall(head))) >= 2


class _Member(BaseModel):
    text: str | None = None
    role: str | None = None
    title: str | None = None
    isReference: bool | None = None


class _Entry(BaseModel):
    """A statement (all its occurrences) or an argument, with its premises and conclusions."""

    members: list[_Member] = []
    pcs: list[_Member] = []
    relations: list[Any] = []


class _Relation(BaseModel):
    relationType: str
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    fromType: str | None = None
    toType: str | None = None


class _MapNode(BaseModel):
    id: str
    type: str | None = None
    title: str | None = None
    labelTitle: str | None = None
    labelText: str | None = None
    children: list[Any] | None = None


class _MapEdge(BaseModel):
    relationType: str
    source: str | _MapNode = Field(alias="from")
    target: str | _MapNode = Field(alias="to")


def read(source: Source) -> Iterator[Discussion]:
    """One discussion; each statement and each argument is a post that nobody is named for."""
    value = source.json()
    if not isinstance(value, dict):
        raise SourceError(f"{source.name}: no Argdown export; it is an object with 'statements' and 'arguments'")
    found = Map(source, "argdown")
    if isinstance(value.get("statements"), dict) or isinstance(value.get("arguments"), dict):
        _entries(value, found)
    elif isinstance(value.get("map"), dict):
        _drawn(value["map"], found)
    else:
        raise SourceError(f"{source.name}: neither 'statements' nor 'arguments' nor a 'map' in it; export it again")
    if not found.posts:
        raise SourceError(f"{source.name}: no statement with words in it; export the map again")
    yield found.discussion()


def _entries(value: dict[str, Any], found: Map) -> None:
    """Statements, arguments, the steps from premises to conclusions, and the relations."""
    statements = _named(value.get("statements"), found)
    arguments = _named(value.get("arguments"), found)
    for title, entry in statements.items():
        _state(f"[{title}]", title, _words(entry), found)
    for title, entry in arguments.items():
        # A reconstructed argument stands for its conclusion, one that is only named for its name.
        conclusion = next((m.title for m in reversed(entry.pcs) if m.role == "main-conclusion"), None)
        if not _words(entry) and f"[{conclusion}]" in found.places:
            found.places[f"<{title}>"] = found.places[f"[{conclusion}]"]
        else:
            _state(f"<{title}>", title, _words(entry) or title, found)
    for entry in arguments.values():
        _steps(entry.pcs, found)
    listed = value.get("relations")
    # The same relations stand at both of their ends again.
    inner = [relation for entry in [*statements.values(), *arguments.values()] for relation in entry.relations]
    for relation in rows(_Relation, listed or inner, found.skipped):
        start = _key(relation.source, relation.fromType, found)
        _tie(relation.relationType, start, _key(relation.target, relation.toType, found), found)


def _named(entries: Any, found: Map) -> dict[str, _Entry]:
    named: dict[str, _Entry] = {}
    for title, entry in entries.items() if isinstance(entries, dict) else ():
        for row in rows(_Entry, [entry], found.skipped):
            named[title] = row
    return named


def _words(entry: _Entry) -> str:
    """The words of the first occurrence that has any."""
    return next((m.text.strip() for m in entry.members if m.text and m.text.strip() and not m.isReference), "")


def _state(key: str, title: str, words: str, found: Map) -> None:
    if key in found.places or not words:
        found.skipped["repeated statement" if words else "statement without words"] += 1
        return
    found.state(key, found.post(key, words, title=title))


def _steps(pcs: list[_Member], found: Map) -> None:
    """Each conclusion is supported by the premises since the conclusion before it, and by that one."""
    above: list[str] = []
    for member in pcs:
        key = f"[{member.title}]"
        if member.role in ("main-conclusion", "intermediary-conclusion"):
            for premise in above:
                found.tie("SUPPORTS", premise, key)
            above = []
        above.append(key)


def _key(title: str, kind: str | None, found: Map) -> str:
    """The name of an end in the map; a step is named by its argument."""
    keys = (f"[{title}]", f"<{title}>") if kind not in ("argument", "inference") else (f"<{title}>", f"[{title}]")
    return next((key for key in keys if key in found.places), keys[0])


def _tie(kind: str, source: str, target: str, found: Map) -> None:
    stance = _STANCES.get(kind)
    if stance is None:
        found.skipped["relation of another kind"] += 1
        return
    found.tie(stance, source, target)
    if kind in _BOTH_WAYS:
        found.tie(stance, target, source)


def _drawn(drawing: dict[str, Any], found: Map) -> None:
    """The nodes of a map, those in groups too, and its edges."""
    nodes = drawing.get("nodes")
    stack: list[Any] = nodes[::-1] if isinstance(nodes, list) else []
    while stack:
        for node in rows(_MapNode, [stack.pop()], found.skipped):
            title = node.title or node.labelTitle or node.id
            if node.type != "group-map-node":
                words = (node.labelText or node.labelTitle or node.title or "").strip()
                _state(node.id, title, words, found)
            stack += reversed(node.children or [])
    for edge in rows(_MapEdge, drawing.get("edges"), found.skipped):
        start, end = (end if isinstance(end, str) else end.id for end in (edge.source, edge.target))
        _tie(edge.relationType, start, end, found)
