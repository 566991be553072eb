"""What stands around an answer: the same from every store, no node twice, no relation without its ends."""

import pytest

from kg.graph import Graph, Table, things
from kg.stores import Store
from kg.surroundings import stage
from tests.asked import cats


@pytest.fixture
def asked(store: Store) -> Store:
    store.load(cats())
    return store


def found(graph: Graph, label: str) -> set[str]:
    return {id for known, id in graph.nodes if known == label}


@pytest.mark.parametrize(
    "query, claims, posts, speakers",
    [
        pytest.param("MATCH (c:Claim {id: 'c1'}) RETURN c", "q1 r2 s3 w5", "p1 p2 p3 p5", "ann ben cem", id="a claim"),
        pytest.param("MATCH (p:Post {id: 'p4'}) RETURN p", "c1 g2 k4 r2 x3", "p1 p2 p3", "ann ben cem", id="a post"),
        pytest.param("MATCH (s:Speaker {id: 'cem'}) RETURN s", "c1 r2 s3 x3", "p1 p2 p3", "ann ben", id="a speaker"),
        pytest.param("MATCH (c:Claim {id: 'c1'}) RETURN c.text, 5", "", "", "", id="numbers and texts"),
        pytest.param("MATCH (c:Claim {id: 'nobody'}) RETURN c", "", "", "", id="nothing"),
    ],
)
def test_an_answer_has_its_posts_with_all_they_say_and_who_answers_that(
    asked: Store, query: str, claims: str, posts: str, speakers: str
) -> None:
    around = stage(asked, "t", "a", asked.run(query, {})).around
    assert (found(around, "Claim"), found(around, "Post")) == (set(claims.split()), set(posts.split()))
    assert set(speakers.split()) <= found(around, "Speaker")


def test_no_node_or_relation_stands_in_both_and_none_lacks_its_ends(asked: Store) -> None:
    table = asked.run("MATCH (c:Claim)-[r:REBUTS]->(d:Claim) RETURN c, r, d", {})
    scene = stage(asked, "t", "a", table)
    assert not scene.graph.nodes.keys() & scene.around.nodes.keys()
    known = scene.graph.nodes.keys() | scene.around.nodes.keys()
    both = [(r.type, r.source, r.target) for r in (*scene.graph.relations, *scene.around.relations)]
    assert {end for _, *ends in both for end in ends} <= known
    assert (
        sum(1 for kind, *_ in both if kind == "REBUTS") == len({tuple(one) for one in both if one[0] == "REBUTS"}) == 3
    )


def test_more_ids_than_one_query_takes_are_asked_for_in_parts(asked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    table = asked.run("MATCH (c:Claim) RETURN c ORDER BY c.id", {})
    whole = stage(asked, "t", "a", table)
    monkeypatch.setattr("kg.surroundings._BATCH", 2)
    assert stage(asked, "t", "a", table) == whole
    assert len([thing for row in table.rows for value in row for thing in things(value)]) == 9
    assert isinstance(whole.table, Table)
