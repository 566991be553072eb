"""What every store promises about loading: the same cases, run against each plug-in of kg/stores."""

from contextlib import closing
from itertools import islice
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from kg.errors import OntologyError, StoreError
from kg.graph import Node, Relation
from kg.loading import reading, statements
from kg.loading.kinds import Kind
from kg.loading.wanted import check, checked
from kg.stores import Store
from tests import faults
from tests.graphs import HAND, Place, cell, claim, contents, ids, load_node, node, talk


def test_what_was_loaded_comes_back_the_same_and_in_order(place: Place) -> None:
    records = [*talk("a", "p2", "p1"), node("Speaker", "nobody", "a", aliases=["x", "y"])]
    with closing(place.open()) as store:
        counts = store.load(records)
    assert counts.added == {"CITES": 4, "Claim": 2, "Discussion": 1, "Load": 1, "PART_OF": 2, "Paper": 1, "Post": 2,
                            "REBUTS": 1, "REPLIES_TO": 1, "STATES": 2, "Speaker": 2, "WROTE": 2}  # fmt: skip
    with closing(place.open()) as again:
        back = list(again.records())
    assert contents(back) == contents(records)
    assert all(value is not None for r in back for value in r.properties.values())
    names = list(dict.fromkeys(r.label if isinstance(r, Node) else r.type for r in back))
    assert names == ["Load", "Post", "Claim", "Discussion", "Paper", "Speaker",
                     "CITES", "PART_OF", "REBUTS", "REPLIES_TO", "STATES", "WROTE"]  # fmt: skip
    assert [r.id for r in back if isinstance(r, Node) and r.label == "Claim"] == ["p1#0", "p2#0"]


def test_records_are_read_as_they_are_asked_for_some_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_BATCH", 2)
    records, asked = talk("a", "p3", "p1", "p2"), statements.find_nodes
    store.load(records)
    kinds: list[str] = []

    def noted(kind: Kind) -> str:
        kinds.append(kind.name)
        return asked(kind)

    monkeypatch.setattr(statements, "find_nodes", noted)
    stream = iter(store.records())
    assert [r.id for r in islice(stream, 3) if isinstance(r, Node)] == ["a", "p1", "p2"]
    assert kinds == ["Load", "Post"], "no more was read than was asked for"
    assert len([*stream]) == len(records) - 3
    assert contents(store.records()) == contents(records)


def test_loading_twice_changes_nothing(store: Store) -> None:
    records = talk("a", "p1", "p2")
    store.load(records)
    counts = store.load(list(reversed(records)))
    assert not counts
    assert sum(counts.same.values()) == len(records)
    assert contents(store.records()) == contents(records)


def test_a_dry_run_says_the_same_and_writes_nothing(store: Store) -> None:
    first, second = talk("a", "p1", "p2"), talk("a", "p2", "p3", text="It fails.")
    told = store.load(first, dry_run=True)
    assert told == store.load(first)
    told = store.load(second, dry_run=True)
    assert told.added and told.changed and told.removed
    assert contents(store.records()) == contents(first)
    assert told == store.load(second)


def test_a_changed_source_adds_changes_and_removes_only_its_own(store: Store) -> None:
    store.load(talk("a", "p1", "p2"))
    before = contents(store.records())
    store.load(talk("b", "q1"))
    other = {key: row for key, row in contents(store.records()).items() if key not in before}
    counts = store.load(talk("a", "p2", text="It fails."))
    assert counts.removed == {"CITES": 2, "Claim": 1, "PART_OF": 1, "Post": 1, "REBUTS": 1, "REPLIES_TO": 1,
                              "STATES": 1, "WROTE": 1}  # fmt: skip
    assert counts.changed == {"Claim": 1, "Post": 1}
    assert not counts.added
    after = contents(store.records())
    assert {key: row for key, row in after.items() if key in other} == other
    assert ids(store, "Post") == {"p2", "q1"}


def test_shared_speakers_and_works_live_as_long_as_one_source_yields_them(store: Store) -> None:
    both = "MATCH (s:Speaker {id: 'jane'}), (w:Work {id: 'doi:1'}) RETURN [s.sources, w.sources, w.title]"
    store.load(talk("a", "p1"))
    store.load(talk("b", "q1", title=None))
    assert cell(store, both) == [["a", "b"], ["a", "b"], "A paper"]
    store.load([load_node("a")])
    assert cell(store, both) == [["b"], ["b"], "A paper"]
    store.load([load_node("b")])
    assert {r.label for r in store.records() if isinstance(r, Node)} == {"Load"}
    assert cell(store, "MATCH (n) RETURN count(n)") == 2


