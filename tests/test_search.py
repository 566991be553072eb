"""Search by words: the same hits in the same order from both stores, whatever is typed, before and after loads."""

from contextlib import closing
from typing import Any

import pytest

from kg import sought
from kg.errors import QueryError, StoreError
from kg.graph import Record
from kg.questions import search
from kg.stores import Store
from tests.graphs import Place, load_node, node, relation

CLAIM = {"kind": "claim", "post": "p1", "start_char": 0, "end_char": 9}


def library(last: str = "Monitors fail.") -> list[Record]:
    """A small debate on monitors."""
    ann = node("Speaker", "ann", "a", caption="Ann Monitor", name="Ann Monitor", aliases=["annie", "The Cat"])
    home = node("Discussion", "d", "a", caption="What monitors buy", site="forum")
    post = node(
        "Post", "p1", "a", text="They say: don’t trust it. A cheap monitor is a monitor.\nIt watches 3.14 cats."
    )
    claims = [
        node("Claim", "c1", "a", text="A cheap monitor is a monitor.", **CLAIM),
        node("Claim", "c2", "a", text="The monitor is not cheap at all, whatever they say.", **CLAIM),
        node("Claim", "c3", "a", text="Naïve Größe, 监视器很便宜 for us", **CLAIM),
        node("Claim", "c4", "a", text=last, **CLAIM),
        node("Claim", "c5", "a", text="Monitors fail, and I don't care", **CLAIM),
    ]
    works = [
        node("Work", "url:x.org/a_b", "a", title="On Monitors", authors=["Li, Bo", "Ann Smith"]),
        node("Paper", "arxiv:2311.08379", "a", caption="arxiv:2311.08379"),
    ]
    ties = [relation("WROTE", ann, post, "a"), relation("PART_OF", post, home, "a")]
    return [
        load_node("a"),
        ann,
        home,
        post,
        *claims,
        *works,
        *ties,
        *(relation("ASSERTS", ann, c, "a") for c in claims),
    ]


@pytest.fixture
def loaded(place: Place) -> Any:
    with closing(place.open()) as store:
        store.load(library())
        yield store


FOUND = {
    "monitor": "c1 p1 ann c2",
    "MONITOR cheap": "c1 p1 c2",
    "cheap monitor": "c1 p1 c2",
    '"cheap monitor"': "c1 p1",
    '"monitor cheap"': "",
    "“is not cheap”": "c2",
    "monitor*": "c1 p1 c4 ann c5 url:x.org/a_b c2",
    "monitors fail": "c4 c5",
    "annie": "ann",
    "the cat": "ann",
    "ann": "ann url:x.org/a_b",
    "arxiv:2311.08379": "arxiv:2311.08379",
    "2311.08379": "arxiv:2311.08379",
    "arxiv:2311*": "arxiv:2311.08379",
    "don't": "c5 p1",
    "don’t": "c5 p1",
    "naïve größe": "c3",
    "NAÏVE": "c3",
    "监视器": "c3",
    "便宜 us": "c3",
    "3.14": "p1",
    "cheap zebra": "c1 c2 p1",
    "zebra": "",
    "cheap NOT monitor": "c2",
    "text:cheap": "",
    "cheap~ (monitor^2 [u v])": "c1 c2 p1",
    "+-&&||!(){}[]^~?:\\/ watches": "p1",
    "watches'}) RETURN 1 //": "p1",
}
"""Words that are looked for, and the ids of what is found, the best first."""


def test_words_find_the_same_in_the_same_order_wherever_the_graph_is(loaded: Store) -> None:
    assert {words: " ".join(hit.id for hit in search.find(loaded, words)) for words in FOUND} == FOUND


def test_a_hit_says_who_where_and_marks_the_words(loaded: Store) -> None:
    best = search.find(loaded, "cheap monitor", ["claims"], 1)
    assert [(h.kind, h.id, h.who, h.where, h.marked) for h in best] == [
        ("Claim", "c1", "Ann Monitor", "What monitors buy", "A [cheap] [monitor] is a [monitor].")
    ]
    assert all(hit.words[low:high].lower() in {"cheap", "monitor"} for hit in best for low, high in hit.marks)
    speaker, work = (search.find(loaded, "ann", [kind])[0] for kind in ("speakers", "works"))
    assert (speaker.marked, speaker.where) == ("[Ann] Monitor annie The Cat", "1 post")
    assert work.marked == "On Monitors Li, Bo [Ann] Smith url:x.org/a_b"
    (whole,) = search.find(loaded, "monitors fail", ["claims"], 1)
    assert whole.score == 1.0


def test_the_words_of_a_later_load_are_found_and_those_that_went_are_not(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(library())
        store.load(library("Zebras never fail."))
    with closing(place.open()) as store:
        assert [hit.id for hit in search.find(store, "zebras")] == ["c4"]
        assert [hit.id for hit in search.find(store, "monitors fail")] == ["c5"]
        store.drop("a")
        assert search.find(store, "monitor") == []


def test_in_an_empty_graph_nothing_is_found(place: Place) -> None:
    with closing(place.open()) as store:
        store.load([load_node("a")])
        assert search.find(store, "monitor cheap*") == []


@pytest.mark.neo4j
def test_a_server_without_the_indexes_is_told_and_a_load_with_no_news_makes_them(neo4j_address: str) -> None:
    from kg.stores import _lucene
    from tests.graphs import opened

    with closing(opened(neo4j_address)) as store:
        store.load(library())
        _run(neo4j_address, [f"DROP INDEX {_lucene.index(label)}" for label in sought.FIELDS])
        with pytest.raises(StoreError, match="no index of words is there yet; kg build or kg load makes it"):
            search.find(store, "monitor")
        assert not store.load(library())
        assert len(search.find(store, "monitor")) == 4


def _run(address: str, statements: list[str]) -> None:
    import os

    from neo4j import GraphDatabase

    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(address, auth=auth) as driver:
        for statement in statements:
            driver.execute_query(statement)


def test_a_graph_file_without_indexes_is_searched_as_well(tmp_path: Any) -> None:
    import kglite

    from kg.stores.embedded import connect

    path = tmp_path / "old.kgl"
    with closing(connect(str(path))) as store:
        store.load(library())
    graph = kglite.load(str(path))
    assert graph.drop_text_index("Claim", "text")
    assert graph.drop_text_index("Post", "text")
    graph.save(str(path))
    with closing(connect(str(path))) as store:
        assert [hit.id for hit in search.find(store, "cheap monitor")] == ["c1", "p1", "c2"]


@pytest.mark.parametrize("words", ["", " ", "***", '""', "\u202e", "?!"])
def test_what_holds_no_word_is_refused(words: str) -> None:
    with pytest.raises(QueryError, match="no word to look for"):
        sought.read(words)


def test_too_many_words_and_unknown_kinds_are_refused(loaded: Store) -> None:
    with pytest.raises(QueryError, match="more than 32 words"):
        sought.read(" ".join(map(str, range(33))))
    with pytest.raises(QueryError, match="no kind 'claim'; did you mean 'claims'"):
        search.find(loaded, "x", ["claim"])


def test_a_long_text_is_cut_around_the_first_hit() -> None:
    text = "Blah blah. " * 100 + "Here is the needle, at last. " + "Blah blah. " * 100
    words, marks = search._stretch(text, sought.read("needle"))
    assert words.startswith("… ")
    assert words.endswith(" …")
    assert len(words) < 260
    assert [words[low:high] for low, high in marks] == ["needle"]
