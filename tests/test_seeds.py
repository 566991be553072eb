"""What the manifest says must be found in the seeds is found."""

import json
from functools import cache
from typing import Any

import pytest

import kg
from kg.data import folder
from kg.exports.annotations import annotations
from kg.graph import Node, Relation

MANIFEST: list[dict[str, Any]] = json.loads((folder("seeds") / "manifest.json").read_text(encoding="utf-8"))
PATHS = [entry["path"] for entry in MANIFEST]


class Seed:
    """A seed with what was found in it, in words."""

    def __init__(self, path: str) -> None:
        found = annotations(kg.extract(str(folder("seeds") / path)))
        posts = {p["id"]: p for p in found["posts"]}
        self.must = next(e for e in MANIFEST if e["path"] == path)["must_find"]
        self.format = found["documents"][0]["format"]
        self.posts = list(posts.values())
        self.speakers = {s["id"]: s["name"] for s in found["speakers"]}
        self.replies = [(p["text"] or "", posts[p["reply_to"]]["text"] or "") for p in self.posts if p["reply_to"]]

        def words(item: dict[str, Any]) -> str:
            return str(posts[item["post"]]["text"][item["start"] : item["end"]])

        self.quotes = [words(q) for q in found["quotes"]]
        self.claims = {c["id"]: words(c) for c in found["claims"]}
        self.works = {w["id"] for w in found["works"]}
        self.relations = [
            (r["type"], self.claims[r["source"]], self.claims.get(r["target"], r["target"])) for r in found["relations"]
        ]


@cache
def seed(path: str) -> Seed:
    return Seed(path)


def meet(found: str, wanted: str) -> bool:
    """Whether one holds the other: a claim may be cut wider or closer than a person would."""
    return wanted in found or found in wanted


def test_there_is_a_seed_for_every_kind_of_reader() -> None:
    assert {e["format"] for e in MANIFEST} >= {"dump", "forummagnum", "convokit", "markdown"}
    assert all(e["shows"].endswith(".") for e in MANIFEST)


@pytest.mark.parametrize("path", PATHS)
def test_posts_speakers_and_replies_are_found(path: str) -> None:
    s = seed(path)
    assert s.format == next(e["format"] for e in MANIFEST if e["path"] == path)
    assert len(s.posts) == s.must["posts"]
    if isinstance(s.must["speakers"], int):
        assert len(s.speakers) == s.must["speakers"]
    else:
        assert set(s.must["speakers"]) <= set(s.speakers.values())
    for answer, answered in s.must["replies"]:
        assert any(a.startswith(answer) and b.startswith(answered) for a, b in s.replies), (answer, answered)


@pytest.mark.parametrize("path", PATHS)
def test_quotes_and_works_are_found(path: str) -> None:
    s = seed(path)
    for words in s.must["quotes"]:
        assert any(meet(q, words) for q in s.quotes), words
    assert set(s.must["works"]) <= s.works


@pytest.mark.parametrize(
    ("path", "words"), [(e["path"], words) for e in MANIFEST for words in e["must_find"]["claims"]]
)
def test_a_claim_is_found_by_its_exact_words(path: str, words: str) -> None:
    assert any(meet(claim, words) for claim in seed(path).claims.values())


@pytest.mark.parametrize(
    ("path", "type_", "source", "target"),
    [(e["path"], r["type"], r["source"], r["target"]) for e in MANIFEST for r in e["must_find"]["relations"]],
)
def test_a_relation_is_found(path: str, type_: str, source: str, target: str) -> None:
    assert any(t == type_ and meet(a, source) and meet(b, target) for t, a, b in seed(path).relations)


def test_a_reaction_in_the_forum_s_seed_reaches_the_claim_it_marks() -> None:
    found = kg.extract(str(folder("seeds") / "forum.json"))
    marks = [r for r in found if isinstance(r, Relation) and r.type == "REACTS_TO"]
    texts = {n.id: n.properties.get("text") for n in found if isinstance(n, Node)}
    assert {(r.source[1], r.target[0], texts[r.target[1]]) for r in marks if r.target[0] == "Claim"} == {
        ("lesswrong:priya_r", "Claim", "Buying more of them buys you confidence, not safety.")
    }
