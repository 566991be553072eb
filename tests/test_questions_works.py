"""The saved questions about works have the answers that a person works out by hand, from both stores."""

from contextlib import closing
from typing import Any

from kg.graph import Node, Record, Relation
from kg.questions import queries
from tests.graphs import FOUND, Place, load_node, node, relation

# Ann claims c1, on the map, and cites it twice; Ben rebuts her (r2), on the map too, which he disputes, and on a book;
# Cem supports Ann with a letter (s3), which nobody answers. Ben answers Ann's post, Ann answers Cem's.
_POSTS = {"p1": "ann", "p2": "ben", "p3": "cem", "p4": "ann"}
_REPLIES = {"p2": "p1", "p4": "p3"}
_CLAIMS = {"c1": "p1", "r2": "p2", "s3": "p3"}
_STANCES = [("r2", "REBUTS", "c1", 0.9), ("s3", "SUPPORTS", "c1", 0.7)]
_CITES = [
    ("p1", "c1", "map", "citesAsEvidence"),
    ("p4", None, "map", "discusses"),
    ("p2", "r2", "map", "disputes"),
    ("p2", "r2", "book", "citesAsEvidence"),
    ("p3", None, "letter", "citesForInformation"),
]
ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "cited_works": [("map", 3, ["Ann", "Ben"], None), ("book", 1, ["Ben"], None), ("letter", 1, ["Cem"], None)],
    "cited_by_both": [("map", "ben", "ann", 1, "r2 says it.")],
    "disputed_works": [("map", 1, 3, ["Ben"], "wrong")],
    "around_work": [("map", "citesAsEvidence", "c1", "ann", "map"), ("map", "discusses", "p4", "ann", "map"),
                    ("map", "disputes", "r2", "ben", "map")],
    "leaning_on_one": [("c1", "Ann", "map", 1)],
    "who_cites": [("ann", "map", 2, ["citesAsEvidence", "discusses"]), ("ben", "book", 1, ["citesAsEvidence"]),
                  ("ben", "map", 1, ["disputes"]), ("cem", "letter", 1, ["citesForInformation"])],
    "unanswered_works": [("letter", "Cem", 1, None)],
}  # fmt: skip


def works() -> list[Record]:
    """The records of the debate."""
    people = {name: node("Speaker", name, "a", name=name.title()) for name in ("ann", "ben", "cem")}
    for person in people.values():
        person.properties["caption"] = person.properties["name"]
    posts = {id: node("Post", id, "a", text=id, position=at) for at, id in enumerate(_POSTS)}
    claims = {
        id: node("Claim", id, "a", text=f"{id} says it.", kind="claim", post=post, start_char=0, end_char=11)
        for id, post in _CLAIMS.items()
    }
    cited = {id: node("Work", id, "a") for id in ("map", "book", "letter")}
    rows: list[Relation] = [relation("WROTE", people[who], posts[id], "a") for id, who in _POSTS.items()]
    rows += [relation("REPLIES_TO", posts[child], posts[parent], "a") for child, parent in _REPLIES.items()]
    rows += [relation("ASSERTS", people[_POSTS[post]], claims[id], "a") for id, post in _CLAIMS.items()]
    for id, post in _CLAIMS.items():
        rows.append(relation("STATES", posts[post], claims[id], "a", start_char=0, end_char=11))
    for one, type, other, sure in _STANCES:
        found = {**FOUND, "confidence": sure, "evidence": "no", "evidence_post": _CLAIMS[one]}
        rows.append(relation(type, claims[one], claims[other], "a", **found))
    for at, (post, claim, work, use) in enumerate(_CITES):
        words = {"use_words": "wrong"} if use == "disputes" else {}
        cites = {**FOUND, "evidence": work, "evidence_post": post, "start_char": at, "end_char": at + 1, "use": use}
        ends = [posts[post], *([claims[claim]] if claim else [])]
        rows += [relation("CITES", end, cited[work], "a", **cites, **words, use_confidence=0.6) for end in ends]
    return [load_node("a"), *people.values(), *posts.values(), *claims.values(), *cited.values(), *rows]


def shown(value: Any) -> Any:
    return value.id if isinstance(value, Node) else value


def test_each_question_about_works_has_its_answer(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(works())
        for name, rows in ANSWERS.items():
            found = queries.run(store, queries.get(name), {}).rows
            assert [tuple(shown(value) for value in row)[: len(rows[0])] for row in found] == rows, name
        one = queries.run(store, queries.get("who_cites"), {"speaker": "CEM"}).rows
        assert [shown(row[1]) for row in one] == ["letter"]
        assert queries.run(store, queries.get("disputed_works"), {"least": 0.7}).rows == []
