"""Checks a graph: every span against its text and source, every record against the ontology, every relation's ends."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from kg import ontology, spans
from kg.errors import OntologyError
from kg.graph import Counts, Node, Record, Relation
from kg.loading.keyset import Keys
from kg.records import identity
from kg.text import caption

_SHOWN = 200
"""Characters of a text that a line shows."""
_BEFORE = 40
"""Of these, how many before the place that is wrong."""


def problems(records: Iterable[Record]) -> Iterator[str]:
    """One line for each thing that is wrong, in the order of the records; nothing where all holds.

    The records are a stream: Load nodes, then posts, then other nodes, then relations. Of all of it the texts of the
    posts are kept, and keys.
    """
    graph, owned = _Met(), _Owned()
    for record in records:
        owned.add(record)
        try:
            if isinstance(record, Node):
                ontology.load().check_node(record.label, record.properties)
            else:
                ontology.load().check_relation(record.type, record.source, record.target, record.properties)
        except OntologyError as error:
            yield caption(str(error), 3 * _SHOWN)
            continue
        yield from graph.node(record) if isinstance(record, Node) else graph.relation(record)
    yield from owned.orphans()


class _Owned:
    """How many records each source yields, and some of them; and which sources have a Load node."""

    def __init__(self) -> None:
        self.books: set[str] = set()
        self.counts = Counts()

    def add(self, record: Record) -> None:
        if isinstance(record, Node) and record.label == "Load":
            self.books.add(record.id)
            return
        for source in record.properties.get("sources", ()):
            said = (
                f"{record.label} {record.id}" if isinstance(record, Node) else f"{record.type} from {record.source[1]}"
            )
            self.counts.add("added", source, said)

    def orphans(self) -> Iterator[str]:
        """What is left of sources of which nobody knows that they were loaded."""
        for source, number in sorted(self.counts.added.items()):
            if source not in self.books:
                some = "; ".join(self.counts.examples[source, "added"])
                yield f"source '{source}': {number} rows without a Load node, such as {some}; remove them with kg drop"


def unfinished(source: str) -> str:
    """That the load of a source was begun and never ended."""
    return f"source '{source}': its load was not finished; load it again"


def differences(counts: Counts) -> Iterator[str]:
    """What a comparison with records found, by label and type, with examples."""
    for word, found in (("missing", counts.added), ("extra", counts.removed), ("different", counts.changed)):
        told = {"missing": "added", "extra": "removed", "different": "changed"}[word]
        for name, number in sorted(found.items()):
            yield f"{name}: {number} {word}, such as {'; '.join(counts.examples.get((name, told), ()))}"


class _Met:
    """What went by of a graph, as far as the rest is checked against it."""

    def __init__(self) -> None:
        self._nodes = Keys()
        self._said = Keys()  # claims with their words
        self._texts: dict[str, str] = {}
        self._documents = _Documents()

    def node(self, node: Node) -> Iterator[str]:
        """What is wrong with a node."""
        self._nodes.add(identity(node))
        p = node.properties
        if node.label == "Load":
            self._documents.add(node)
        elif node.label == "Post":
            self._texts[node.id] = p.get("text", "")
            yield from self._post(node)
        elif node.label == "Claim":
            self._said.add((node.id, p["text"]))
            found = self._at(p["post"], p["start_char"], p["end_char"])
            if found != p["text"]:
                yield f"Claim '{node.id}': the post {_unlike(found, p['text'], p['post'], p['start_char'])}"

    def _post(self, node: Node) -> Iterator[str]:
        """A post's places lie in its text, and hold the same characters in its document, where that is at hand."""
        text = self._texts[node.id]
        try:
            places = spans.read(node.properties.get("places"))
        except ValueError:
            yield f"Post '{node.id}': its places cannot be read"
            return
        if any(place.text + place.length > len(text) for place in places):
            yield f"Post '{node.id}': a place reaches past its text of {len(text)} characters"
        document = self._documents.text(str(node.properties.get("document"))) if places else None
        if document is None:
            return
        for place in places:
            here = text[place.text : place.text + place.length]
            if document[place.document : place.document + place.length] != here:
                yield f"Post '{node.id}': its document holds other words than '{here[:60]}' at {place.document}"

    def relation(self, relation: Relation) -> Iterator[str]:
        """What is wrong with a relation."""
        where, p = f"{relation.type} from '{relation.source[1]}' to '{relation.target[1]}'", relation.properties
        for end in (relation.source, relation.target):
            if end not in self._nodes:
                yield f"{where}: there is no {end[0]} '{end[1]}'"
        if "evidence" in p:
            found = self._at(p["evidence_post"], p["evidence_start"], p["evidence_end"])
            if found != p["evidence"]:
                said = _unlike(found, p["evidence"], p["evidence_post"], p["evidence_start"], "the evidence ")
                yield f"{where}: its post {said}"
        if relation.type == "STATES":
            yield from self._place(where, relation)
        if relation.target[0] == "Post" and p.get("source_end", 0) > len(self._texts.get(relation.target[1], "")):
            yield f"{where}: the quoted words reach past the quoted post"

    def _place(self, where: str, relation: Relation) -> Iterator[str]:
        """A place of a claim holds the words that say it: its own where it is said first, else the evidence."""
        p, post = relation.properties, relation.source[1]
        found = self._at(post, p["start_char"], p["end_char"])
        if found != p.get("evidence", found):
            yield f"{where}: its post {_unlike(found, p['evidence'], post, p['start_char'])}"
        elif "evidence" not in p and relation.target in self._nodes and (relation.target[1], found) not in self._said:
            said = f"'{_shown(found, 0)}' there, not the words of the claim"
            yield f"{where}: its post holds {said} ({post}, from character {p['start_char']} on)"

    def _at(self, post: str, start: int, end: int) -> str:
        return self._texts.get(post, "")[start:end]


def _unlike(found: str, said: str, post: str, start: int, what: str = "") -> str:
    """That a post holds other words, and where; of long texts that part in which they differ."""
    differ = (at for at, (one, other) in enumerate(zip(found, said, strict=False)) if one != other)
    same = next(differ, min(len(found), len(said)))
    words = f"holds '{_shown(found, same)}' there, not {what}'{_shown(said, same)}'"
    return f"{words} ({post}, from character {start + same} on)"


def _shown(text: str, at: int) -> str:
    """The words around a place."""
    first = max(0, at - _BEFORE) if len(text) > _SHOWN else 0
    last = first + _SHOWN
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}".replace("\n", " ")


class _Documents:
    """The texts of plain-text documents that still lie where they were read and have not changed."""

    def __init__(self) -> None:
        self._files: dict[str, list[tuple[str, str]]] = {}
        self.text = lru_cache(maxsize=1)(self._text)  # posts come in the order of their ids, and so of their pages

    def add(self, load: Node) -> None:
        """Remember the file of a source."""
        self._files.setdefault(load.properties["document"], []).append((load.id, load.properties["sha256"]))

    def _text(self, document: str) -> str | None:
        for name, digest in self._files.get(document, ()):
            with suppress(OSError, ValueError):  # also a name that no file can have, or bytes that are no words
                path = Path(name)
                data = path.read_bytes() if path.is_file() else b""
                if sha256(data).hexdigest() == digest:
                    return data.decode()
        return None
