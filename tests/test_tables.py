"""Rows in the forms that people and programs read."""

from typing import Any

import pytest

from kg.graph import Node, Table
from kg.tables import written


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
