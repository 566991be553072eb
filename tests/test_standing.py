"""Which claims stand in the end: by Dung's rule in kg, and as far as Cypher goes never against it."""

from contextlib import closing
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph import Record
from kg.procedures.standing import standings
from kg.questions import queries
from tests.graphs import FOUND, Place, claim, load_node, relation

S, F, U = "stands", "falls", "undecided"
Pairs = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("attacks", "found"),
    [
        ("", ""),
        ("ba", "a falls, b stands"),
        ("cb ba", "a stands, b falls, c stands"),
        ("ab ba", "a undecided, b undecided"),
        ("ab ba ca", "a falls, b stands, c stands"),
        ("ab bc ca", "a undecided, b undecided, c undecided"),
        ("aa", "a undecided"),
        ("aa ab", "a undecided, b undecided"),
        ("aa ba", "a falls, b stands"),
        ("ab ba ac bc cd", "a undecided, b undecided, c undecided, d undecided"),
        ("ba ca db", "a falls, b falls, c stands, d stands"),
        ("ba ca db dc", "a stands, b falls, c falls, d stands"),
        ("fe ed dc cb ba", "a falls, b stands, c falls, d stands, e falls, f stands"),
    ],
)
def test_a_claim_falls_if_what_stands_attacks_it_and_stands_if_all_that_attacks_it_falls(
    attacks: str, found: str
) -> None:
    pairs = [(pair[0], pair[1]) for pair in attacks.split()]
    expected = dict(part.split() for part in found.split(", ")) if found else {}
    assert standings(pairs) == expected
    assert standings(pairs[::-1] * 2) == expected


def least(attacks: set[tuple[str, str]]) -> dict[str, str]:
    """The least complete labelling, by trying all: it is the one with the fewest decided claims."""
    claims = sorted({claim for pair in attacks for claim in pair})
    complete = []
    for marks in product((S, F, U), repeat=len(claims)):
        mark = dict(zip(claims, marks, strict=True))
        against = {claim: {mark[a] for a, b in attacks if b == claim} for claim in claims}
        if all(mark[c] == (F if S in against[c] else S if against[c] <= {F} else U) for c in claims):
            complete.append(mark)
    return min(complete, key=lambda mark: sum(value != U for value in mark.values()))


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=9))
def test_it_is_the_least_complete_labelling(attacks: set[tuple[str, str]]) -> None:
    assert standings(attacks) == least(attacks)


# --- on a graph ---------------------------------------------------------------------------------

# c is attacked by b, and b by a; x and y attack one another, and both z; f, e, d are a chain of three that ends in f.
_ATTACKS = ["a REBUTS b .9", "b UNDERCUTS c .8", "x REBUTS y .7", "y REBUTS x .7", "x REBUTS z .6", "y REBUTS z .5",
            "g REBUTS f .9", "h REBUTS g .9", "i REBUTS h .9", "j REBUTS i .9", "k REBUTS c .2"]  # fmt: skip


def debate() -> list[Record]:
    claims = {id: claim(id, "a", text=id) for id in "abcfghijkxyz"}
    rows: list[Record] = [load_node("a"), *claims.values()]
    for one, type, other, sure in map(str.split, _ATTACKS):
        found = {**FOUND, "confidence": float(sure), "evidence": "no", "evidence_post": one}
        rows.append(relation(type, claims[one], claims[other], "a", **found))
    return rows


def test_the_question_shows_the_attack_that_decides_and_what_beats_it(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(debate())
        query = queries.get("standing")

        def asked(**given: object) -> list[tuple[object, ...]]:
            rows = queries.run(store, query, given).rows
            return [(r[0], r[1].id, r[3], r[4].id, r[5] and r[5].id, r[6].type, r[7] and r[7].type) for r in rows]

        assert asked() == [
            (U, "z", 2, "x", None, "REBUTS", None),
            (F, "b", 1, "a", None, "REBUTS", None),
            (S, "c", 1, "b", "a", "UNDERCUTS", "REBUTS"),
            (S, "f", 1, "g", "h", "REBUTS", "REBUTS"),
            (F, "g", 1, "h", None, "REBUTS", None),
            (S, "h", 1, "i", "j", "REBUTS", "REBUTS"),
            (F, "i", 1, "j", None, "REBUTS", None),
            (U, "x", 1, "y", None, "REBUTS", None),
            (U, "y", 1, "x", None, "REBUTS", None),
        ]
        assert [row[1] for row in asked(standing="stands")] == ["c", "f", "h"]
        assert [row[:3] for row in asked(least=0, limit=2)] == [(F, "c", 2), (U, "z", 2)]
        assert asked(standing="stands", least=0.85) == [
            (S, "f", 1, "g", "h", "REBUTS", "REBUTS"),
            (S, "h", 1, "i", "j", "REBUTS", "REBUTS"),
        ]


def test_what_the_cypher_alone_decides_is_right(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(debate())
        query = queries.get("standing")
        exact, alone = (
            {row[1].id: tuple(str(value) for value in (row[0], *row[3:])) for row in rows}
            for rows in (queries.run(store, query, {}).rows, store.run(queries.standalone(query), {}).rows)
        )
        assert set(alone) == set(exact)
        decided = {id for id, row in alone.items() if row[0] != U}
        assert {id: alone[id] for id in decided} == {id: exact[id] for id in decided}
        assert set(exact) - decided == {"x", "y", "z", "f", "g"}


def test_a_procedure_that_is_not_there_is_refused() -> None:
    with pytest.raises(QueryError, match="procedure: standing"):
        queries.parse("mine", "// T?\n// procedure: sorcery\nRETURN 1")
