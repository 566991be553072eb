"""Checks a graph: every span against its text and source, every record against the ontology, every relation's ends."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from kg import ontology, spans
from kg.errors import OntologyError
from kg.graph import Counts, Node, Record, Relation


def problems(records: Iterable[Record]) -> Iterator[str]:
    """One line for each thing that is wrong, in the order of the records; nothing where all holds."""
    terms = ontology.load()
    nodes: dict[tuple[str, str], Node] = {}
    relations: list[Relation] = []
    owned = _Owned()
    for record in records:
        owned.add(record)
        if isinstance(record, Relation):
            relations.append(record)
            continue
        try:
            terms.check_node(record.label, record.properties)
            nodes[terms.root(record.label), record.id] = record
        except OntologyError as error:
            yield str(error)
    texts = {n.id: str(n.properties.get("text", "")) for n in nodes.values() if n.label == "Post"}
    sources = _sources(nodes.values())
    for node in nodes.values():
        yield from _node(node, texts)
        yield from _in_source(node, sources)
    for relation in relations:
        yield from _relation(relation, nodes, texts)
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


def _node(node: Node, texts: dict[str, str]) -> Iterator[str]:
    p = node.properties
    if node.label == "Claim":
        found = texts.get(p["post"], "")[p["start_char"] : p["end_char"]]
        if found != p["text"]:
            yield f"Claim '{node.id}': the post holds '{found}' there, not '{p['text']}'"
    if node.label == "Post":
        length = len(p.get("text", ""))
        try:
            outside = [x for x in spans.read(p.get("places")) if x.text + x.length > length]
        except ValueError:
            yield f"Post '{node.id}': its places cannot be read"
            return
        if outside:
            yield f"Post '{node.id}': a place reaches past its text of {length} characters"


def _sources(nodes: Iterable[Node]) -> dict[str, str]:
    """The text of each source file that still lies where it was read and has not changed, by document id."""
    found: dict[str, str] = {}
    for node in nodes:
        if node.label == "Load":
            with suppress(OSError, UnicodeDecodeError):
                data = Path(node.id).read_bytes()
                if sha256(data).hexdigest() == node.properties["sha256"]:
                    found[node.properties["document"]] = data.decode()
    return found


def _in_source(node: Node, sources: dict[str, str]) -> Iterator[str]:
    """A post's places hold the same characters in its document, as far as the document is at hand."""
    text, document = str(node.properties.get("text", "")), sources.get(str(node.properties.get("document")))
    if node.label != "Post" or document is None:
        return
    with suppress(ValueError):  # said by _node
        for place in spans.read(node.properties.get("places")):
            here = text[place.text : place.text + place.length]
            if document[place.document : place.document + place.length] != here:
                yield f"Post '{node.id}': its document holds other words than '{here[:60]}' at {place.document}"


def _relation(relation: Relation, nodes: dict[tuple[str, str], Node], texts: dict[str, str]) -> Iterator[str]:
    where = f"{relation.type} from '{relation.source[1]}' to '{relation.target[1]}'"
    try:
        ontology.load().check_relation(relation.type, relation.source, relation.target, relation.properties)
    except OntologyError as error:
        yield str(error)
        return
    for end in (relation.source, relation.target):
        if end not in nodes:
            yield f"{where}: there is no {end[0]} '{end[1]}'"
    p = relation.properties
    if "evidence" in p:
        found = texts.get(p["evidence_post"], "")[p["evidence_start"] : p["evidence_end"]]
        if found != p["evidence"]:
            yield f"{where}: its post holds '{found}' there, not the evidence '{p['evidence']}'"
    if relation.type == "STATES":
        yield from _place(where, relation, nodes, texts)
    if relation.target[0] == "Post" and "source_end" in p and p["source_end"] > len(texts.get(relation.target[1], "")):
        yield f"{where}: the quoted words reach past the quoted post"


def _place(where: str, relation: Relation, nodes: dict[tuple[str, str], Node], texts: dict[str, str]) -> Iterator[str]:
    """A place of a claim holds the words that say it: its own where it is said first, else the evidence."""
    p, claim = relation.properties, nodes.get(relation.target)
    found = texts.get(relation.source[1], "")[p["start_char"] : p["end_char"]]
    said = p.get("evidence", claim.properties.get("text") if claim else found)
    if found != said:
        yield f"{where}: its post holds '{found}' there, not '{said}'"
