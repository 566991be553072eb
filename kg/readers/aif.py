"""AIF: argument maps as JSON (AIFdb, OVA) and xAIF, with who said what and the relations between the claims."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from rapidfuzz import fuzz

from kg.discussion import Discussion, Post, Speaker
from kg.errors import SourceError
from kg.readers._map import Map, rows
from kg.reading.source import Source
from kg.text import fold, fold_map, slug, trim

SUFFIXES = (".json",)

_KEYS = re.compile(r'"(nodeID|edgeID|fromID|toID|personID|participantID)"\s*:')
_KIND = re.compile(r'"type"\s*:\s*"(?:I|L|RA|CA|MA|YA|TA|PA)"')
_SAID = re.compile(r"\s*(?P<name>[^:\n]{1,60}?)\s+:\s+")  # AIFdb writes a locution as `Ann Lee : her words`
_ALIKE = 75
"""How like a part of the locution the words of a claim must be, from 0 to 100, to be taken for that part."""
_UNREAD = {"MA": "rephrase", "PA": "preference"}


def fits(head: str) -> bool:
    """JSON with the ids of nodes, edges or people that AIF's documents have."""
    keys = set(_KEYS.findall(head))
    return head.lstrip("\ufeff \t\r\n")[:1] == "{" and (len(keys) > 1 or bool(keys and _KIND.search(head)))


class _Node(BaseModel):
    nodeID: str | int
    type: str
    text: str | None = None


class _Edge(BaseModel):
    fromID: str | int
    toID: str | int


class _Locution(BaseModel):
    nodeID: str | int
    personID: str | int | None = None
    start: str | None = None


class _Person(BaseModel):
    participantID: str | int
    firstname: str | None = None
    surname: str | None = None


def read(source: Source) -> Iterator[Discussion]:
    """One discussion: a post for each locution, and for each claim that nobody is known to have uttered."""
    value = source.json()
    graph = value.get("AIF", value.get("aif", value)) if isinstance(value, dict) else None
    graph = graph if isinstance(graph, dict) else {}
    for key in ("nodes", "edges"):
        if not isinstance(graph.get(key), list):
            raise SourceError(f"{source.name}: no list '{key}' in it, which AIF must have; export the map again")
    reading = _Reading(graph, source)
    if not any(node.type in ("I", "L") for node in reading.nodes.values()):
        raise SourceError(f"{source.name}: none of its {len(graph['nodes'])} nodes is a claim (I) or a locution (L)")
    yield reading.discussion()


