"""Everything that was found, and exactly where, as one JSON object (annotations.json)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg import ontology, spans
from kg.discussion import Place
from kg.findings import Claim, Span
from kg.graph import Node, Record, Relation

SUFFIXES: tuple[str, ...] = ()


def write(records: Iterable[Record], path: Path) -> None:
    """One JSON object, UTF-8, keys and items in a fixed order; docs/annotations.md says its form."""
    text = json.dumps(annotations(records), ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def annotations(records: Iterable[Record]) -> dict[str, list[dict[str, Any]]]:
    """The object that `write` writes."""
    sheet = _Sheet(records)
    return {
        "documents": sheet.documents(),
        "speakers": sheet.speakers(),
        "posts": sheet.posts(),
        "quotes": sheet.quotes(),
        "claims": sheet.claims(),
        "works": sheet.works(),
        "mentions": sheet.mentions(),
        "relations": sheet.relations(),
    }


def _place_id(states: Relation) -> str:
    """The id of a place where a claim is said again, made as a claim's."""
    p = states.properties
    return Claim(Span(states.source[1], p["start_char"], p["end_char"]), p["evidence"], "claim").id


class _Sheet:
    """The records by label and type, with what several parts of the object need."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._nodes: dict[str, list[Node]] = {}
        self._relations: dict[str, list[Relation]] = {}
        for record in records:
            if isinstance(record, Node):
                self._nodes.setdefault(ontology.load().root(record.label), []).append(record)
            else:
                self._relations.setdefault(record.type, []).append(record)
        self._places: dict[str, list[Place]] = {
            p.id: spans.read(p.properties["places"]) for p in self._nodes.get("Post", ()) if p.properties.get("places")
        }

    def _where(self, post: str, start: int, end: int) -> list[list[int]] | None:
        places = self._places.get(post)
        return None if places is None else [list(s) for s in spans.within(places, start, end)]

    def _sources(self, type: str) -> dict[str, str]:
        """The other end of a relation by its target."""
        return {r.target[1]: r.source[1] for r in self._relations.get(type, ())}

    def documents(self) -> list[dict[str, Any]]:
        return [
            {"id": n.properties["document"], "path": n.id, "format": n.properties["format"],
             "sha256": n.properties["sha256"]}
            for n in self._nodes.get("Load", ())
        ]  # fmt: skip

    def speakers(self) -> list[dict[str, Any]]:
        return [
            {"id": n.id, "name": n.properties.get("name"), "aliases": n.properties.get("aliases", [])}
            for n in self._nodes.get("Speaker", ())
        ]

    def posts(self) -> list[dict[str, Any]]:
        speakers = self._sources("WROTE")
        answers = {r.source[1]: r.target[1] for r in self._relations.get("REPLIES_TO", ())}
        return [
            {
                "id": n.id,
                "source_id": n.properties.get("source_id"),
                "document": n.properties.get("document"),
                "speaker": speakers.get(n.id),
                "reply_to": answers.get(n.id),
                "text": n.properties.get("text"),
                "spans": [list(s) for s in spans.whole(self._places[n.id])] if n.id in self._places else None,
            }
            for n in self._nodes.get("Post", ())
        ]

    def quotes(self) -> list[dict[str, Any]]:
        """Each quoted passage once; its origin where a post on the page holds the words."""
        origins = {
            (r.source[1], r.properties["start_char"], r.properties["end_char"]): r
            for r in self._relations.get("QUOTES", ())
            if r.target[0] == "Post"
        }
        out = []
        for post in self._nodes.get("Post", ()):
            for item in str(post.properties.get("quoted", "")).split():
                start, end = (int(x) for x in item.split("-"))
                origin = origins.get((post.id, start, end))
                out.append(
                    {
                        "post": post.id,
                        "start": start,
                        "end": end,
                        "source_post": origin.target[1] if origin else None,
                        "source_start": origin.properties.get("source_start") if origin else None,
                        "source_end": origin.properties.get("source_end") if origin else None,
                        "places": self._where(post.id, start, end),
                    }
                )
        return out

    def claims(self) -> list[dict[str, Any]]:
        """Each claim where it was said first, and behind these each place where it is said again."""
        nodes = self._nodes.get("Claim", [])
        first = [self._claim(n.id, n.properties["post"], n.properties, n.properties["kind"]) for n in nodes]
        kind = {n.id: n.properties["kind"] for n in nodes}
        again = [
            self._claim(_place_id(r), r.source[1], r.properties, r.properties.get("kind", kind[r.target[1]]))
            | {"same_as": r.target[1]}
            for r in self._relations.get("STATES", ())
            if "evidence" in r.properties
        ]
        return [*first, *again]

    def _claim(self, id: str, post: str, p: dict[str, Any], kind: str) -> dict[str, Any]:
        start, end = p["start_char"], p["end_char"]
        places = self._where(post, start, end)
        return {"id": id, "post": post, "start": start, "end": end, "kind": kind, "places": places}

    def works(self) -> list[dict[str, Any]]:
        return [{"id": n.id, "title": n.properties.get("title")} for n in self._nodes.get("Work", ())]

    def mentions(self) -> list[dict[str, Any]]:
        out = []
        for r in self._relations.get("CITES", ()):
            if r.source[0] == "Post":
                start, end = r.properties["start_char"], r.properties["end_char"]
                out.append({"work": r.target[1], "post": r.source[1], "start": start, "end": end,
                            "places": self._where(r.source[1], start, end)})  # fmt: skip
        return out

    def relations(self) -> list[dict[str, Any]]:
        return [
            {"source": r.source[1], "target": r.target[1], "type": type_,
             "confidence": r.properties["confidence"], "rule": r.properties["rule"]}
            for type_ in ontology.load().stances
            for r in self._relations.get(type_, ())
        ]  # fmt: skip
