"""Kialo: a numbered tree of claims, each for or against the one above it.

The fixture was written for these tests in the form of the text that Kialo exports a discussion as.
"""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.readers import kialo
from tests.maps import FIXTURES, check_graph, read, said, ties


@pytest.mark.parametrize("name", ["kialo/export.txt"])
def test_claims_and_relations_reach_the_graph_as_asserted(name: str) -> None:
    check_graph(FIXTURES / name)


def test_kialo_is_a_tree_of_claims() -> None:
    discussion = read(FIXTURES / "kialo/export.txt")
    assert discussion.title == "Should cities ban cars?"
    assert (discussion.named, discussion.skipped) == (True, {"claim without words": 1})
    cut = {(a[:15], kind, b[:15]) for a, kind, b in ties(discussion)}
    assert cut == {
        ("Streets without", "SUPPORTS", "Cities should b"),
        ("Buses make as m", "REBUTS", "Streets without"),
        ("Children sleep ", "SUPPORTS", "Streets without"),
        ("Shops lose the ", "REBUTS", "Cities should b"),
        ("Children sleep ", "REBUTS", "Shops lose the "),
        ("Most customers ", "REBUTS", "Shops lose the "),
    }


def test_a_discussion_on_kialo_may_have_several_theses(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text(
        "Discussion Title: Which?\n\n1. Buses.\n1.1. Pro: They are cheap, because:\n3. nobody drives\n\n"
        "2. Trains.\n2.1. Con: They are dear.\n",
        encoding="utf-8",
    )
    discussion = read(path, "kialo")
    assert said(discussion) == ["Buses.", "They are cheap, because:\n3. nobody drives", "Trains.", "They are dear."]


def test_a_claim_on_kialo_may_have_several_lines_and_keeps_its_place() -> None:
    path = FIXTURES / "kialo/export.txt"
    post = read(path).posts[2]
    assert (post.text or "").endswith("each minute:\n1. the tram line,\n2. the night bus.")
    (place,) = post.places
    assert path.read_text(encoding="utf-8")[place.document : place.document + place.length] == post.text
    assert post.reply_to == read(path).posts[1].id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1. A claim", "no line `Discussion Title: …` at the top"),
        ("Discussion Title: x\n\nwords", "no numbered claim"),
    ],
)
def test_what_is_missing_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=words):
        read(path, "kialo")


@pytest.mark.parametrize("head", ["Discussion Title: x", "1. A claim", "A note. Discussion Title: x\n\n1. A claim"])
def test_other_input_is_left_alone(head: str) -> None:
    assert not kialo.fits(head)


def test_a_big_discussion_is_read_soon(tmp_path: Path) -> None:
    path = tmp_path / "map.txt"
    claims = "".join(f"1.{n}. Con: b {n}\n" for n in range(1, 20_000))
    path.write_text(f"Discussion Title: x\n\n1. a\n{claims}", encoding="utf-8")
    started = time.process_time()
    assert len(read(path, "kialo").ties) == 19_999
    assert time.process_time() - started < 10


PIECES = [
    *(
        "Discussion Title: x\n",
        "\n",
        "1. ",
        "1.1. Pro: ",
        "1.2. Con: ",
        "1.1.1. Con: -> See 1.2.\n",
        "words\n",
        "-> See 9.",
    ),
    *("2. ", "1.1. Pro: -> See 1.1.\n", "\r\n", "Pro: ", "999999999. "),
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30))
def test_a_broken_export_of_kialo_is_read_or_refused(pieces: list[str], tmp_path: Path) -> None:
    path = tmp_path / "map.txt"
    path.write_bytes("".join(["Discussion Title: x\n\n", *pieces]).encode("utf-8", "replace"))
    try:
        discussion = read(path, "kialo")
    except SourceError as error:
        assert "\n" not in str(error)
        return
    assert all(words.strip() for words in said(discussion))
    assert all(t.source != t.target for t in discussion.ties)
