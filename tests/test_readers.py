"""Every reader keeps the contract: it knows its own format, and loses and changes no word."""

from dataclasses import asdict
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import FIXTURES, READERS, SEEDS, inputs, read_or_refuse, seed_source, seeds


def test_each_reader_has_a_seed_or_a_fixture() -> None:
    assert {seed["format"] for seed in SEEDS + FIXTURES} == set(READERS)


@inputs
def test_a_seed_is_known_by_its_own_reader_alone(seed: dict[str, Any]) -> None:
    source = seed_source(seed)
    rivals = {name: r for name, r in READERS.items() if source.path.suffix in r.SUFFIXES}
    fitting = [name for name, reader in rivals.items() if reader.fits(source.head())]
    sure = [name for name in fitting if not getattr(READERS[name], "LAST_RESORT", False)]
    assert (sure or fitting) == [seed["format"]]


@seeds
def test_a_seed_holds_what_its_manifest_says(seed: dict[str, Any]) -> None:
    wanted = seed["must_find"]
    discussions = read_or_refuse(seed_source(seed)) or []
    posts = [post for discussion in discussions for post in discussion.posts]
    texts = [post.text or "" for post in posts]
    assert len(posts) == wanted["posts"]
    if isinstance(wanted["speakers"], list):
        assert sorted({post.speaker.name or "" for post in posts if post.speaker}) == sorted(wanted["speakers"])
    by_id = {post.id: post.text or "" for post in posts}
    edges = [(post.text or "", by_id[post.reply_to]) for post in posts if post.reply_to]
    for answer, answered in wanted["replies"]:
        assert any(a.startswith(answer) and b.startswith(answered) for a, b in edges), answer
    words = [*wanted["quotes"], *wanted["claims"]]
    words += [r[end] for r in wanted["relations"] for end in ("source", "target") if r[end] not in wanted["works"]]
    for said in words:
        assert any(said in text for text in texts), said
    quoted = [text[q.start : q.end] for post, text in zip(posts, texts, strict=True) for q in post.quotes]
    for said in wanted["quotes"]:
        assert any(said in passage for passage in quoted), said


@inputs
def test_reading_twice_gives_the_same(seed: dict[str, Any]) -> None:
    once, twice = ([asdict(d) for d in read_or_refuse(seed_source(seed)) or []] for _ in range(2))
    assert once == twice
    assert once


@pytest.mark.parametrize("name", READERS)
def test_a_reader_says_what_it_reads(name: str) -> None:
    reader: ModuleType = READERS[name]
    assert reader.SUFFIXES
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.SUFFIXES)


@given(head=st.text())
def test_asking_whether_it_fits_never_fails(head: str) -> None:
    for reader in READERS.values():
        assert reader.fits(head) in (True, False)


@pytest.mark.parametrize(
    "head",
    ["", "  \n", '{"type": "FeatureCollection"}', "[1, 2]", '{"name": "kg", "version": "1"}', '[{"id": 1}]', "\0\0\0"],
)
def test_json_readers_leave_other_json_alone(head: str) -> None:
    assert not [name for name, r in READERS.items() if {".json", ".jsonl"} & {*r.SUFFIXES} and r.fits(head)]
