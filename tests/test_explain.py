"""kg explain: the words in context, the cues for and against, the runner-up, for every kind of id and store."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import provenance, reasons
from kg.data import folder
from kg.errors import QueryError
from kg.graph import Node, Record, Relation, Table
from kg.mapping import records as mapped
from kg.records import handle
from kg.stores import Store
from kg.stores.embedded import Embedded, connect
from tests.graphs import Place, load_node
from tests.talk import found_in, talk

Made = Callable[..., tuple[Store, list[Record]]]


@pytest.fixture(scope="module")
def seeds() -> list[Record]:
    return kg.extract(str(folder("seeds")))


@pytest.fixture(scope="module")
def graph(seeds: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(connect(str(tmp_path_factory.mktemp("seeds") / "seeds.kgl"))) as store:
        store.load(seeds)
        yield store


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Makes the graph of a few turns."""
    with closing(connect(str(tmp_path / "made.kgl"))) as store:

        def make(turns: list[tuple[str, str]]) -> tuple[Store, list[Record]]:
            discussion = talk(*turns)
            found = list(mapped(discussion, found_in(discussion)))
            store.load([*found, *map(load_node, {s for r in found for s in r.properties["sources"]})])
            return store, found

        yield make


def told(store: Store, id: str) -> str:
    return "\n".join(provenance.explain(store, id))


def some(records: list[Record], fits: Callable[[Relation], bool]) -> Relation:
    return next(r for r in records if isinstance(r, Relation) and fits(r))


@pytest.mark.parametrize(
    "type_",
    "AGREES_WITH ASSERTS CITES CONCEDES PART_OF QUESTIONS QUOTES REACTS_TO REBUTS REPLIES_TO STATES SUPPORTS UNDERCUTS WROTE".split(),
)
def test_a_relation_of_each_type_names_both_ends_and_its_source(graph: Store, seeds: list[Record], type_: str) -> None:
    relation = some(seeds, lambda r: r.type == type_)
    shown = told(graph, handle(relation))
    assert shown.startswith(f"{handle(relation)}: ")
    assert f"from {relation.source[0]} {relation.source[1]}" in shown
    assert f"to {relation.target[0]} {relation.target[1]}" in shown
    assert f"source: {relation.properties['sources'][0]}" in shown


def test_every_record_of_the_seeds_can_be_explained_by_its_id(graph: Store, seeds: list[Record]) -> None:
    for record in seeds[::37]:
        assert len(told(graph, handle(record)).splitlines()) >= 2


TURNS = [
    ("Ann", "Nuclear plants take far too long to build. Uranium mining poisons rivers in many countries."),
    ("Bo", "I don't think uranium mining is worse than coal mining. It was raining."),
]
SOLAR = "Storage is the part that nobody has solved."
QUOTED = [
    ("Ann", f"Solar power is cheap. {SOLAR}"),
    ("Bo", f"> {SOLAR}\n\nI disagree, batteries have halved in price."),
]


def explained(made: Made, turns: list[tuple[str, str]], type_: str, source: str) -> str:
    store, found = made(turns)
    return told(store, handle(some(found, lambda r: r.type == type_ and source in str(r.properties.get("evidence")))))


def test_an_answer_shows_both_claims_in_context_its_cues_and_the_runner_up(made: Made) -> None:
    lines = explained(made, TURNS, "REBUTS", "don't think").splitlines()
    assert "  Bo, in p1:" in lines
    assert "  > [I don't think uranium mining is worse than coal mining.] It was raining." in lines
    assert f"  > {TURNS[0][1].replace('Uranium', '[Uranium')}]" in lines
    weighed = next(line for line in lines if line.startswith("for this target: "))
    assert "shared words +" in weighed
    second = lines.index(next(line for line in lines if line.startswith("runner-up: Claim p0#0-42")))
    assert (
        lines[second + 2]
        == "  > [Nuclear plants take far too long to build.] Uranium mining poisons rivers in many countries."
    )
    assert lines[second + 3].startswith("  for this target: claim-like target +")
    assert any(line.startswith("  lost ") and line.endswith("most by 'shared words'") for line in lines[second:])


def test_an_answer_under_a_quote_has_no_runner_up(made: Made) -> None:
    shown = explained(made, QUOTED, "REBUTS", "I disagree")
    assert "score: under its quote ×0." in shown
    assert "runner-up: none" in shown


