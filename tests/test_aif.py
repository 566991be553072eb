"""AIF and xAIF: who said what, where claims stand in the words of their speakers, and what they do to each other.

The fixtures were written for these tests: a node set in the form that AIFdb hands out, and xAIF as its library
describes it.
"""

import time
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.readers import aif
from tests.maps import FIXTURES, check_graph, read, said, ties, turned


@pytest.mark.parametrize("name", ["aif/nodeset.json", "aif/xaif.json"])
def test_claims_and_relations_reach_the_graph_as_asserted(name: str) -> None:
    check_graph(FIXTURES / name)


def test_aif_gives_locutions_with_their_speakers_and_answers() -> None:
    discussion = read(FIXTURES / "aif/nodeset.json")
    here = discussion.id
    assert [(p.source_id, p.speaker and p.speaker.name, p.reply_to, p.text) for p in discussion.posts] == [
        ("1", "Ann Lee", None, "Look, taxes on carbon should rise, because the air is bad"),
        ("7", "Bo Ek", f"{here}@1", "No. They'd just hurt the poorest among us"),
        ("12", "Ann Lee", f"{here}@7", "Is that so?"),
        ("9", "Bo Ek", None, "taxes on carbon would hurt the poorest"),
        ("16", None, None, "bad air calls for a ban, not for a tax"),
    ]
    assert discussion.posts[0].posted == "2015-10-13T20:30:00"
    assert discussion.named
    assert discussion.skipped == {"broken row": 1, "locution without words": 1, "rephrase": 1}


def test_aif_claims_stand_where_they_were_uttered() -> None:
    discussion = read(FIXTURES / "aif/nodeset.json")
    assert [(words, s.kind) for words, s in zip(said(discussion), discussion.stated, strict=True)] == [
        ("taxes on carbon should rise", "claim"),
        ("the air is bad", "premise"),
        ("taxes on carbon would hurt the poorest", "claim"),
        ("that so?", "question"),
        ("bad air calls for a ban, not for a tax", "claim"),
    ]
    assert ties(discussion) == {
        ("the air is bad", "SUPPORTS", "taxes on carbon should rise"),
        ("taxes on carbon would hurt the poorest", "REBUTS", "taxes on carbon should rise"),
        ("bad air calls for a ban, not for a tax", "UNDERCUTS", "the air is bad"),
    }


def test_xaif_may_have_numbers_for_ids_and_speakers_without_names() -> None:
    discussion = read(FIXTURES / "aif/xaif.json")
    assert [p.speaker and (p.speaker.id[-8:], p.speaker.name) for p in discussion.posts] == [
        ("person-0", "Speaker 1"),
        ("person-1", None),
    ]
    assert ties(discussion) == {("ours never did.", "REBUTS", "parties always disagree within.")}


def test_aif_without_locutions_is_claims_of_nobody(tmp_path: Path) -> None:
    nodes = [{"nodeID": n, "text": f"claim {n}", "type": "I"} for n in "ab"] + [{"nodeID": "r", "type": "RA"}]
    edges = [{"fromID": "a", "toID": "r"}, {"fromID": "r", "toID": "b"}, {"fromID": "a", "toID": "gone"}]
    discussion = turned({"nodes": nodes, "edges": edges}, tmp_path, "aif")
    assert [(p.text, p.speaker) for p in discussion.posts] == [("claim a", None), ("claim b", None)]
    assert ties(discussion) == {("claim a", "SUPPORTS", "claim b")}


def test_names_are_told_apart_from_words_and_from_nothing(tmp_path: Path) -> None:
    said_ = {1: "Bob None : it rains", 2: "Alice None: it pours", 3: "BO EK: yes", 4: "Note: no", 5: "Cy : hm"}
    nodes = [{"nodeID": n, "type": "L", "text": text} for n, text in said_.items()]
    people = [("Bob", "None"), ("Alice", None), ("Bo", "Ek"), ("Dee", "")]
    value = {
        "AIF": {
            "nodes": nodes,
            "edges": [],
            "locutions": [{"nodeID": n + 1, "personID": n} for n in range(4)],
            "participants": [{"participantID": n, "firstname": a, "surname": b} for n, (a, b) in enumerate(people)],
        }
    }
    discussion = turned(value, tmp_path, "aif")
    assert [(p.speaker and p.speaker.name, p.text) for p in discussion.posts] == [
        ("Bob", "it rains"),
        ("Alice", "it pours"),
        ("Bo Ek", "yes"),
        ("Dee", "Note: no"),
        ("Cy", "hm"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"nodes": [{"nodeID": 1, "type": "I"}]}', "no list 'edges' in it, which AIF must have"),
        ('{"AIF": []}', "no list 'nodes' in it"),
        ('{"nodes": [{"nodeID": 1, "type": "RA"}], "edges": []}', "none of its 1 nodes is a claim"),
        ("[]", "no list 'nodes' in it"),
    ],
)
def test_what_is_missing_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=words):
        read(path, "aif")


@pytest.mark.parametrize(
    "head", ['{"nodes": [{"id": 1, "type": "L"}], "edges": []}', '{"type": "argument"}', '{"nodeID": 1}']
)
def test_other_input_is_left_alone(head: str) -> None:
    assert not aif.fits(head)


def test_a_big_map_is_read_soon(tmp_path: Path) -> None:
    many = 20_000
    nodes = [{"nodeID": n, "text": f"claim {n} of many", "type": "I"} for n in range(many)]
    nodes += [{"nodeID": f"r{n}", "text": "", "type": "RA"} for n in range(many - 1)]
    edges = [{"fromID": n, "toID": f"r{n}"} for n in range(many - 1)]
    edges += [{"fromID": f"r{n}", "toID": n + 1} for n in range(many - 1)]
    started = time.process_time()
    assert len(turned({"nodes": nodes, "edges": edges}, tmp_path, "aif").ties) == many - 1
    assert time.process_time() - started < 10
