"""A scene read as a debate: who said what where, and which claim does what to which."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from kg.graph import Node, Ref, Relation
from kg.ontology import load
from kg.scene import Scene
from kg.views._markup import clean

AGAINST = ("REBUTS", "UNDERCUTS", "QUESTIONS")
FOR = ("SUPPORTS", "AGREES_WITH", "CONCEDES")
NOBODY = "nobody named"
WORK = "a cited work"
_WORDS = ("text", "title", "name", "caption", "id")
_LAST = 1 << 62


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, or a work that claims answer: its words, who said them, and in which post they stand.

    `speaker` is the name to show; `who` tells it from speakers of the same name in other discussions.
    """

    ref: Ref
    words: str
    speaker: str
    speakers: tuple[str, ...] = ()
    who: str = ""
    post: str = ""
    place: tuple[Any, ...] = ()
    kind: str = ""
    posted: str = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """What a claim does to another claim or to a work."""

    type: str
    source: Ref
    target: Ref
    confidence: float | None
    evidence: str
    rule: str

    @property
    def against(self) -> bool:
        """Whether it speaks against its target."""
        return self.type in AGAINST


@dataclass(slots=True)
class Debate:
    """What is said, in the order of the source; `own` is what the question asked for, the rest stands around it.

    `writers` are the names of a post's writers, `authors` the same so that each speaker has another name.
    `by` are the stances that a claim takes, `towards` those taken towards it, the surest first.
    """

    said: dict[Ref, Said]
    stances: list[Stance]
    own: set[Ref]
    posts: dict[str, Node]
    homes: dict[str, str]
    discussions: dict[str, str]
    works: dict[Ref, Node]
    writers: dict[str, tuple[str, ...]]
    authors: dict[str, str]
    relations: list[Relation]
    by: dict[Ref, list[Stance]] = field(default_factory=lambda: defaultdict(list))
    towards: dict[Ref, list[Stance]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[Ref, int] = field(default_factory=dict)

    def numbers(self, refs: Iterable[Ref]) -> str:
        """The places of claims and works among all that is said, as a page tells what its parts are about."""
        if not self._places:
            self._places.update((ref, place) for place, ref in enumerate(self.said))
        return " ".join(str(self._places[ref]) for ref in refs if ref in self._places)

    def order(self, post: str) -> tuple[Any, ...]:
        """Where a post comes: by discussion, and in it as the source has it."""
        position = whole(self.posts[post].properties.get("position"))
        return self.homes.get(post, ""), _LAST if position is None else position, post


def debate(scene: Scene) -> Debate:
    """The debate in a scene; an answer that holds no claims has those of its posts, or of all posts, as its own."""
    nodes = {**scene.around.nodes, **scene.graph.nodes}
    relations = sorted([*scene.graph.relations, *scene.around.relations], key=_rank)
    posts = {id: node for (label, id), node in sorted(nodes.items()) if label == "Post"}
    names = {id: words(node) for (label, id), node in nodes.items() if label == "Speaker"}
    wrote, asserts, part_of = (_ends(relations, type) for type in ("WROTE", "ASSERTS", "PART_OF"))
    writers = {id: _names(wrote[id], names) for id in posts}
    homes = {post: min(found) for post, found in part_of.items()}
    titles = {id: words(node) for (label, id), node in nodes.items() if label == "Discussion"}
    works = {ref: node for ref, node in nodes.items() if ref[0] == "Work"}
    discussions = {post: titles.get(home, home) for post, home in sorted(homes.items())}
    unique = _unique(names, wrote, homes, titles)
    authors = {post: ", ".join(_names(ids, unique)) for post, ids in wrote.items() if ids}
    said = {}
    for ref, node in nodes.items():
        if ref[0] == "Claim":
            said[ref] = _claim(ref, node, asserts[ref[1]], names, unique, posts, homes)
        elif ref[0] == "Work":
            said[ref] = Said(ref, words(node), WORK, who=WORK, place=("\uffff", _LAST, ref[1], 0, ref[1]), kind="work")
    said = {one.ref: one for one in sorted(said.values(), key=lambda one: one.place)}
    own, stances = _own(scene, said, relations), _stances(relations, said)
    found = Debate(said, stances, own, posts, homes, discussions, works, writers, authors, relations)
    for stance in found.stances:
        found.by[stance.source].append(stance)
        found.towards[stance.target].append(stance)
    return found


def words(node: Node) -> str:
    """The words that stand for a node: its text, title or name in full."""
    return next((str(node.properties[w]) for w in _WORDS if node.properties.get(w)), "")


def number(value: object) -> float | None:
    """A confidence, or None where it is none."""
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return float(value) if fits else None  # type: ignore[arg-type]


def whole(value: object) -> int | None:
    """An offset or position, or None where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def verb(type: str) -> str:
    """A relation type as people read it: AGREES_WITH is 'agrees with'."""
    return type.lower().replace("_", " ")


def moment(posted: str) -> str:
    """A time in ISO 8601 as people read it, to the minute; anything else stays as it is."""
    match = re.match(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?", posted)
    return " ".join(part for part in match.groups() if part) if match else posted


def anchor(ref: Ref) -> str:
    """The id of the element that shows a claim, to which `#claim=…` leads with and without script."""
    return clean(f"{ref[0].lower()}={ref[1]}")


def fragment(ref: Ref) -> str:
    """The end of an address that leads to a claim."""
    return "#" + quote(anchor(ref), safe="=:/")


def _rank(relation: Relation) -> tuple[Any, ...]:
    sure = number(relation.properties.get("confidence"))
    return relation.type, -(sure or 0), relation.source, relation.target, repr(sorted(relation.properties.items()))


def _ends(relations: list[Relation], type: str) -> dict[str, set[str]]:
    """Who or what stands at the other end, by post or claim."""
    found: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.type == type:
            post, other = (
                (relation.source, relation.target) if type == "PART_OF" else (relation.target, relation.source)
            )
            found[post[1]].add(other[1])
    return found


def _names(ids: set[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names.get(id, id) for id in ids))


def _unique(
    names: dict[str, str], wrote: dict[str, set[str]], homes: dict[str, str], titles: dict[str, str]
) -> dict[str, str]:
    """The names of the speakers; where several bear one name, with the discussion, or the id where that is no help."""
    told: dict[str, str] = {}
    for post in sorted(wrote):
        for speaker in wrote[post]:
            told.setdefault(speaker, _short(titles.get(homes.get(post, ""), "")))
    bearers = Counter(names.values())
    longer = {id: f"{name} ({told.get(id) or id})" if bearers[name] > 1 else name for id, name in names.items()}
    bearers = Counter(longer.values())
    return {id: f"{names[id]} ({id})" if bearers[name] > 1 else name for id, name in longer.items()}


def _short(title: str) -> str:
    return title if len(title) <= 28 else title[:26].rsplit(" ", 1)[0] + "…"


def _claim(
    ref: Ref,
    node: Node,
    ids: set[str],
    names: dict[str, str],
    unique: dict[str, str],
    posts: dict[str, Node],
    homes: dict[str, str],
) -> Said:
    own = node.properties
    post = str(own.get("post") or "")
    held = posts[post].properties if post in posts else {}
    order = whole(held.get("position"))
    start = whole(own.get("start_char")) or 0
    place = (homes.get(post, ""), _LAST if order is None else order, post, start, ref[1])
    speakers, who = _names(ids, names), ", ".join(_names(ids, unique)) or NOBODY
    return Said(
        ref,
        words(node),
        ", ".join(speakers) or NOBODY,
        speakers,
        who,
        post,
        place,
        str(own.get("kind") or ""),
        str(held.get("posted") or ""),
    )


def _stances(relations: list[Relation], said: dict[Ref, Said]) -> list[Stance]:
    types = set(load().stances)
    found = []
    for relation in relations:
        if relation.type in types and relation.source in said and relation.target in said:
            told = relation.properties
            evidence, rule = (str(told.get(name) or "") for name in ("evidence", "rule"))
            sure = number(told.get("confidence"))
            found.append(Stance(relation.type, relation.source, relation.target, sure, evidence, rule))
    unique = {(s.type, s.source, s.target): s for s in reversed(found)}
    return sorted(unique.values(), key=lambda s: (-(s.confidence or 0), said[s.source].place, s.type, s.target))


def _own(scene: Scene, said: dict[Ref, Said], relations: list[Relation]) -> set[Ref]:
    own = {ref for ref in scene.graph.nodes if ref[0] == "Claim"}
    if own:
        return own
    posts = {ref for ref in scene.graph.nodes if ref[0] == "Post"}
    if not posts:
        return {ref for ref in said if ref[0] == "Claim"}
    return {r.target for r in relations if r.type == "STATES" and r.source in posts and r.target in said}