class _Reading:
    """The graph by node: what each is, what points at it, what it points at, and who spoke."""

    def __init__(self, graph: dict[str, Any], source: Source) -> None:
        self.map = Map(source, "aif")
        skipped = self.map.skipped
        self.nodes: dict[str, _Node] = {}
        for node in rows(_Node, graph["nodes"], skipped):
            if self.nodes.setdefault(str(node.nodeID), node) is not node:
                skipped["repeated row"] += 1
        self.into: defaultdict[str, list[str]] = defaultdict(list)
        self.out: defaultdict[str, list[str]] = defaultdict(list)
        for edge in rows(_Edge, graph["edges"], skipped):
            if not {str(edge.fromID), str(edge.toID)} <= self.nodes.keys():
                skipped["edge without both its nodes"] += 1
            self.into[str(edge.toID)].append(str(edge.fromID))
            self.out[str(edge.fromID)].append(str(edge.toID))
        self.people = {str(p.participantID): p for p in rows(_Person, graph.get("participants"), skipped)}
        self.locutions = {str(x.nodeID): x for x in rows(_Locution, graph.get("locutions"), skipped)}

    def discussion(self) -> Discussion:
        """Locutions first, then claims, then what the claims do to each other."""
        said = {key: post for key in self._of("L") if (post := self._locution(key)) is not None}
        for key, post in said.items():
            above = (p for link in self._next(key, self.into, "TA") for p in self._next(link, self.into, "L"))
            post.reply_to = next((said[p].id for p in above if p in said and p != key), None)
        uttered: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in said:
            for force in self._next(key, self.out, "YA"):
                for claim in self._next(force, self.out, "I"):
                    uttered[claim].append((key, force))
        for key in self._of("I"):
            self._claim(key, uttered[key], said)
        for key in self._of("RA", "CA"):
            self._relation(key)
        for kind, what in _UNREAD.items():
            self.map.skipped[what] += sum(1 for _ in self._of(kind))
        return self.map.discussion()

    def _of(self, *kinds: str) -> Iterator[str]:
        return (key for key, node in self.nodes.items() if node.type in kinds)

    def _next(self, key: str, way: dict[str, list[str]], *kinds: str) -> list[str]:
        """The nodes of these kinds that edges lead to or come from."""
        return [k for k in way.get(key, ()) if k in self.nodes and self.nodes[k].type in kinds]

    def _locution(self, key: str) -> Post | None:
        """A post with the words of a locution, without the name before them."""
        text = self.nodes[key].text or ""
        told = self.locutions.get(key)
        speaker = self._person(told)
        named = _before(text, speaker)
        if named:
            text = text[named.end() :]
            speaker = speaker or Speaker(f"{self.map.id}:{slug(named['name']) or 'nobody'}", named["name"].strip())
        if not text.strip():
            self.map.skipped["locution without words"] += 1
            return None
        return self.map.post(key, text, speaker, posted=(told and told.start) or None)

    def _person(self, told: _Locution | None) -> Speaker | None:
        if told is None or told.personID is None:
            return None
        person = self.people.get(str(told.personID))
        parts = (person.firstname, person.surname) if person else ()
        name = " ".join(part.strip() for part in parts if part and part.strip() not in ("", "None"))  # Python's nothing
        return Speaker(f"{self.map.id}:person-{told.personID}", name or None)

    def _claim(self, key: str, uttered: list[tuple[str, str]], said: dict[str, Post]) -> None:
        """State the claim where its words stand in a locution, else in a post of its own by the same speaker."""
        words = (self.nodes[key].text or "").strip()
        if not words:
            self.map.skipped["claim without words"] += 1
            return
        kind = self._kind(key, [self.nodes[force].text or "" for _, force in uttered])
        for locution, _ in uttered:
            span = _part(said[locution].text or "", words)
            if span is not None:
                self.map.state(key, said[locution], *span, kind)
                self.map.skipped["claim that is uttered again"] += len(uttered) - 1
                return
        first = said[uttered[0][0]] if uttered else None
        self.map.state(key, self.map.post(key, words, first.speaker if first else None), kind=kind)

    def _kind(self, key: str, forces: list[str]) -> str:
        if forces and all("question" in force.casefold() for force in forces):
            return "question"
        supports, supported = self._next(key, self.out, "RA"), self._next(key, self.into, "RA")
        return "premise" if supports and not supported else "claim"

    def _relation(self, key: str) -> None:
        """Support and conflict between claims; a conflict with a step undercuts what the step starts from."""
        inference = self.nodes[key].type == "RA"
        steps = self._next(key, self.out, "RA", "CA", "MA", "PA")
        for source in self._next(key, self.into, "I"):
            for target in self._next(key, self.out, "I"):
                self.map.tie("SUPPORTS" if inference else "REBUTS", source, target)
            for step in () if inference else steps:
                for target in self._next(step, self.into, "I"):
                    self.map.tie("UNDERCUTS", source, target)
        if inference:
            self.map.skipped["support for a step"] += len(steps)


def _before(text: str, speaker: Speaker | None) -> re.Match[str] | None:
    """The name before the words of a locution, where it is the speaker's, or where no speaker is known."""
    if speaker is None or not speaker.name:
        return _SAID.match(text)
    return re.match(rf"\s*(?P<name>{re.escape(speaker.name)})(?: None)?\s*:\s+", text, re.IGNORECASE)


def _part(text: str, words: str) -> tuple[int, int] | None:
    """The part of `text` that says `words`: word for word, or as nearly as one can tell."""
    at = text.find(words)
    if at >= 0:
        return at, at + len(words)
    folded, origin = fold_map(text)
    key = fold(words).rstrip(". ")
    at = folded.find(key) if key else -1
    if at >= 0:
        return origin[at], origin[at + len(key) - 1] + 1
    if not key or len(key) > len(folded) * 1.5 or len(key) > 2000:
        return None
    hit = fuzz.partial_ratio_alignment(key, folded, score_cutoff=_ALIKE)
    if hit is None or hit.dest_end <= hit.dest_start:
        return None
    start, end = origin[hit.dest_start], origin[hit.dest_end - 1] + 1
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    start, end = trim(text, start, end)
    return (start, end) if start < end else None