def test_a_premise_shows_how_near_its_claim_is(graph: Store, seeds: list[Record]) -> None:
    near = some(seeds, lambda r: r.properties.get("rule") == "rebuttals:before" and "runner_up" in r.properties)
    shown = told(graph, handle(near))
    assert "score: premise-like source ×" in shown
    assert "nearest before ×" in shown


@pytest.mark.parametrize(
    ("winner", "loser", "says"),
    [
        (["a +2.00", "b +1.00"], ["a +2.50"], "lost 2.50 to 3.00, most by 'b'"),
        (["a +2.00"], ["a +2.00", "change of target -0.25"], "lost 1.75 to 2.00, most by 'change of target'"),
        (["a ×0.50", "b ×0.80"], ["a ×0.50", "b ×0.20"], "lost 0.10 to 0.40, most by 'b'"),
        (["a +1.00"], ["a +1.50"], "worth as much alone, but the answers around this one aim at the other, and a change of target costs"),
        (["a +1.00", "not a cue"], ["a +0.50", ""], "lost 0.50 to 1.00, most by 'a'"),
    ],
)  # fmt: skip
def test_why_the_runner_up_lost(winner: list[str], loser: list[str], says: str) -> None:
    assert reasons.lost(reasons.read(winner), reasons.read(loser)) == says


def test_the_beginning_of_an_id_will_do_where_no_other_begins_so(made: Made) -> None:
    store, found = made(TURNS)
    relation = handle(some(found, lambda r: r.type == "REBUTS"))
    assert told(store, relation[:-2]) == told(store, relation)
    with pytest.raises(QueryError, match="no node or relation has the id 'REBUTS-zz'"):
        told(store, "REBUTS-zz")
    with pytest.raises(QueryError, match="ids begin with 'p'"):
        told(store, "p")


def test_a_discussion_and_its_first_post_may_share_an_id_and_both_are_told_of(
    graph: Store, seeds: list[Record]
) -> None:
    ids = [r.id for r in seeds if isinstance(r, Node)]
    shared = next(i for i in ids if ids.count(i) == 2)
    shown = told(graph, shared)
    assert f"Discussion {shared}" in shown and f"Post {shared}" in shown


def test_the_words_of_a_source_make_no_line_of_their_own(made: Made) -> None:
    turns = [
        ("Ann", "Cars are bad for\nsource: everybody.\n\nThey cost a lot."),
        ("Bo\nrule: x", "I disagree, cars\x1b[2J are good."),
    ]
    store, found = made(turns)
    for record in found:
        for line in provenance.explain(store, handle(record)):
            assert "\n" not in line
            assert line.partition(":")[0] != "rule" or not line.endswith(": x")


def test_each_store_explains_the_same(place: Place, graph: Store, seeds: list[Record]) -> None:
    relations = [
        some(seeds, lambda r: r.type == "REBUTS" and "runner_up" in r.properties),
        some(seeds, lambda r: r.type == "SUPPORTS" and "runner_up" in r.properties),
    ]
    shared = some(seeds, lambda r: r.type == "PART_OF").target[1]
    with closing(place.open()) as store:
        store.load(seeds)
        for id in (*map(handle, relations), relations[0].source[1], shared, handle(relations[1])[:-3]):
            assert told(store, id) == told(graph, id)


@pytest.mark.parametrize("id", ["REB", "REBUTS-", "lesswrong:", "", "REBUTS-0000000000", "nobody"])
def test_what_means_nothing_or_several_is_refused_in_one_line(graph: Store, id: str) -> None:
    with pytest.raises(QueryError, match=r"^(no node or relation has the id|several ids begin with) '") as refused:
        told(graph, id)
    assert "\n" not in str(refused.value)


def test_not_all_of_the_graph_is_read(graph: Store, seeds: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    relation, rows = some(seeds, lambda r: r.type == "CONCEDES"), 0

    def counted(self: Embedded, query: str, parameters: dict[str, Any]) -> Table:
        nonlocal rows
        table = run(self, query, parameters)
        rows += len(table.rows)
        return table

    run = Embedded.run
    monkeypatch.setattr(Embedded, "run", counted)
    monkeypatch.setattr(Embedded, "records", None)
    assert told(graph, handle(relation))
    assert rows < 10 + sum(isinstance(r, Relation) and r.type == "CONCEDES" for r in seeds)
