"""kg verify finds what is wrong in a graph, and nothing where all holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg import checks
from kg.graph import Node, Record, Relation


@pytest.fixture
def records(tmp_path: Path) -> list[Record]:
    page = tmp_path / "page.txt"
    page.write_text(
        "Trains should be free for all.\nTrains should be free for all.\nI disagree, somebody has to pay for them."
    )
    return kg.extract(str(page))


def spoil_claim(records: list[Record]) -> None:
    claim = next(r for r in records if isinstance(r, Node) and r.label == "Claim")
    claim.properties["text"] = "Trains should be cheap for all."


def spoil_evidence(records: list[Record]) -> None:
    relation = next(r for r in records if isinstance(r, Relation) and r.type == "REBUTS")
    relation.properties["evidence_end"] += 1


def spoil_places(records: list[Record]) -> None:
    post = next(r for r in records if isinstance(r, Node) and r.label == "Post")
    post.properties["places"] = "0@0+9999"


def spoil_shift(records: list[Record]) -> None:
    post = next(r for r in records if isinstance(r, Node) and r.label == "Post")
    post.properties["places"] = "0@1+5"


def spoil_end(records: list[Record]) -> None:
    records.remove(next(r for r in records if isinstance(r, Node) and r.label == "Speaker"))


def spoil_label(records: list[Record]) -> None:
    next(r for r in records if isinstance(r, Node) and r.label == "Discussion").label = "Debate"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_claim, "not 'Trains should be cheap for all.'"),
        (spoil_evidence, "not the evidence"),
        (spoil_places, "a place reaches past its text"),
        (spoil_shift, "its document holds other words than 'Train' at 1"),
        (spoil_end, "there is no Speaker"),
        (spoil_label, "label 'Debate' is not in the ontology"),
    ],
)
def test_what_is_wrong_is_said(records: list[Record], spoil: Callable[[list[Record]], None], says: str) -> None:
    assert list(checks.problems(records)) == []
    spoil(records)
    found = list(checks.problems(records))
    assert found
    assert any(says in line for line in found), found
