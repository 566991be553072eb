"""Parameters of saved questions: checked before anything is sent, and names that mean one node, several or none."""

from contextlib import closing
from typing import Any

import pytest

from kg.errors import QueryError
from kg.graph import Node
from kg.questions import naming
from kg.questions.parameters import Parameter
from kg.stores import Store
from tests.graphs import Place, load_node, node

LIMIT = Parameter("limit", "integer", 20, "5", "how many")
LEAST = Parameter("least", "float", 0.3, "0.5", "how sure")
WORD = Parameter("word", "text", None, "tiny", "a word")


@pytest.mark.parametrize(
    ("parameter", "given", "value"),
    [
        (LIMIT, "7", 7),
        (LIMIT, 0, 0),
        (LIMIT, 2**63 - 1, 2**63 - 1),
        (LIMIT, None, None),
        (LEAST, "0.25", 0.25),
        (LEAST, 1, 1.0),
        (WORD, "  two words ", "  two words "),
    ],
)
def test_a_value_that_fits_is_taken(parameter: Parameter, given: object, value: object) -> None:
    taken = parameter.value(given)
    assert (taken, type(taken)) == (value, type(value))


@pytest.mark.parametrize(
    ("parameter", "given", "says"),
    [
        (LIMIT, "many", "--limit takes a whole number like 5, not 'many'"),
        (LIMIT, "3.5", "not '3.5'"),
        (LIMIT, 3.0, "not '3.0'"),
        (LIMIT, "", "not ''"),
        (LIMIT, "-1", "a whole number from 0 up like 5, not '-1'"),
        (LIMIT, True, "not 'True'"),
        (LIMIT, 2**63, "at most 9223372036854775807"),
        (LIMIT, "9" * 5000, "not '999"),
        pytest.param(LIMIT, 10**5000, "at most 9223372036854775807", id="huge"),
        (LEAST, "nan", "--least takes a number like 0.5, not 'nan'"),
        (LEAST, float("inf"), "not 'inf'"),
        (LEAST, "1e999", "not '1e999'"),
        (LEAST, "half", "not 'half'"),
        (WORD, "", "--word is empty; leave it out, or give a text like tiny"),
        (WORD, " \t", "--word is empty"),
        (WORD, "\udce9", "a text in UTF-8"),
        (WORD, 5, "a text like tiny, not '5'"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_one_line(parameter: Parameter, given: object, says: str) -> None:
    with pytest.raises(QueryError) as refused:
        parameter.value(given)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 250


def people() -> list[Node]:
    """Speakers of whom some are called alike, works, and claims."""
    claim = {"kind": "claim", "post": "p", "start_char": 0, "end_char": 9}
    return [
        node("Speaker", "forum:ann", "a", name="Ann", caption="Ann"),
        node("Speaker", "forum:anna", "a", name="Anna Lee", caption="Anna Lee", aliases=["Lee", "The Doctor"]),
        node("Speaker", "list:ann", "a", name="ANNE", caption="ANNE"),
        *(node("Speaker", f"crowd:{i:02}", "a", name=f"Crowd {i:02}", caption=f"Crowd {i:02}") for i in range(14)),
        node("Speaker", "page:speaker-A", "a", caption="Speaker A"),
        node("Work", "doi:10.1/x", "a", title="Ångström on Light", caption="Ångström on Light"),
        node("Work", "arxiv:1", "a", caption="arxiv:1"),
        node("Claim", "p#0-9-aa", "a", text="Cats purr.", caption="Cats purr.", **claim),
        node(
            "Claim",
            "p#9-9-bb",
            "a",
            text="Cats purr. They do, when they are warm.",
            caption="Cats purr. They…",
            **claim,
        ),
    ]


MEANT = [
    ("speaker", "forum:ann", "forum:ann"),
    ("speaker", "ann", "forum:ann"),
    ("speaker", " ANN ", "forum:ann"),
    ("speaker", "anne", "list:ann"),
    ("speaker", "na l", "forum:anna"),
    ("speaker", "the doctor", "forum:anna"),
    ("speaker", "doct", "forum:anna"),
    ("speaker", "speaker a", "page:speaker-A"),
    ("work", "ångström", "doi:10.1/x"),
    ("work", "ARXIV:1", "arxiv:1"),
    ("claim", "p#0", "p#0-9-aa"),
    ("claim", "cats purr.", "p#0-9-aa"),
    ("claim", "are WARM", "p#9-9-bb"),
]
"""Kinds, words, and the one node that they mean."""


def test_a_name_or_words_mean_one_node(named: Store) -> None:
    assert [(kind, words, naming.resolve(named, "it", kind, words)) for kind, words, _ in MEANT] == MEANT


TOLD = [
    (
        "speaker",
        "an",
        "--it 'an' fits 3 speakers: list:ann “ANNE”, forum:ann “Ann”, forum:anna “Anna Lee”; give more",
    ),
    ("speaker", "crowd", "fits 14 speakers: crowd:00 “Crowd 00”"),
    ("speaker", "crowd", "crowd:09 “Crowd 09”, … 4 more; give more of the name, or one of these ids"),
    ("speaker", "Anma Lee", "no speaker fits --it 'Anma Lee'; did you mean forum:anna “Anna Lee”"),
    ("work", "zzzz", "no work fits --it 'zzzz' (there are 2: arxiv:1, doi:10.1/x “Ångström on Light”)"),
    ("discussion", "x", "no discussion fits --it 'x' (there are 0: none)"),
    ("claim", "cats", "fits 2 claims: p#0-9-aa “Cats purr.”"),
    ("claim", "dogs", "no claim fits --it 'dogs'; kg find looks for words in any order"),
    ("claim", "' OR 1 = 1 //", "no claim fits"),
    ("speaker", "", "--it is empty"),
]
"""Kinds, words that mean several nodes or none, and what is said of them."""


def test_a_name_that_means_several_or_none_is_told_in_one_line(named: Store) -> None:
    for kind, words, says in TOLD:
        with pytest.raises(QueryError) as refused:
            naming.resolve(named, "it", kind, words)
        assert says in str(refused.value)


@pytest.fixture
def named(place: Place) -> Any:
    with closing(place.open()) as store:
        store.load([*people(), load_node("a")])
        yield store
