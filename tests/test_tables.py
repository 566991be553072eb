"""Rows in the forms that people and programs read."""

import re
from typing import Any

import pytest

from kg.graph import Node, Table
from kg.questions.tables import print_table, written


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain words", "plain words"),
        ("a|b\n| c", "a\\|b \\| c"),
        ("<script>*x*</script>", "\\<script\\>\\*x\\*\\</script\\>"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        (Node("Claim", {"id": "1", "text": "It _works_."}), "It \\_works\\_."),
        (None, ""),
        (0.25, "0.25"),
    ],
)
def test_markdown_shows_words_as_they_are(value: Any, shown: str) -> None:
    lines = "".join(written(Table(("what_it_is", "_hidden"), [(value, "x")]), "markdown")).splitlines()
    assert lines == ["| what it is |", "| --- |", f"| {shown} |"]


WORDS = "It is a long claim that nobody would want to read in a column of six letters, and yet it is here."
ROWS = Table(
    ("speaker", "claim", "times", "other_claim", "_hidden"),
    [
        ("Ann", Node("Claim", {"id": "1", "caption": "It is a long…", "text": WORDS}), 3, "短い 文 " * 30, "x"),
        ("👩\u200d💻 Bo\x1b[31m\u202e", None, 12, "https://example.org/" + "a" * 90, "y"),
        ("", 0.5, None, "two\nlines\tand [red]markup[/red]", "z"),
    ],
)


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_table_fits_the_terminal_and_breaks_no_word_that_fits(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(width))
    print_table(ROWS, "What is it?", "Read it so.")
    out = capsys.readouterr().out
    assert max(cell_len(line) for line in out.splitlines()) <= width
    assert "hidden" not in out
    assert not set(out) & {"\x1b", "\u202e", "\u200d", "\t"}
    for word in ("claim", "nobody", "would", "other", "Ann", "👩💻", "[red]markup[/red]"):
        assert word in out, word
    assert re.sub(r"[\s│]", "", out).count("a") > 90, "an address is whole"
    assert ("┃" in out) == (width >= 80)
    if width == 40:
        assert WORDS in " ".join(out.split())


def test_json_has_no_numbers_that_json_does_not_know() -> None:
    table = Table(("a",), [(float("nan"),), (float("inf"),), (1.5,)])
    assert "".join(written(table, "ndjson")) == '{"a": null}\n{"a": null}\n{"a": 1.5}\n'