def test_a_row_that_two_sources_yield_is_one_row_of_both(store: Store) -> None:
    store.load(talk("a", "p1", "p2"))
    rows = len(contents(store.records()))
    counts = store.load(talk("b", "p1", "p2"))
    assert (counts.added, counts.removed) == ({"Load": 1}, {})
    back = list(store.records())
    assert len(back) == rows + 1
    owners = [r.properties["sources"] for r in back if not (isinstance(r, Node) and r.label == "Load")]
    assert owners == [["a", "b"]] * (rows - 1)
    store.load([load_node("a")])
    assert contents(store.records()) == contents([*talk("b", "p1", "p2"), load_node("a")])


def test_two_mentions_of_one_work_in_one_post_are_two_relations(store: Store) -> None:
    store.load(talk("a", "p1"))
    query = "MATCH (:Post {id: 'p1'})-[r:CITES]->(:Paper) RETURN r.start_char AS at ORDER BY at"
    assert store.run(query, {}).rows == [(2,), (5,)]
    gone = [r for r in talk("a", "p1") if not (isinstance(r, Relation) and r.properties.get("start_char") == 2)]
    assert store.load(gone).removed == {"CITES": 1}
    assert store.run(query, {}).rows == [(5,)]


def test_a_work_can_turn_into_a_paper_and_back(store: Store) -> None:
    labels = "MATCH (w:Work {id: 'w'}) RETURN size(labels(w))"
    for label, number in (("Work", 1), ("Paper", 2), ("Work", 1)):
        store.load([load_node("a"), node(label, "w", "a")])
        assert (cell(store, labels), ids(store, label)) == (number, {"w"})


def test_a_missing_name_or_title_reads_as_missing(store: Store) -> None:
    store.load([load_node("a"), node("Speaker", "s", "a", name="Jane"), node("Work", "w", "a", title="T")])
    store.load([load_node("a"), node("Speaker", "s", "a"), node("Work", "w", "a"), claim("p#0", "a")])
    query = "MATCH (n) WHERE n:Speaker OR n:Work OR n:Claim RETURN n.name, n.title, n ORDER BY n.id"
    rows = store.run(query, {}).rows
    assert [row[:2] for row in rows] == [(None, None)] * 3
    assert all(not {"name", "title", "type"} & set(row[2].properties) for row in rows)


def test_a_relation_with_a_missing_end_is_refused_and_nothing_is_written(store: Store) -> None:
    store.load(talk("a", "p1"))
    broken = [r for r in talk("a", "p1", "p2") if not (isinstance(r, Node) and r.id == "p2")]
    with pytest.raises(OntologyError, match=r"no Post 'p2' among the records"):
        store.load(broken)
    assert contents(store.records()) == contents(talk("a", "p1"))


