"""The saved questions have the answers that a person works out by hand, from both stores."""

from contextlib import closing
from typing import Any

import pytest

from kg.graph import Node, Path, Relation
from kg.questions import queries
from tests.asked import cats
from tests.graphs import Place, load_node

NOT_HERE = {"cited_works", "cited_by_both", "disputed_works", "leaning_on_one", "who_cites", "unanswered_works",
            "around_work"}  # fmt: skip
"""Questions about works, which have a test of their own."""

LOADED = object()
"""Whatever the clock says."""

ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "discussions": [("d", 5, 4, 9, 3, None)],
    "loads": [("a", "x", "x", "x", 61, LOADED)],
    "changed": [],
    "most_rebutted": [
        (1, "c1", "Ann", ["Ben"], 0.9),
        (1, "r2", "Ben", ["Cem"], 0.6),
        (1, "g2", "Ben", ["Speaker A"], 0.5),
    ],
    "rebuttals": [("ben", "r2", "REBUTS", "c1", "ann"), ("cem", "x3", "REBUTS", "r2", "ben"),
                  ("nobody", "n5", "UNDERCUTS", "g2", "ben")],
    "cruxes": [("c1", "Ann", ["Ben"], ["Cem"])],
    "countered": [("x3", "REBUTS", "r2", "REBUTS", "c1")],
    "unmet": [],
    "undercuts": [("n5", "UNDERCUTS", "g2", "SUPPORTS", "r2")],
    "longest_exchange": [(2, "x3 r2 c1")],
    "around_claim": [("c1", "is answered by", "REBUTS", "r2", "ben"), ("c1", "is answered by", "SUPPORTS", "s3", "cem"),
                     ("c1", "is answered by", "REBUTS", "w5", "nobody")],
    "around_speaker": [("ann", "c1", "is answered by", "REBUTS", "r2", "ben"), ("ann", "k4", "answers", "CONCEDES", "r2", "ben"),
                       ("ann", "c1", "is answered by", "SUPPORTS", "s3", "cem")],
    "standing": [("stands", "c1", "Ann", 1, "r2", "x3"), ("falls", "g2", "Ben", 1, "n5", None),
                 ("falls", "r2", "Ben", 1, "x3", None)],
    "speaker_claims": [
        ("ann", "claim", "c1", 1, None), ("ann", "question", "q1", 0, None), ("ann", "claim", "k4", 0, None),
        ("ben", "claim", "r2", 1, None), ("ben", "premise", "g2", 1, None),
        ("cem", "claim", "x3", 0, None), ("cem", "premise", "s3", 0, None),
        ("nobody", "claim", "n5", 0, None), ("nobody", "claim", "w5", 0, None),
    ],
    "speakers": [("ann", 2, 3, 0, 1), ("ben", 1, 2, 1, 2), ("cem", 1, 2, 1, 0), ("nobody", 1, 2, 1, 0)],
    "who_rebuts_whom": [("ben", "ann", 1, "Cats sleep just enough."), ("cem", "ben", 1, "Nobody knows what is enough."),
                        ("nobody", "ben", 1, "Studies of cats prove little.")],
    "who_agrees": [("ann", "ben", 1, "Fair enough."), ("cem", "ann", 1, "My cat never gets up.")],
    "concessions": [("ann", "k4", "CONCEDES", "r2")],
    "changed_mind": [("ann", "c1", "REBUTS", "r2", "CONCEDES", "k4")],
    "never_answers": [("ben", "r2", "REBUTS", "x3"), ("ben", "g2", "UNDERCUTS", "n5")],
    "thread": [("d", "ann", "p1", None, None, None), ("d", "ben", "p2", "REPLIES_TO", "p1", None),
               ("d", "cem", "p3", "REPLIES_TO", "p2", None), ("d", "ann", "p4", "REPLIES_TO", "p2", None),
               ("d", "nobody", "p5", "REPLIES_TO", "p1", None)],
    "tree": [(0, "p1", "Ann", None, None), (1, "p2", "Ben", "REPLIES_TO", "p1"), (2, "p3", "Cem", "REPLIES_TO", "p2"),
             (2, "p4", "Ann", "REPLIES_TO", "p2"), (1, "p5", "Speaker A", "REPLIES_TO", "p1")],
    "unanswered": [],
    "open_questions": [("Ann", "q1", None)],
    "turning_points": [("p2", "Ben", 2, 2), ("p1", "Ann", 1, 2)],
    "misquoted": [],
    "quoted_most": [(1, "r2", "Ben")],
    "way_between": [(2, "c1 r2 g2")],
    "weakest": [("w5", "REBUTS", "c1", "r", "no"), ("n5", "UNDERCUTS", "g2", "r", "no"), ("x3", "REBUTS", "r2", "r", "no"),
                ("s3", "SUPPORTS", "c1", "r", "no"), ("g2", "SUPPORTS", "r2", "r", "no"), ("k4", "CONCEDES", "r2", "r", "no"),
                ("r2", "REBUTS", "c1", "r", "no")],
    "rules": [("REBUTS", "r", 3, 0.533, 0.9), ("SUPPORTS", "r", 2, 0.75, 0.8), ("CONCEDES", "r", 1, 0.8, 0.8),
              ("UNDERCUTS", "r", 1, 0.5, 0.5)],
    "nameless": [("p5", "d", "nobody")],
    "said_again": [],
    "same_claims": [],
}  # fmt: skip


def shown(value: Any, column: str = "") -> Any:
    """A node by its id, a relation by its type, a path by its nodes."""
    match value:
        case _ if column == "loaded":
            return LOADED
        case Node():
            return value.id
        case Relation():
            return value.type
        case Path():
            return " ".join(n.id for n in value.nodes)
        case _:
            return value


def test_each_question_is_answered_as_by_hand(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(cats())
        for name in set(queries.names()) - NOT_HERE:
            table = queries.run(store, queries.get(name), {"second": "study"} if name == "way_between" else {})
            seen = [i for i, column in enumerate(table.columns) if not column.startswith("_")]
            assert [tuple(shown(row[i], table.columns[i]) for i in seen) for row in table.rows] == ANSWERS[name], name


@pytest.mark.parametrize(
    "place", ["embedded", pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.long])], indirect=True
)
def test_each_question_runs_on_an_empty_graph(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(cats())
        store.load([load_node("a")])  # the source has nothing to say any more
        for name in queries.names():
            assert len(queries.run(store, queries.get(name), {}).rows) == (name == "loads"), name


@pytest.mark.parametrize(
    ("name", "parameters", "first"),
    [
        ("around_claim", {"claim": "never gets"}, [("s3", "answers", "SUPPORTS")]),
        ("concessions", {"speaker": "ANN"}, [("ann", "k4", "CONCEDES")]),
        ("concessions", {"speaker": "ben"}, []),
        ("never_answers", {"speaker": "Ben", "least": 0.55}, [("ben", "r2", "REBUTS")]),
        ("tree", {"discussion": "cats", "limit": 1}, [(0, "p1", "Ann")]),
        ("way_between", {"first": "awake", "second": "little"}, [(4, "w5 c1 r2 g2 n5")]),
        ("most_rebutted", {"least": 0, "limit": 1}, [(2, "c1", "Ann")]),
    ],
)
def test_a_question_keeps_to_its_parameters(
    place: Place, name: str, parameters: dict[str, Any], first: list[tuple[Any, ...]]
) -> None:
    with closing(place.open()) as store:
        store.load(cats())
        rows = queries.run(store, queries.get(name), parameters).rows
        assert [tuple(shown(value) for value in row)[:3] for row in rows] == first
