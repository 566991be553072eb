"""Search: what holds the words, the best first, with the words marked.

A store's index finds candidates; the order is kg's own, so that it is the same wherever a graph is kept. The score is 1
for what consists of nothing but the words, and else lies below. It grows with the number of words found, then with
words that stand side by side as given, and then as in BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75, an average
length of 50 words), without weights for rare words: where all words must stand, these change little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg import sought
from kg.errors import QueryError
from kg.plugins import nearest
from kg.sought import Term
from kg.stores import Store
from kg.text import counted

KINDS = {"speakers": "Speaker", "works": "Work", "claims": "Claim", "posts": "Post"}
"""What can be looked for, in the order in which it comes where scores are the same."""

_CANDIDATES = 300
"""Of each kind; what an index thinks worse of is not looked at."""
_LETTERS = 6.0
"""Of a word with the blank after it, on the average."""
_AROUND = " .,:;!?…\"'“”()\n"
_SHOWN = 240
_BEFORE = 80

_ABOUT = {
    "Speaker": "RETURN id, '' AS who, COUNT { MATCH (n)-[:WROTE]->(:Post) } AS place",
    "Work": "RETURN id, '' AS who, n.url AS place",
    "Claim": "OPTIONAL MATCH (s:Speaker)-[:ASSERTS]->(n) WITH n, id, min(s.caption) AS who "
    "OPTIONAL MATCH (:Post {id: n.post})-[:PART_OF]->(d:Discussion) RETURN id, who, min(d.caption) AS place",
    "Post": "OPTIONAL MATCH (s:Speaker)-[:WROTE]->(n) WITH n, id, min(s.caption) AS who "
    "OPTIONAL MATCH (n)-[:PART_OF]->(d:Discussion) RETURN id, who, min(d.caption) AS place",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: `kind` is its label, `words` a stretch of its text, `marks` where in it the words stand."""

    kind: str
    id: str
    words: str
    marks: tuple[tuple[int, int], ...]
    score: float
    who: str = ""
    where: str = ""

    @property
    def marked(self) -> str:
        """The words with what was looked for in brackets."""
        parts, last = [], 0
        for start, end in self.marks:
            parts += [self.words[last:start], "[", self.words[start:end], "]"]
            last = end
        return "".join([*parts, self.words[last:]])


def find(store: Store, words: str, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """The best hits for the words, at most `limit`; where nothing holds all of them, what holds most.

    QueryError where there is no word to look for, or no such kind.
    """
    terms = sought.read(words)
    for kind in kinds:
        if kind not in KINDS:
            raise QueryError(f"no kind '{kind}'{nearest(kind, list(KINDS)) or ''} (known: {', '.join(KINDS)})")
    labels = [label for kind, label in KINDS.items() if not kinds or kind in kinds]
    most = max(_CANDIDATES, limit)
    for every in (True, False) if len(terms) > 1 else (True,):
        found = []
        for place, label in enumerate(labels):
            for id, texts in store.search(label, terms, every, most):
                if score := _score(texts, terms, every):
                    found.append((-score, place, id, label, "\n".join(texts)))
        if found:
            return _told(store, sorted(found)[:limit], terms)
    return []


def _score(texts: Sequence[str], terms: list[Term], every: bool) -> float:
    """How well the texts of a node fit, from 0 for not at all to 1."""
    text = "\n".join(texts)
    counts = [len(term.pattern.findall(text)) for term in terms]
    present = [count for count in counts if count]
    if not present or (every and len(present) < len(terms)):
        return 0.0
    side_by_side = sought.together(terms)
    if any(side_by_side.fullmatch(each.strip(_AROUND)) for each in texts):
        return 1.0
    length = 1.2 * (0.25 + 0.75 * len(text) / _LETTERS / 50)
    quality = sum(count / (count + length) for count in present) / len(present)
    if len(terms) > 1:
        quality = (quality + bool(side_by_side.search(text))) / 2
    return round((len(present) + quality) / (len(terms) + 1), 4)


def _told(store: Store, found: list[tuple[float, int, str, str, str]], terms: list[Term]) -> list[Hit]:
    """The hits with who says them, and where."""
    about: dict[tuple[str, str], tuple[str, str]] = {}
    for label in {label for *_, label, _ in found}:
        ids = [id for *_, id, other, _ in found if other == label]
        query = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) {_ABOUT[label]}"
        for id, who, place in store.run(query, {"ids": ids}).rows:
            about[label, id] = (who or "", _place(label, place))
    return [
        Hit(label, id, *_stretch(text, terms), -score, *about.get((label, id), ("", "")))
        for score, _, id, label, text in found
    ]


def _place(label: str, place: Any) -> str:
    return counted(place, "post") if label == "Speaker" else str(place or "")


def _stretch(text: str, terms: list[Term]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A stretch of the text around the first of the words, in one line, and the places of the words in it."""
    first = min((match.start() for term in terms if (match := term.pattern.search(text))), default=0)
    start = 0 if len(text) <= _SHOWN or first <= _BEFORE else text.rfind(" ", 0, first - _BEFORE // 2) + 1
    start = max(start, first - _BEFORE)
    end = min(len(text), start + _SHOWN)
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1) if " " in text[first:end] else end
    shown = " ".join(text[start:end].split())
    shown = f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"
    places = sorted(match.span() for term in terms for match in term.pattern.finditer(shown))
    marks: list[tuple[int, int]] = []
    for low, high in places:
        if not marks or low >= marks[-1][1]:
            marks.append((low, high))
    return shown, tuple(marks)
