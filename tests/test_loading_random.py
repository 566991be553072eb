"""What a load adds, changes and removes, at random: the rules in other words, and kills at any step."""

import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import loading
from kg.graph import Node, Record
from kg.loading import ledger, plan
from kg.records import identity
from kg.stores.embedded import Opened
from tests.loaded import graph, load, load_node, post, replies

IDS = ("1", "2", "3")
SOURCES = ("a", "b", "c")
State = dict[tuple[Any, ...], tuple[dict[str, Any], set[str]]]


@st.composite
def loads(draw: st.DrawFn) -> list[Record]:
    """The records of one load: of one or two sources, about a handful of posts and answers."""
    sources = draw(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True))
    some = st.lists(st.sampled_from(sources), min_size=1, max_size=2, unique=True)
    chosen = draw(st.lists(st.sampled_from(IDS), unique=True))
    texts = st.sampled_from([None, "x", "y"])
    posts: list[Record] = [post(id, *sorted(draw(some)), text=draw(texts), url=draw(texts)) for id in chosen]
    pairs = [(x, y) for x in chosen for y in chosen]
    wanted = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return [*(load_node(s) for s in sources), *posts, *(replies(x, y, *sorted(draw(some))) for x, y in wanted)]


def told(record: Record) -> tuple[tuple[Any, ...], dict[str, Any], set[str]]:
    """Key, values and sources of a record."""
    values = {k: v for k, v in record.properties.items() if v is not None and k != "sources"}
    return identity(record), values, set(record.properties["sources"])


def state(opened: Opened) -> State:
    """All that kg put into the graph."""
    return {key: (values, sources) for key, values, sources in map(told, loading.records(opened))}


def expected(before: State, records: list[Record]) -> State:
    """The rules in other words: sources and values of each row that must be there after the load."""
    loaded = {r.id for r in records if isinstance(r, Node) and r.label == "Load"}
    after: State = {}
    new = {key: (values, sources) for key, values, sources in map(told, records)}
    for key, (values, owners) in before.items():
        others = owners - loaded
        if key in new:
            after[key] = ({**values, **new[key][0]} if others else new[key][0], others | new[key][1])
        elif others:
            after[key] = (values, others)
    after = {**new, **after}
    # A node that is gone stays for other sources whose relations hang on it.
    for _, *ends in [key for key in after if len(key) > 2]:
        for end in (tuple(ends[:2]), tuple(ends[2:4])):
            if end not in after:
                users = [after[key][1] for key in after if len(key) > 2 and end in (key[1:3], key[3:5])]
                after[end] = (before[end][0], set().union(*users))
    return after


# As they are; of many pieces, with little room for what is gone; and none at all.
LEDGERS: dict[str, dict[Any, int]] = {
    "usual": {},
    "small": {(ledger, "_PIECE"): 2, (plan, "_ROWS"): 2},
    "none": {(ledger, "MOST"): 1},
}


@pytest.mark.parametrize("ledgers", LEDGERS)
@settings(max_examples=25)  # the clock of a busy machine is no matter here
@given(st.lists(loads(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_any_row_of_loads_leaves_what_the_rules_say(
    ledgers: str, history: list[list[Record]], shuffle: random.Random
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), number in LEDGERS[ledgers].items():
            patch.setattr(module, name, number)
        keep_the_rules(history, shuffle)


def keep_the_rules(history: list[list[Record]], shuffle: random.Random) -> None:
    opened, mixed = graph(), graph()
    for records in history:
        must = expected(state(opened), records)
        told_before = load(opened, records, dry_run=True)
        assert load(opened, records) == told_before, "a dry run says the same"
        assert state(opened) == must
        assert not load(opened, records), "loading twice changes nothing"
        assert state(opened) == must
        shuffled = records[:]
        shuffle.shuffle(shuffled)
        load(mixed, shuffled)
        assert state(mixed) == must, "the order of records is no matter"


@settings(max_examples=60)
@given(st.lists(loads(), min_size=1, max_size=2), loads(), st.integers(1, 12))
def test_a_load_that_was_killed_at_any_step_is_made_whole_by_the_next(
    history: list[list[Record]], records: list[Record], steps: int
) -> None:
    whole, killed = graph(*history), graph(*history)
    load(whole, records)
    with pytest.MonkeyPatch.context() as patch:
        left, send = iter(range(steps)), Opened.send

        def until(self: Opened, *given: Any, **more: Any) -> None:
            next(left)  # StopIteration is the kill
            send(self, *given, **more)

        patch.setattr(Opened, "send", until)
        with suppress(StopIteration):
            load(killed, records)
    load(killed, records)
    assert state(killed) == state(whole)
    assert not load(killed, records)


@settings(max_examples=40)
@given(st.lists(loads(), min_size=1, max_size=3), loads(), st.sampled_from(["ledger", "yields"]))
def test_a_ledger_that_is_not_the_one_of_its_mark_is_not_believed(
    history: list[list[Record]], records: list[Record], spoilt: str
) -> None:
    opened, whole = graph(*history), graph(*history)
    load(whole, records)
    before = opened.ask("MATCH (l:Load) WHERE l.ledger IS NOT NULL RETURN l.ledger AS ledger ORDER BY l.id", {})
    # Another one's ledger, cut text, or none: as an older kg or a hand may leave it.
    for number, words in enumerate([before[-1][0][:-9], before[0][0], ""]):
        opened.ask(f"MATCH (l:Load {{id: $id}}) SET l.{spoilt} = $words", {"id": SOURCES[number], "words": words})
    load(opened, records)
    assert state(opened) == state(whole)


def test_only_the_rows_that_differ_are_asked_for() -> None:
    many: list[Record] = [load_node("a"), *(post(str(n), "a", text="x") for n in range(100))]
    opened = graph(many)
    asked: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        ask = Opened.ask

        def counted(self: Opened, query: str, parameters: dict[str, Any]) -> Any:
            asked.extend(parameters.get("rows", ()) if "Post" in query else ())
            return ask(self, query, parameters)

        patch.setattr(Opened, "ask", counted)
        load(opened, [*many[:50], post("49", "a", text="y"), *many[51:99], post("new", "a")])  # without 98 and 99
    assert {row[0] for row in asked} == {"49", "98", "99", "new"}
    assert len(state(opened)) == 100
