"""Loads into a Neo4j full of others' data and rules: theirs stays as it was, and what is in the way is told of."""

from contextlib import closing

import pytest

from kg.errors import StoreError
from kg.loading.wanted import checked
from kg.testing.servers import Neo4jGraph
from tests import faults
from tests.graphs import contents, load_node, node, opened, talk

pytestmark = pytest.mark.neo4j


@pytest.mark.long
def test_a_database_full_of_others_data_is_left_as_it_was(neo4j_graph: Neo4jGraph) -> None:
    neo4j_graph.run(
        "UNWIND range(1, 200) AS n CREATE (a:Post {id: n, sources: 'x'})-[:REPLIES_TO {sources: n}]->"
        "(b:Speaker:Person {name: 'p' + n, sources: [n]})<-[:KNOWS]-(:Work {id: 'w' + n, title: 'mine'})"
    )
    neo4j_graph.run("CREATE (:Load {id: 'cargo', weight: 7, sources: [1.5]}), (:`strange ``label`) ")
    everything = "MATCH (n) WHERE NOT n.id IN $ids OR n.id IS NULL RETURN labels(n) AS l, properties(n) AS p, COUNT { (n)--() } AS c ORDER BY elementId(n)"
    before = neo4j_graph.run(everything, ids=[])
    records = [*faults.records(60, 2), node("Speaker", "s", "threads/0.json")]
    with closing(opened(neo4j_graph.address)) as store:
        store.load(records)
        assert contents(store.records()) == contents(checked(records))
        for number in range(2):
            store.load([load_node(f"threads/{number}.json")])
            store.drop(f"threads/{number}.json")
    assert neo4j_graph.run(everything, ids=[]) == before


def test_two_nodes_of_others_with_one_id_are_told_of(neo4j_graph: Neo4jGraph) -> None:
    neo4j_graph.run("CREATE (:Post {id: 'x'}), (:Post {id: 'x'})")
    with closing(opened(neo4j_graph.address)) as store, pytest.raises(StoreError, match="share an id"):
        store.load(talk("a", "p1"))


RULES_OF_OTHERS = {
    "an index where kg wants a constraint": "CREATE INDEX others FOR (p:Post) ON (p.id)",
    "the same constraint under another name": "CREATE CONSTRAINT others FOR (p:Post) REQUIRE p.id IS UNIQUE",
    "an index of texts": "CREATE FULLTEXT INDEX others FOR (p:Post) ON EACH [p.text]",
    "one name for a constraint on something else": "CREATE CONSTRAINT kg_post_id FOR (b:Bird) REQUIRE b.id IS UNIQUE",
}


@pytest.mark.long
@pytest.mark.parametrize("rule", RULES_OF_OTHERS.values(), ids=RULES_OF_OTHERS)
def test_rules_of_others_are_lived_with_or_told_of(neo4j_graph: Neo4jGraph, rule: str) -> None:
    neo4j_graph.run(rule)
    neo4j_graph.run("CREATE (:Post {id: 'p1', mood: 'calm'})-[:LIKES]->(:Bird {id: 'p1'})")
    with closing(opened(neo4j_graph.address)) as store:
        try:
            store.load(talk("a", "p1", "p2"))
        except StoreError as error:
            assert "index has been dropped" in str(error) or "kg_post_id" in str(error)
            assert "\n" not in str(error)
            neo4j_graph.run("DROP " + ("INDEX others" if "others" in rule else "CONSTRAINT kg_post_id"))
            store.load(talk("a", "p1", "p2"))
        assert contents(store.records()) == contents(talk("a", "p1", "p2"))
    assert neo4j_graph.run("MATCH (p:Post)-[:LIKES]->(b:Bird) RETURN p.mood AS m, b.id AS b") == [
        {"m": "calm", "b": "p1"}
    ]


def test_a_value_that_others_want_to_be_the_only_one_is_told_of(neo4j_graph: Neo4jGraph) -> None:
    neo4j_graph.run("CREATE CONSTRAINT others FOR (p:Post) REQUIRE p.text IS UNIQUE")
    neo4j_graph.run("CREATE (:Post {id: 'mine', text: 'It works.'})")
    with closing(opened(neo4j_graph.address)) as store:
        with pytest.raises(StoreError) as caught:
            store.load(talk("a", "p1"))
        assert "\n" not in str(caught.value) and "It works." in str(caught.value)
        neo4j_graph.run("DROP CONSTRAINT others")
        store.load(talk("a", "p1"))
        assert contents(store.records()) == contents(talk("a", "p1"))
    assert neo4j_graph.run("MATCH (p:Post {id: 'mine'}) RETURN p.text AS t") == [{"t": "It works."}]
