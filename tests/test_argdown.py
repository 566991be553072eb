"""Argdown: statements, arguments and their steps, from all data or from the map alone.

The fixtures were written for these tests in the form of what Argdown's tools write as JSON.
"""

import json
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.readers import argdown
from tests.maps import FIXTURES, check_graph, read, said, ties, turned


@pytest.mark.parametrize("name", ["argdown/export.json", "argdown/map.json"])
def test_claims_and_relations_reach_the_graph_as_asserted(name: str) -> None:
    check_graph(FIXTURES / name)


def test_argdown_statements_arguments_and_steps_are_tied() -> None:
    discussion = read(FIXTURES / "argdown/export.json")
    assert ties(discussion) == {
        ("Customers come by car.", "SUPPORTS", "Shops lose their customers."),
        ("Who cannot come does not buy.", "SUPPORTS", "Shops lose their customers."),
        ("Streets without cars are quieter.", "SUPPORTS", "Cities should ban cars."),
        ("Shops lose their customers.", "REBUTS", "Cities should ban cars."),
        ("Counts show that most come on foot.", "UNDERCUTS", "Shops lose their customers."),
        ("Cities should ban cars.", "REBUTS", "Cities should keep their cars."),
        ("Cities should keep their cars.", "REBUTS", "Cities should ban cars."),
    }
    assert "Only a name" in said(discussion)
    assert {post.speaker for post in discussion.posts} == {None}
    assert discussion.skipped == {
        "broken row": 1,
        "relation with an end that is no claim": 1,
        "statement without words": 1,
    }


def test_argdown_relations_are_found_at_their_ends_where_there_is_no_list(tmp_path: Path) -> None:
    value = json.loads((FIXTURES / "argdown/export.json").read_text(encoding="utf-8"))
    del value["relations"]
    assert ("Streets without cars are quieter.", "SUPPORTS", "Cities should ban cars.") in ties(
        turned(value, tmp_path, "argdown")
    )


def test_an_argdown_map_alone_is_read_with_its_groups() -> None:
    assert ties(read(FIXTURES / "argdown/map.json")) == {
        ("Streets without cars are quieter.", "SUPPORTS", "Cities should ban cars."),
        ("Trade", "REBUTS", "Cities should ban cars."),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "no Argdown export"),
        ('{"relations": []}', "neither 'statements' nor 'arguments' nor a 'map' in it"),
        ('{"statements": {"a": 1}}', "no statement with words in it"),
    ],
)
def test_what_is_missing_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=words):
        read(path, "argdown")


@pytest.mark.parametrize(
    "head", ['{"nodes": [{"id": 1, "type": "L"}], "edges": []}', '{"type": "argument"}', '[{"type": "relation"}]']
)
def test_other_input_is_left_alone(head: str) -> None:
    assert not argdown.fits(head)
