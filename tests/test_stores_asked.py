"""What every store promises about values and queries: the same cases, run against each plug-in of kg/stores."""

from contextlib import closing
from typing import Any

import pytest

from kg.errors import QueryError, StoreError
from kg.graph import Node, Record
from kg.graph import Path as Way
from kg.stores import Store
from tests.graphs import CITES, HAND, Place, cell, contents, load_node, node, relation, talk

HOSTILE = [
    "`) DETACH DELETE n //",
    "'}) RETURN 1 //",
    '"); DROP DATABASE neo4j; --',
    "$rows ${x} {{y}} %s \\u0041 \\",
    "a\u0000b\u0001\r\n\t\u2028\u202e",
    "x" * 10_000,
    "𝒳 ð\U0001f600 e\u0301 Ａ",
    "-0",
    "null",
    "<script>alert(1)</script>",
]


def test_hostile_values_come_back_letter_for_letter(store: Store) -> None:
    records: list[Record] = [load_node("a")]
    for number, words in enumerate(HOSTILE):
        key = words[:4000]
        speaker = node("Speaker", f"s:{key}", "a", name=words, aliases=[words, ""])
        post = node("Post", f"p:{key}", "a", text=words, position=number)
        work = node("Work", f"w:{key}", "a", title=words)
        cites = {**CITES, "evidence": words, "evidence_post": post.id, "start_char": number, "url": words}
        wrote = relation("WROTE", speaker, post, "a")
        records += [speaker, post, work, wrote, relation("CITES", post, work, "a", **cites)]
    store.load(records)
    assert contents(store.records()) == contents(records)
    assert not store.load(records)
    assert store.load([load_node("a")]).removed == dict.fromkeys(
        ("CITES", "Post", "Speaker", "WROTE", "Work"), len(HOSTILE)
    )


@pytest.mark.parametrize("source", ["`a`", "a'b\"c\\", "ordner/ä ö.json", "$sources", "a\u0000b"])
def test_a_source_may_have_any_name(store: Store, source: str) -> None:
    store.load(talk("other", "q1"))
    store.load(talk(source, "p1"))
    store.load([load_node(source)])
    expected = contents([*talk("other", "q1"), load_node(source)])
    assert contents(store.records()) == expected


def test_a_text_of_a_megabyte_is_kept(store: Store) -> None:
    text = "Wörter. " * 131_072
    store.load(talk("a", "p1", text=text))
    assert cell(store, "MATCH (p:Post) RETURN p.text") == text
    assert not store.load(talk("a", "p1", text=text))


def test_half_a_surrogate_pair_becomes_one_other_character(store: Store) -> None:
    records = talk("a", "p1", text="x\ud83dy\U0001f600")
    store.load(records)
    assert cell(store, "MATCH (p:Post) RETURN p.text") == "x\ufffdy\U0001f600"
    assert not store.load(records)


# --- asking -------------------------------------------------------------------------------------

WRITING = [
    "CREATE (:Post {id: 'x'})",
    "CREATE (p:Post {id: 'x'}) RETURN p",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Post) SET n.text = 'x' RETURN n.text",
    "MERGE (n:Post {id: 'x'}) RETURN n",
    "MATCH (n:Post) REMOVE n.text",
    "FOREACH (x IN [1] | CREATE (:Post {id: 'x'}))",
    "CREATE INDEX FOR (n:Post) ON (n.text)",
    "CREATE CONSTRAINT FOR (n:Post) REQUIRE n.url IS UNIQUE",
]


@pytest.mark.parametrize("query", WRITING)
def test_a_query_that_would_write_is_refused(store: Store, query: str) -> None:
    store.load(talk("a", "p1"))
    with pytest.raises(StoreError, match="would change the graph") as caught:
        store.run(query, {})
    assert "\n" not in str(caught.value)
    assert contents(store.records()) == contents(talk("a", "p1"))


FAULTY: list[tuple[str, dict[str, Any]]] = [
    ("MATCH (n RETURN n", {}),
    ("", {}),
    ("RETURN $nothing", {}),
    ("RETURN 1 / 0", {}),
    ("RETURN nothing", {}),
    ("RETURN $x", {"x": "\ud800"}),
    ("RETURN $x", {"x": 2**63}),
    ("RETURN $x", {"x": object()}),
]


