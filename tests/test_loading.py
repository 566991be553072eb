"""What a load adds, changes and removes: the rules one by one, in a graph in memory."""

from typing import Any

import pytest

from kg import loading, ontology
from kg.errors import OntologyError
from kg.graph import Counts, Node, Record, Relation
from kg.loading.wanted import LONGEST_ID, check, checked
from kg.records import identity
from kg.stores.embedded import Opened
from tests.loaded import graph, load, load_node, post, replies


def named(counts: Counts) -> dict[str, dict[str, int]]:
    """The counts without those of the Load nodes."""
    told = {"added": counts.added, "changed": counts.changed, "removed": counts.removed, "same": counts.same}
    kept = {name: {k: n for k, n in count.items() if k != "Load"} for name, count in told.items()}
    return {name: count for name, count in kept.items() if count}


A, B, C = load_node("a"), load_node("b"), load_node("c")
Load = list[Record]

RULES: list[tuple[str, list[Load], Load, dict[str, dict[str, int]]]] = [
    ("a new row is added", [], [A, post("1", "a")], {"added": {"Post": 1}}),
    ("an equal row is left alone", [[A, post("1", "a")]], [A, post("1", "a")], {"same": {"Post": 1}}),
    (
        "a value that differs is a change",
        [[A, post("1", "a", text="x")]],
        [A, post("1", "a", text="y")],
        {"changed": {"Post": 1}},
    ),
    (
        "a value that is gone is a change",
        [[A, post("1", "a", text="x")]],
        [A, post("1", "a")],
        {"changed": {"Post": 1}},
    ),
    ("a row that is gone is removed", [[A, post("1", "a")]], [A], {"removed": {"Post": 1}}),
    ("a row of others too loses its source", [[A, B, post("1", "a", "b")]], [A], {"changed": {"Post": 1}}),
    ("a row of others gains a source", [[B, post("1", "b")]], [A, post("1", "a")], {"changed": {"Post": 1}}),
    (
        "what others said is not forgotten",
        [[A, B, post("1", "a", "b", text="x")]],
        [A, post("1", "a")],
        {"same": {"Post": 1}},
    ),
    (
        "a row that moves to a source loaded along",
        [[A, B, post("1", "a")]],
        [A, B, post("1", "b")],
        {"changed": {"Post": 1}},
    ),
    (
        "a row that another source yields too, loaded along",
        [[A, B, post("1", "a", "b")]],
        [A, B, post("1", "b")],
        {"changed": {"Post": 1}},
    ),
]


@pytest.mark.parametrize(("rule", "history", "new", "counts"), RULES, ids=[r[0] for r in RULES])
def test_each_rule(rule: str, history: list[Load], new: Load, counts: dict[str, dict[str, int]]) -> None:
    opened = graph(*history)
    assert named(load(opened, new, dry_run=True)) == counts, rule
    assert named(load(opened, new)) == counts, rule
    assert not load(opened, new)


def rows(opened: Opened) -> dict[tuple[Any, ...], dict[str, Any]]:
    """What is in the graph by its key."""
    return {identity(r): r.properties for r in loading.records(opened)}


def test_new_values_win_over_those_of_sources_that_are_not_loaded_now() -> None:
    opened = graph([B, post("1", "b", text="old", url="u")], [A, post("1", "a", text="new")])
    assert rows(opened)["Post", "1"] == post("1", "a", "b", text="new", url="u").properties


def test_a_source_whose_row_another_one_changed_is_looked_at_again() -> None:
    mine: Load = [B, post("1", "b", text="old")]
    opened = graph(mine, [A, post("1", "a", text="new")])
    assert named(load(opened, mine)) == {"changed": {"Post": 1}}
    assert rows(opened)["Post", "1"]["text"] == "old"


def test_a_row_made_by_hand_is_taken_over() -> None:
    opened = graph([B], by_hand="CREATE (:Post {id: '1', mood: 'calm'})")
    assert named(load(opened, [A, post("1", "a")])) == {"changed": {"Post": 1}}
    assert opened.ask("MATCH (p:Post) RETURN p.mood AS mood", {}) == [["calm"]]


def test_a_node_that_people_tied_something_to_stays_without_sources() -> None:
    opened = graph([A, post("1", "a"), post("2", "a")], by_hand="MATCH (p:Post {id: '1'}) CREATE (p)<-[:LIKES]-(:Me)")
    assert named(load(opened, [A])) == {"changed": {"Post": 1}, "removed": {"Post": 1}}
    assert opened.ask("MATCH (p:Post) RETURN p.id AS id, p.sources AS sources", {}) == [["1", []]]


