"""What changed between two snapshots: claims that appeared, went or were worded anew."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.changes import between
from kg.cli import cli
from kg.graph import Node

SAID = "The bottleneck is the number of checks that we can afford."
CASES = [
    ("nothing", {"p#0": SAID}, {"p#0": SAID}, []),
    ("a claim that only moved", {"p#0": SAID}, {"p#7": SAID}, []),
    ("the same words in a post with another name", {"p#0": SAID}, {"q#0": SAID}, []),
    ("a new claim", {}, {"p#0": SAID}, [("p", "", SAID)]),
    ("a claim that went", {"p#0": SAID}, {}, [("p", SAID, "")]),
    (
        "new words",
        {"p#0": SAID},
        {"p#0": SAID.replace("checks", "tests")},
        [("p", SAID, SAID.replace("checks", "tests"))],
    ),
    ("new words in a post with another name", {"p#0": SAID}, {"q#0": SAID + "!"}, [("q", SAID, SAID + "!")]),
    ("something else in its place", {"p#0": SAID}, {"p#0": "Cats sleep."}, [("p", "", "Cats sleep."), ("p", SAID, "")]),
    ("one of two alike", {"p#0": SAID, "p#9": SAID}, {"p#9": SAID}, [("p", SAID, "")]),
]


def claims(said: dict[str, str]) -> list[Node]:
    return [Node("Claim", {"id": id, "post": id[0], "text": text, "start_char": 0}) for id, text in said.items()]


@pytest.mark.parametrize(("old", "new", "changes"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_each_case(old: dict[str, str], new: dict[str, str], changes: list[tuple[str, str, str]]) -> None:
    assert [(c.post, c.before, c.after) for c in between(claims(old), claims(new))] == changes


def test_the_command_tells_two_snapshots_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.txt"
    for name, words in (("old", "ban cars"), ("new", "ban all cars"), ("same", "ban all cars")):
        page.write_text(
            f"We should {words} from the centre of the town, because the air there is bad.", encoding="utf-8"
        )
        kg.extract("page.txt", to=name)
    ran = CliRunner().invoke(cli, ["diff", "old", "new"], standalone_mode=False)
    assert ran.return_value == 1
    assert "reworded" in ran.output and "+ We should ban all cars" in ran.output
    ran = CliRunner().invoke(cli, ["diff", "new", "same"], standalone_mode=False)
    assert (ran.return_value, "the claims are the same" in ran.output) == (0, True)


def test_records_and_graph_are_compared_and_a_source_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text("We should ban cars from the centre of the town.", encoding="utf-8")
    kg.extract("page.txt", to="records")
    kg.load("records")
    assert kg.verify(folder="records") == []
    kg.drop("page.txt")
    found = kg.verify(folder="records")
    assert any(line.startswith("Claim: 1 missing, such as ") for line in found), found
