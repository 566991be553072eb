"""Every reader's seeds and fixtures, and what each reader owes whatever it is given."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg import plugins
from kg.data import folder
from kg.discussion import Discussion, Link, Passage, Post
from kg.errors import KgError
from kg.reading.source import Source

SEEDS: list[dict[str, Any]] = json.loads((folder("seeds") / "manifest.json").read_text(encoding="utf-8"))
READERS = dict(plugins.every("readers"))
# A reader has a seed that people may try, or small files in the shapes of its site, or both.
FIXTURES: list[dict[str, Any]] = [
    {"format": path.parent.name, "path": path.as_posix()}
    for path in sorted((Path(__file__).parent / "fixtures").glob("*/*"))
    if path.parent.name in READERS and path.suffix in READERS[path.parent.name].SUFFIXES
]


def named(seed: dict[str, Any]) -> str:
    return f"{seed['format']}-{Path(seed['path']).name}"


seeds = pytest.mark.parametrize("seed", SEEDS, ids=named)
inputs = pytest.mark.parametrize("seed", SEEDS + FIXTURES, ids=named)


def seed_source(seed: dict[str, Any]) -> Source:
    return Source(folder("seeds") / seed["path"], f"seeds/{seed['path']}", format=seed["format"])


def written(tmp_path: Path, name: str, data: bytes) -> Source:
    """A file of these bytes, to be read as `name` (reader and ending)."""
    reader, _, ending = name.partition(".")
    path = tmp_path / f"input.{ending}"
    path.write_bytes(data)
    return Source(path, path.name, format=reader)


def read_or_refuse(source: Source) -> list[Discussion] | None:
    """What a reader makes of a file, checked; None where it refuses it in one line."""
    try:
        discussions = list(READERS[source.format].read(source))
    except KgError as error:
        assert str(error) and "\n" not in str(error)
        return None
    for discussion in discussions:
        for post in discussion.posts:
            check_spans(post, source)
        ids = [post.id for post in discussion.posts]
        assert len(ids) == len(set(ids))
        assert [post.position for post in discussion.posts] == sorted(post.position for post in discussion.posts)
        assert all(post.reply_to in ids for post in discussion.posts if post.reply_to and source.format != "convokit")
        assert all(count > 0 for count in discussion.skipped.values())
    return discussions


def check_spans(post: Post, source: Source) -> None:
    length = len(post.text or "")
    spans: list[Passage | Link] = [*post.quotes, *post.links]
    for span in spans:
        whole = isinstance(span, Link) and (span.start, span.end) == (0, 0)
        assert whole or 0 <= span.start < span.end <= length
    for place in post.places:
        assert post.text is not None
        said = post.text[place.text : place.text + place.length]
        assert said and said == source.text[place.document : place.document + place.length]
    assert post.id and post.reply_to != post.id
    assert post.speaker is None or post.speaker.id
