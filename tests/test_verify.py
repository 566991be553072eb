"""kg verify finds whatever somebody did to a graph behind kg's back, wherever the graph is, and names it."""

from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg.loading import parquet
from kg.loading.wanted import checked
from tests.graphs import Place, talk

RECORDS = [*talk("a", "p1", "p2"), *talk("b", "q1")]

DONE: list[tuple[str, str, list[str]]] = [
    ("nothing", "MATCH (p:Post {id: 'p1'}) SET p.mine = 1", []),
    (
        "a claim is missing",
        "MATCH (c:Claim {id: 'p2#0'}) DETACH DELETE c",
        ["Claim: 1 missing, such as p2#0", "STATES: 1 missing, such as p2 to p2#0"],
    ),
    (
        "a relation is missing",
        "MATCH (:Post {id: 'p2'})-[r:REPLIES_TO]->() DELETE r",
        ["REPLIES_TO: 1 missing, such as p2 to p1"],
    ),
    (
        "a node is extra",
        "CREATE (:Speaker {id: 'new', caption: 'n', sources: ['a']})",
        ["Speaker: 1 extra, such as new"],
    ),
    (
        "a relation is extra",
        "MATCH (a:Post {id: 'p1'}), (b:Post {id: 'q1'}) CREATE (a)-[:REPLIES_TO {asserted: true, sources: ['a']}]->(b)",
        ["REPLIES_TO: 1 extra, such as p1 to q1"],
    ),
    (
        "a text is different",
        "MATCH (c:Claim {id: 'p1#0'}) SET c.text = 'It broke.'",
        ["Claim 'p1#0': the post holds 'It works.' there, not 'It broke.'", "Claim: 1 different, such as p1#0"],
    ),
    (
        "a relation is different",
        "MATCH (:Claim)-[r:REBUTS]->() SET r.confidence = 0.9",
        ["REBUTS: 1 different, such as p2#0 to p1#0"],
    ),
    (
        "a source is different",
        "MATCH (p:Post {id: 'p1'}) SET p.sources = ['a', 'b']",
        ["Post: 1 different, such as p1"],
    ),
    (
        "a source has lost its Load node",
        "MATCH (l:Load {id: 'b'}) DETACH DELETE l",
        ["source 'b': 10 rows without a Load node, such as ", "Load: 1 missing, such as b"],
    ),
    (
        "a source that nobody knows",
        "CREATE (:Post {id: 'x', caption: 'x', sources: ['gone']})",
        ["source 'gone': 1 rows without a Load node, such as Post x; remove them with kg drop"],
    ),
    ("a load that was not ended", "MATCH (l:Load {id: 'a'}) SET l.yields = null", ["source 'a': its load was not finished"]),
    (
        "a value that the ontology does not know",
        "MATCH (p:Post {id: 'p1'}) SET p.score = 'many'",
        ["property 'score' must be int", "Post: 1 different, such as p1"],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records on disk."""
    made = tmp_path_factory.mktemp("records")
    parquet.write(checked(RECORDS), made)
    return made


_LIGHT = {"a claim is missing", "a relation is extra", "a text is different", "a source has lost its Load node"}
_CASES = [pytest.param(*case, id=case[0], marks=[] if case[0] in _LIGHT else pytest.mark.long) for case in DONE]


@pytest.mark.parametrize(("what", "query", "said"), _CASES)
def test_what_was_done_to_a_graph_is_found(place: Place, folder: Path, what: str, query: str, said: list[str]) -> None:
    with closing(place.open()) as store:
        store.load(RECORDS)
    before = set(kg.verify(place.address, folder))  # the made-up evidence stands in no text
    place.by_hand(query)
    found = [line for line in kg.verify(place.address, folder) if line not in before]
    assert len(found) >= len(said) and all("\n" not in line for line in found)
    for words in said:
        assert any(words in line for line in found), (what, words, found)
    assert bool(found) == bool(said), found


def test_what_is_left_of_a_source_without_its_load_node_can_be_dropped(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(RECORDS)
    place.by_hand("MATCH (l:Load {id: 'a'}) DETACH DELETE l")
    assert any("without a Load node" in line for line in kg.verify(place.address))
    assert kg.drop("a", place.address).removed["Post"] == 2
    assert not any("without a Load node" in line for line in kg.verify(place.address))