def test_a_node_on_which_a_relation_of_another_source_hangs_is_left_to_that_source() -> None:
    both: Load = [A, B, post("1", "a"), post("2", "b"), replies("2", "1", "b")]
    opened = graph(both)
    assert named(load(opened, [A])) == {"changed": {"Post": 1}}
    assert rows(opened)["Post", "1"]["sources"] == ["b"]
    assert named(load(opened, [B])) == {"removed": {"Post": 2, "REPLIES_TO": 1}}


def test_what_others_put_under_our_names_is_no_matter() -> None:
    by_hand = """
    CREATE (a:Post {id: 'x', sources: 'mine'})-[:REPLIES_TO {sources: 3}]->(b:Post {id: 7}), (:Load {id: 'l'}),
           (:Post {sources: [1, 2]}), (b)-[:REPLIES_TO]->(a)
    """
    opened = graph(by_hand=by_hand)
    load(opened, [A, post("1", "a")])
    load(opened, [A])
    assert set(rows(opened)) == {("Load", "a")}
    assert opened.ask("MATCH (n) RETURN count(n) AS n", {}) == [[5]]


def test_a_title_that_another_source_knows_is_what_people_see() -> None:
    bare = Node("Paper", {"id": "doi:1", "caption": "doi:1", "sources": ["a"]})
    known = Node("Paper", {"id": "doi:1", "caption": "A title", "title": "A title", "sources": ["b"]})
    found = rows(graph([B, known], [A, bare]))["Work", "doi:1"]
    assert (found["caption"], found["title"]) == ("A title", "A title")


def test_a_paper_of_another_source_stays_a_paper() -> None:
    work = Node("Work", {"id": "doi:1", "caption": "c", "sources": ["a"]})
    paper = Node("Paper", {"id": "doi:1", "caption": "c", "sources": ["b"]})
    found = [r for r in loading.records(graph([B, paper], [A, work])) if isinstance(r, Node) and r.id == "doi:1"]
    assert [(r.label, r.properties["sources"]) for r in found] == [("Paper", ["a", "b"])]


REFUSED: list[tuple[str, list[Record], str]] = [
    ("label", [Node("Pst", {"id": "1"})], "did you mean 'Post'"),
    ("property", [post("1", "a", txt="x")], "did you mean 'text'"),
    ("kind", [post("1", "a", score="3")], "'score' must be int"),
    ("end", [post("1", "a"), replies("1", "2", "a")], "there is no Post '2'"),
    ("type", [Relation("REPLIED", ("Post", "1"), ("Post", "2"))], "did you mean 'REPLIES_TO'"),
    ("end label", [post("1", "a"), Relation("WROTE", ("Spaker", "1"), ("Post", "1"))], "did you mean 'Speaker'"),
    ("no sources", [post("1")], "'sources' is missing"),
    ("stray source", [post("1", "b")], "yielded by 'b', which has no Load node"),
    ("integer", [post("1", "a", score=2**63)], "64 bits"),
    ("long id", [post("ü" * LONGEST_ID, "a")], "longer than 8000 bytes"),
]


@pytest.mark.parametrize(("records", "words"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_no_store_can_keep_is_refused_by_name(records: list[Record], words: str) -> None:
    with pytest.raises(OntologyError) as caught:
        check([A, *records])
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_confidence_that_is_no_number_is_refused(number: float) -> None:
    claims = [
        Node("Claim", {"id": id, "caption": "c", "text": "t", "kind": "claim", "post": "p", "start_char": 0,
                       "end_char": 1, "sources": ["a"]})
        for id in "12"
    ]  # fmt: skip
    found = {"asserted": False, "confidence": number, "rule": "r", "evidence": "e", "evidence_post": "p",
             "evidence_start": 0, "evidence_end": 1, "sources": ["a"]}  # fmt: skip
    with pytest.raises(OntologyError, match="confidence"):
        check([A, *claims, Relation("REBUTS", ("Claim", "1"), ("Claim", "2"), found)])


def test_the_same_record_from_two_discussions_is_one() -> None:
    found = checked([A, post("1", "a"), post("1", "a", text=None)])
    assert [identity(r) for r in found] == [("Load", "a"), ("Post", "1")]


def test_every_label_and_type_has_a_key() -> None:
    terms = ontology.load()
    assert {terms.root(label) for label in terms.nodes} >= {"Work", "Post", "Load"}
    assert terms.relations["CITES"].key == terms.relations["QUOTES"].key == ("start_char",)
