"""kg verify finds what is wrong in a graph, and nothing where all holds."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg import checks
from kg.graph import Node, Record, Relation
from tests.graphs import as_read


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
    assert list(checks.problems(as_read(records))) == []
    spoil(records)
    found = list(checks.problems(as_read(records)))
    assert found
    assert any(says in line for line in found), found


def test_a_long_text_is_shown_where_it_differs(records: list[Record]) -> None:
    claim = next(r for r in records if isinstance(r, Node) and r.label == "Claim")
    post = next(r for r in records if isinstance(r, Node) and r.id == claim.properties["post"])
    post.properties["text"], claim.properties["text"] = "a" * 9000 + "b" * 9000, "a" * 18_000
    claim.properties |= {"start_char": 0, "end_char": 18_000}
    line = next(line for line in checks.problems(as_read(records)) if line.startswith("Claim"))
    assert "holds '… aaaa" in line and "bbbb …' there, not '… aaaa" in line
    assert line.endswith(f"({post.id}, from character 9000 on)")
    assert len(line) < 700


def test_nothing_that_was_checked_is_held() -> None:
    living = []

    def stream() -> Iterator[Record]:
        for number in range(300):
            yield Node("Post", {"id": f"p{number:03}", "caption": "p", "sources": ["a"], "text": "It works."})
            if number % 100 == 99:
                living.append(sum(isinstance(each, Node) for each in gc.get_objects()))

    before = sum(isinstance(each, Node) for each in gc.get_objects())
    assert len(list(checks.problems(stream()))) == 1
    assert max(living) < before + 5
