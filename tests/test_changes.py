"""What changed between two snapshots: claims that appeared, went or were worded anew."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.changes import Said, between
from kg.cli import cli

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


def claims(said: dict[str, str]) -> list[Said]:
    return [Said(id, id[0], 0, text) for id, text in said.items()]


@pytest.mark.parametrize(("old", "new", "changes"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_each_case(old: dict[str, str], new: dict[str, str], changes: list[tuple[str, str, str]]) -> None:
    assert [(c.post, c.before, c.after) for c in between(claims(old), claims(new))] == changes


def test_a_post_of_many_claims_is_compared_by_what_stands_near_or_shares_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from rapidfuzz import fuzz

    ratio, compared = fuzz.ratio, 0

    def counted(*texts: str, score_cutoff: float) -> float:
        nonlocal compared
        compared += 1
        return ratio(*texts, score_cutoff=score_cutoff)

    monkeypatch.setattr(fuzz, "ratio", counted)
    old = [Said(f"p#{n}", "p", n, f"The {n % 40} checks of year {n} cost us {n // 40} days.") for n in range(400)]
    new = [Said(f"p#{n}", "p", n, old[n - 1].text.replace("cost", "took")) for n in range(400)]  # the last is first
    assert {(c.before, c.after) for c in between(old, new)} == {
        (claim.text, claim.text.replace("cost", "took")) for claim in old
    }
    assert compared < 400 * 80


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