@pytest.mark.parametrize(("query", "parameters"), FAULTY)
def test_a_faulty_query_is_one_line(store: Store, query: str, parameters: dict[str, Any]) -> None:
    store.load(talk("a", "p1"))
    with pytest.raises(QueryError) as caught:
        store.run(query, parameters)
    assert "\n" not in str(caught.value)


def test_parameters_are_values_and_never_cypher(store: Store) -> None:
    store.load(talk("a", "p1", "p2"))
    query = "MATCH (p:Post) WHERE p.id = $id RETURN p.id AS id, $words AS words, $list AS list"
    table = store.run(query, {"id": "p1", "words": "' OR 1=1 //", "list": [1, 2.5, None, True]})
    assert table.columns == ("id", "words", "list")
    assert table.rows == [("p1", "' OR 1=1 //", [1, 2.5, None, True])]
    assert store.run(query, {"id": "p1' OR '1'='1", "words": "", "list": []}).rows == []


def test_values_keep_their_types(store: Store) -> None:
    store.load(talk("a", "p1"))
    query = """
    MATCH (p:Post)-[r:CITES]->(w:Work)
    RETURN count(*) AS n, 1.0 AS real, true AS yes, null AS none, collect(r.start_char) AS list, avg(r.confidence) AS mean,
           p.position AS position, w.sources AS sources, {a: 1, b: [0.5]} AS map, 7 / 2 AS whole, w.year AS missing
    """
    ((*values,),) = store.run(query, {}).rows
    values[4].sort()
    assert values == [2, 1.0, True, None, [2, 5], 0.5, 0, ["a"], {"a": 1, "b": [0.5]}, 3, None]
    kinds = [int, float, bool, type(None), list, float, int, list, dict, int, type(None)]
    assert [type(value) for value in values] == kinds


def test_nodes_relations_and_paths_come_in_our_own_form(store: Store) -> None:
    store.load(talk("a", "p1"))
    records = contents(talk("a", "p1"))
    query = """
    MATCH way = (s:Speaker)-[r:WROTE]->(p:Post)-[c:CITES {start_char: 2}]->(w:Work)
    RETURN s, r, way, [w, c], {post: p}
    """
    ((speaker, wrote, way, pair, named),) = store.run(query, {}).rows
    assert isinstance(way, Way)
    post, (work, cites) = named["post"], pair
    assert contents([speaker, wrote, work, cites, post]).items() <= records.items()
    assert (way.nodes, way.relations) == ((speaker, post, work), (wrote, cites))
    assert (wrote.source, wrote.target) == (("Speaker", "jane"), ("Post", "p1"))
    assert (work.label, cites.target) == ("Paper", ("Work", "doi:1"))


def test_a_relation_without_its_nodes_still_has_its_ends(store: Store) -> None:
    store.load(talk("a", "p1"))
    assert contents([cell(store, "MATCH ()-[r:WROTE]->() RETURN r")]).items() <= contents(talk("a", "p1")).items()
    assert cell(store, "MATCH ()-[r:WROTE]->() RETURN [r]")[0].target == ("Post", "p1")


def test_what_people_made_by_hand_is_shown_with_all_it_has(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(talk("a", "p1", "p2"))
    place.by_hand(HAND)
    with closing(place.open()) as store:
        ((reader, likes),) = store.run("MATCH (r:Reader)-[l:LIKES]->() RETURN r, l", {}).rows
        assert reader == Node("Reader", {"id": "me", "mood": "calm"})
        assert (likes.source, likes.target, likes.properties) == (("Reader", "me"), ("Claim", "p1#0"), {})
        thread = cell(store, "MATCH (d:Discussion) RETURN d")
        assert (thread.label, "mine" in thread.properties) == ("Discussion", False)
    place.by_hand("CREATE (:Loose {mood: 'lost'})")
    with closing(place.open()) as store:
        loose = cell(store, "MATCH (n:Loose) RETURN n")
        assert loose.id and {**loose.properties, "id": "-"} == {"id": "-", "mood": "lost"}


def test_an_unknown_label_is_an_empty_answer_and_no_noise(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    store.load([load_node("a")])
    assert store.run("MATCH (n:Claim)-[:REBUTS]->(m:Nobody) RETURN n.nothing", {}).rows == []
    assert capfd.readouterr() == ("", "")