def test_two_loads_at_once_both_count(place: Place) -> None:
    stores = [place.open() for _ in range(4)]
    threads = [Thread(target=s.load, args=(talk(f"s{n}", f"p{n}"),)) for n, s in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    with closing(place.open()) as store:
        assert ids(store, "Post") == {"p0", "p1", "p2", "p3"}
        assert cell(store, "MATCH (w:Work) RETURN w.sources") == ["s0", "s1", "s2", "s3"]


def test_a_dropped_source_goes_with_what_it_alone_yields(store: Store) -> None:
    store.load(talk("a", "p1", "p2"))
    store.load(talk("b", "p2"))
    with pytest.raises(StoreError, match=r"no source 'c' in the graph \(known: a, b\)"):
        store.drop("c")
    counts = store.drop("a")
    assert (counts.added, counts.removed["Post"], counts.removed["Load"]) == ({}, 1, 1)
    assert contents(store.records()) == contents(talk("b", "p2"))
    store.drop("b")
    assert cell(store, "MATCH (n) RETURN count(n)") == 0


def test_what_changed_behind_the_back_of_a_load_is_found_by_comparing(place: Place) -> None:
    records = talk("a", "p1", "p2")
    with closing(place.open()) as store:
        store.load(records)
    place.by_hand("MATCH (p:Post {id: 'p1'}) SET p.text = 'mine' WITH p MATCH (s:Claim {id: 'p2#0'}) DETACH DELETE s")
    place.by_hand("CREATE (:Speaker {id: 'new', caption: 'n', sources: ['a']})")
    with closing(place.open()) as store:
        assert not store.load(records), "a source whose mark is there is not looked at"
        found = store.compare(check(records))
        assert (found.added, found.changed, found.removed) == (
            {"Claim": 1, "REBUTS": 1, "STATES": 1}, {"Post": 1}, {"Speaker": 1})  # fmt: skip
        assert found.examples["Claim", "added"] == ["p2#0"]
        assert found.examples["REBUTS", "added"] == ["p2#0 to p1#0"]


def test_a_load_that_is_killed_is_made_whole_by_the_next_while_another_process_loads(
    place: Place, tmp_path: Path
) -> None:
    whole = faults.written(tmp_path / "records", faults.records(120, 3))
    with closing(place.open()) as store:
        store.load(talk("b", "q1"))
    assert sum(faults.killed(tmp_path / "records", place.address, after) for after in (0.05, 0.4))
    with closing(place.open()) as store:
        assert not faults.without_ends(list(store.records()))
    other, began = faults.begun(tmp_path / "records", place.address), monotonic()
    with closing(place.open()) as store:
        store.load(talk("b", "q1", "q2"))
        assert other.wait() == 0
        assert monotonic() - began < 40, "the right of a dead process does not block"
    with closing(place.open()) as store:
        assert contents(store.records()) == contents(checked([*whole, *talk("b", "q1", "q2")]))
        assert store.unfinished() == []
        assert not store.compare(check(whole))


def test_a_load_that_was_begun_and_not_ended_is_known_and_ended_by_the_next(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(talk("a", "p1"))
        assert store.unfinished() == []
    place.by_hand("MATCH (l:Load) SET l.yields = null WITH l MATCH (p:Post) DETACH DELETE p")
    with closing(place.open()) as store:
        assert store.unfinished() == ["a"]
        store.load(talk("a", "p1"))
        assert store.unfinished() == []
        assert contents(store.records()) == contents(talk("a", "p1"))


def test_nothing_loaded_is_nothing_done(store: Store) -> None:
    assert not store.load([])


def test_what_people_made_by_hand_is_never_touched(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(talk("a", "p1", "p2"))
    place.by_hand(HAND)
    with closing(place.open()) as store:
        assert contents(store.records()) == contents(talk("a", "p1", "p2"))
        assert not store.load(talk("a", "p1", "p2"))
        store.load(talk("a", "p1", "p2", text="It fails."))
        store.load([load_node("a")])
        assert {r.label for r in store.records() if isinstance(r, Node)} == {"Load"}
        rows = store.run("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r.note ORDER BY a.id", {}).rows
        assert rows == [("me", "LIKES", "p1#0", None), ("p1#0", "REBUTS", "p2#0", "mine")]
        assert cell(store, "MATCH (d:Favourite) RETURN [d.id, d.mine, size(d.sources)]") == ["d", "x", 0]
        assert cell(store, "MATCH (r:Reader) RETURN r.mood") == "calm"
        assert cell(store, "MATCH (n) RETURN count(n)") == 5
        assert not store.load([load_node("a")])
        store.load(talk("a", "p1", "p2"))
        assert contents(store.records()) == contents(talk("a", "p1", "p2"))
        assert cell(store, "MATCH (:Claim)-[r:REBUTS]->(:Claim) RETURN count(r)") == 2


def test_extra_properties_of_a_node_stay_when_it_changes(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(talk("a", "p1"))
    place.by_hand("MATCH (p:Post {id: 'p1'}) SET p.note = 'mine' WITH p MATCH (p)-[r:PART_OF]->() SET r.note = 'too'")
    with closing(place.open()) as store:
        assert store.load(talk("a", "p1", text="It fails.")).changed == {"Claim": 1, "Post": 1}
        query = "MATCH (p:Post)-[r:PART_OF]->() RETURN p.text, p.note, r.note"
        assert store.run(query, {}).rows == [("It fails.", "mine", "too")]


def test_a_relation_made_by_hand_beside_one_of_ours_is_left_alone(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(talk("a", "p1", "p2"))
    place.by_hand(
        "MATCH (a:Claim {id: 'p2#0'}), (b:Claim {id: 'p1#0'}) CREATE (a)-[:REBUTS {note: 'mine', confidence: 0.1}]->(b)"
    )
    query = "MATCH (:Claim)-[r:REBUTS]->(:Claim) RETURN r.note, r.confidence, r.sources ORDER BY r.confidence"
    mine = ("mine", 0.1, None)
    surer = [
        Relation(r.type, r.source, r.target, {**r.properties, "confidence": 0.75})
        if isinstance(r, Relation) and r.type == "REBUTS"
        else r
        for r in talk("a", "p1", "p2")
    ]
    with closing(place.open()) as store:
        assert store.load(surer).changed == {"REBUTS": 1}
        assert store.run(query, {}).rows == [mine, (None, 0.75, ["a"])]
        store.load([load_node("a")])
        assert store.run(query, {}).rows == [mine]
