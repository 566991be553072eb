"""Comparing what the sources yield with what the graph holds: the rules one by one, then all of them at random."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.errors import OntologyError
from kg.graph import Node, Record, Ref, Relation
from kg.reconcile import LONGEST_ID, Rows, Wanted, check, reconcile
from kg.records import identity

STATED: dict[str, Any] = {"asserted": True}


def load_node(source: str) -> Node:
    """The book-keeping of a source."""
    text = dict.fromkeys(("caption", "document", "format", "sha256", "version"), "x")
    return Node("Load", {"id": source, "sources": [source], **text})


def post(id: str, *sources: str, **more: Any) -> Node:
    """A post that these sources yield."""
    return Node("Post", {"id": id, "caption": id, "sources": list(sources), **more})


def replies(source: str, target: str, *sources: str) -> Relation:
    """An answer that these sources tell of."""
    return Relation("REPLIES_TO", ("Post", source), ("Post", target), {**STATED, "sources": list(sources)})


def rows(*records: Record) -> Rows:
    """Rows of a graph, as a store would have read them."""
    found = Rows()
    for record in records:
        found.add(record)
    return found


def only(wanted: Wanted, old: Rows, held: set[Ref] | None = None) -> dict[str, dict[str, int]]:
    """The counts of a comparison, without those of the Load nodes."""
    counts = reconcile(wanted, old, held or set()).counts
    named = {"added": counts.added, "changed": counts.changed, "removed": counts.removed, "same": counts.same}
    kept = {name: {k: n for k, n in count.items() if k != "Load"} for name, count in named.items()}
    return {name: count for name, count in kept.items() if count}


A = load_node("a")

RULES: list[tuple[str, list[Record], list[Record], dict[str, dict[str, int]]]] = [
    ("a new row is added", [post("1", "a")], [], {"added": {"Post": 1}}),
    ("an equal row is left alone", [post("1", "a")], [post("1", "a")], {"same": {"Post": 1}}),
    (
        "a value that differs is a change",
        [post("1", "a", text="y")],
        [post("1", "a", text="x")],
        {"changed": {"Post": 1}},
    ),
    ("a value that is gone is a change", [post("1", "a")], [post("1", "a", text="x")], {"changed": {"Post": 1}}),
    ("a row that is gone is removed", [], [post("1", "a")], {"removed": {"Post": 1}}),
    ("a row of others too loses its source", [], [post("1", "a", "b")], {"changed": {"Post": 1}}),
    ("a row of others gains a source", [post("1", "a")], [post("1", "b")], {"changed": {"Post": 1}}),
    ("what others said is not forgotten", [post("1", "a")], [post("1", "a", "b", text="x")], {"same": {"Post": 1}}),
    ("a row made by hand is taken over", [post("1", "a")], [Node("Post", {"id": "1"})], {"changed": {"Post": 1}}),
]


@pytest.mark.parametrize(("rule", "new", "old", "counts"), RULES, ids=[r[0] for r in RULES])
def test_each_rule(rule: str, new: list[Record], old: list[Record], counts: dict[str, dict[str, int]]) -> None:
    assert only(check([A, *new]), rows(A, *old)) == counts, rule


def test_new_values_win_over_those_of_sources_that_are_not_loaded_now() -> None:
    plan = reconcile(check([A, post("1", "a", text="new")]), rows(A, post("1", "b", text="old", url="u")), set())
    (written,) = plan.write_nodes
    assert written == post("1", "a", "b", text="new", url="u")


def test_a_node_that_people_tied_something_to_stays_without_sources() -> None:
    plan = reconcile(check([A]), rows(A, post("1", "a"), post("2", "a")), {("Post", "1")})
    assert plan.write_nodes == [post("1")]
    assert plan.delete_nodes == [post("2")]


def test_a_work_and_a_paper_with_one_id_are_one_node() -> None:
    work, paper = (Node(label, {"id": "doi:1", "caption": "c", "sources": ["a"]}) for label in ("Work", "Paper"))
    assert reconcile(check([A, paper]), rows(A, work), set()).write_nodes == [paper]
    assert reconcile(check([A, work]), rows(A, paper), set()).write_nodes == [work]


def test_a_title_that_another_source_knows_is_what_people_see() -> None:
    bare = Node("Paper", {"id": "doi:1", "caption": "doi:1", "sources": ["a"]})
    known = Node("Paper", {"id": "doi:1", "caption": "A title", "title": "A title", "sources": ["b"]})
    (written,) = reconcile(check([A, bare]), rows(A, known), set()).write_nodes
    assert (written.caption, written.properties["title"]) == ("A title", "A title")


def test_a_paper_of_another_source_stays_a_paper() -> None:
    work = Node("Work", {"id": "doi:1", "caption": "c", "sources": ["a"]})
    paper = Node("Paper", {"id": "doi:1", "caption": "c", "sources": ["b"]})
    (written,) = reconcile(check([A, work]), rows(A, paper), set()).write_nodes
    assert (written.label, written.properties["sources"]) == ("Paper", ["a", "b"])


def test_two_mentions_of_one_work_in_one_post_are_two_relations() -> None:
    work = Node("Work", {"id": "w", "caption": "c", "sources": ["a"]})
    found = {"asserted": False, "confidence": 0.5, "rule": "r", "evidence": "e", "evidence_post": "1",
             "evidence_start": 0, "evidence_end": 1, "end_char": 9, "sources": ["a"]}  # fmt: skip
    first, second = (Relation("CITES", ("Post", "1"), ("Paper", "w"), {**found, "start_char": at}) for at in (1, 5))
    wanted = check([A, post("1", "a"), work, first, second])
    assert only(wanted, rows(A)) == {"added": {"CITES": 2, "Post": 1, "Work": 1}}


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


def test_half_a_surrogate_pair_is_replaced_by_one_character() -> None:
    wanted = check([A, post("1", "a", text="x\ud83dy\U0001f600")])
    assert wanted.nodes["Post", "1"].properties["text"] == "x\ufffdy\U0001f600"


def test_the_same_record_from_two_discussions_is_one() -> None:
    assert check([A, post("1", "a"), post("1", "a", text=None)]).nodes.keys() == {("Load", "a"), ("Post", "1")}


# --- all rules at random: a graph is what `apply` makes of it -----------------------------------

Graph = dict[tuple[Any, ...], Record]
IDS = ("1", "2", "3")
SOURCES = ("a", "b", "c")


def apply(graph: Graph, wanted: Wanted, held: set[Ref]) -> tuple[Graph, bool]:
    """What a store does with a plan, on a dictionary; and whether anything differed."""
    old = Rows()
    for key, record in graph.items():
        owned = wanted.loaded & set(record.properties.get("sources", ()))
        if owned or key in wanted.nodes or key in wanted.relations:
            old.add(record)
    plan = reconcile(wanted, old, held)
    after = dict(graph)
    gone: list[Record] = [*plan.delete_relations, *plan.delete_nodes]
    written: list[Record] = [*plan.write_nodes, *plan.create_relations, *plan.change_relations]
    for record in gone:
        del after[identity(record)]
    for record in written:
        after[identity(record)] = record
    return after, bool(plan.counts)


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


def expected(graph: Graph, records: list[Record], held: set[Ref]) -> dict[tuple[Any, ...], Any]:
    """The rules in other words: sources and values of each row that must be there after the load."""
    loaded = {r.id for r in records if isinstance(r, Node) and r.label == "Load"}
    state = {identity(r): (dict(v), set(s)) for r in graph.values() for _, v, s in (told(r),)}
    new = {key: (values, sources) for key, values, sources in map(told, records)}
    for key, (values, sources) in list(state.items()):
        others = sources - loaded
        if key not in new and others != sources:
            state[key] = (values, others)
            if not others and key not in held:
                del state[key]
    for key, (values, sources) in new.items():
        before, owners = state.get(key, ({}, set()))
        others = owners - loaded
        state[key] = ({**before, **values} if others else values, sources | others)
    return state


@settings(deadline=None)  # the clock of a busy machine is no matter here
@given(st.lists(loads(), min_size=1, max_size=5), st.sets(st.sampled_from(IDS)), st.randoms(use_true_random=False))
def test_any_row_of_loads_leaves_what_the_rules_say(
    history: list[list[Record]], ids: set[str], shuffle: random.Random
) -> None:
    graph: Graph = {}
    held: set[Ref] = {("Post", id) for id in ids}
    for records in history:
        must = expected(graph, records, held)
        after, _ = apply(graph, check(records), held)
        assert {key: (values, sources) for key, values, sources in map(told, after.values())} == must
        again, differs = apply(after, check(records), held)
        assert (again, differs) == (after, False), "loading twice changes nothing"
        mixed = records[:]
        shuffle.shuffle(mixed)
        assert apply(graph, check(mixed), held)[0] == after, "the order of records is no matter"
        graph = after


@settings(deadline=None)
@given(loads(), loads())
def test_a_load_never_touches_what_only_others_yield(first: list[Record], second: list[Record]) -> None:
    graph, _ = apply({}, check(first), set())
    loaded = {r.id for r in second if isinstance(r, Node) and r.label == "Load"}
    keys = {identity(r) for r in second}
    after, _ = apply(graph, check(second), set())
    for key, record in graph.items():
        if key not in keys and not loaded & set(record.properties["sources"]):
            assert after[key] == record


def test_every_label_and_type_has_a_key() -> None:
    terms = ontology.load()
    assert {terms.root(label) for label in terms.nodes} >= {"Work", "Post", "Load"}
    assert terms.relations["CITES"].key == terms.relations["QUOTES"].key == ("start_char",)
