"""Hacker News in its three shapes: trees and search answers of Algolia, items of the official API.

The shapes are those of Algolia's documentation of `/items/ID` and `/search`, of recorded answers of it, and of the
official API's documentation (`by`, `kids`, `parent`, `dead`, `deleted`, `time` in seconds).
"""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.discussion import Discussion
from kg.errors import SourceError
from kg.readers import hackernews
from kg.reading.source import Source

FIXTURES = Path(__file__).parent / "fixtures" / "hackernews"
SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "hn-algolia.json"


def item(id_: int, parent: int | None, **more: Any) -> dict[str, Any]:
    """An item of the official API."""
    return {"id": id_, "parent": parent, "type": "comment", "by": "ann", "text": f"Words of {id_}."} | more


def tree(id_: int, parent: int | None, *children: Any, **more: Any) -> dict[str, Any]:
    """An item of Algolia's."""
    row = {"id": id_, "parent_id": parent, "story_id": 1, "type": "comment", "author": "ann", "children": [*children]}
    return row | {"text": f"Words of {id_}."} | more


def hit(id_: int, parent: int, **more: Any) -> dict[str, Any]:
    """A comment that Algolia's search found."""
    row = {"objectID": str(id_), "parent_id": parent, "story_id": 1, "author": "ann", "_tags": ["comment", "story_1"]}
    return row | {"comment_text": f"Words of {id_}.", "story_title": "A title", "story_text": None} | more


def read(answer: Any, tmp_path: Path, name: str = "answer.json") -> list[Discussion]:
    path = tmp_path / name
    if name.endswith(("l", "ndjson")):
        answer = "\n".join(json.dumps(row) for row in answer)
    path.write_text(answer if isinstance(answer, str) else json.dumps(answer), encoding="utf-8")
    return list(hackernews.read(Source(path, name, format="hackernews")))


def fixture(name: str) -> Discussion:
    (discussion,) = hackernews.read(Source(FIXTURES / name, name, format="hackernews"))
    return discussion


STORY: dict[str, Any] = {"type": "story", "title": "A title", "text": ""}
ITEMS = [item(1, None, **STORY), item(2, 1), item(3, 2)]
SHAPES: dict[str, tuple[str, Any]] = {
    "a tree": ("a.json", tree(1, None, tree(2, 1, tree(3, 2)), **STORY)),
    "a tree whose branches name no parent": (
        "a.json",
        tree(1, None, tree(2, None, tree(3, None, story_id=None), story_id=None), **STORY),
    ),
    "hits": ("a.json", {"hits": [hit(1, 0) | STORY | {"parent_id": None, "comment_text": None}, hit(2, 1), hit(3, 2)]}),
    "a recorded answer": ("a.json", [{"url": "/api/v1/items/1", "reply": tree(1, None, tree(2, 1, tree(3, 2)), **STORY)}]),
    "items": ("a.json", ITEMS),
    "items by number": ("a.json", {str(row["id"]): row for row in ITEMS}),
    "items a line": ("a.jsonl", ITEMS),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_any_shape_gives_the_same_thread(shape: str, tmp_path: Path) -> None:
    name, answer = SHAPES[shape]
    (discussion,) = read(answer, tmp_path, name)
    assert (discussion.id, discussion.site, discussion.title) == ("hackernews:1", "hackernews", "A title")
    assert [(p.id, p.reply_to, p.text, p.speaker and p.speaker.id) for p in discussion.posts] == [
        ("hackernews:1", None, None, "hackernews:ann"),
        ("hackernews:2", "hackernews:1", "Words of 2.", "hackernews:ann"),
        ("hackernews:3", "hackernews:2", "Words of 3.", "hackernews:ann"),
    ]
    assert discussion.skipped == {}
    assert hackernews.fits(Source(tmp_path / name, name).head())


def test_html_becomes_plain_text_with_quotes_code_and_links() -> None:
    discussion = fixture("item.json")
    answer = discussion.posts[1]
    assert answer.text == (
        "> smaller models are enough\n\nThey are not: see https://example.org/a-very-long...\n\n  if x:\n      y()"
    )
    assert [answer.text[q.start : q.end] for q in answer.quotes] == ["> smaller models are enough"]
    assert [(answer.text[k.start : k.end], k.url) for k in answer.links] == [
        ("https://example.org/a-very-long...", "https://example.org/a-very-long-address/report")
    ]
    assert discussion.posts[2].text == "I do agree & would add one thing."
    assert (discussion.posts[0].score, discussion.posts[0].posted) == (57, "2023-11-14T22:13:20Z")


def test_what_is_deleted_or_dead_stays_as_a_post_without_words() -> None:
    algolia, official = fixture("item.json"), fixture("official.ndjson")
    assert algolia.skipped == {"deleted comment": 1}
    assert [(p.source_id, p.reply_to) for p in algolia.posts if p.text is None] == [
        ("900", None),
        ("903", "hackernews:900"),
    ]
    assert official.skipped == {"dead comment": 1, "deleted comment": 1}
    assert len(official.owed) == 1
    assert {(p.source_id, p.text) for p in official.posts if p.source_id in ("923", "924")} == {
        ("923", None),
        ("924", None),
    }


def test_a_search_gives_each_story_its_comments_and_names_missing_parents() -> None:
    discussion = fixture("search.json")
    assert (discussion.id, discussion.title) == ("hackernews:910", "Another story")
    assert [(p.source_id, p.reply_to, p.text) for p in discussion.posts] == [
        ("912", "hackernews:911", "It's a fair point."),
        ("910", None, None),
        ("911", None, None),
    ]


def test_without_the_story_the_topmost_item_named_is_the_discussion(tmp_path: Path) -> None:
    found = read([item(5, 4), item(6, 5), item(9, 8)], tmp_path)
    assert [(d.id, [p.source_id for p in d.posts]) for d in found] == [
        ("hackernews:4", ["5", "6", "4"]),
        ("hackernews:8", ["9", "8"]),
    ]


def test_items_that_answer_in_a_circle_end_somewhere(tmp_path: Path) -> None:
    (discussion,) = read([item(5, 6), item(6, 5), item(7, 7)], tmp_path)[:1]
    assert {p.source_id for p in discussion.posts} == {"5", "6"}


def test_what_is_not_read_is_counted(tmp_path: Path) -> None:
    user = {"id": 7, "username": "ann", "karma": 3}
    deep = item(4, 1, text="<div>" * 1000)
    option = {"id": 8, "type": "pollopt", "parent": 1, "by": "ann", "text": "Yes"}
    (discussion,) = read([*ITEMS, ITEMS[1], user, deep, option, None, "text", {"id": "x"}], tmp_path)
    assert discussion.skipped == {
        "broken row": 3,
        "neither story nor comment": 1,
        "poll option": 1,
        "repeated row": 1,
        "text nested too deep": 1,
    }
    assert [post.source_id for post in discussion.posts] == ["1", "2", "3", "4"]


def test_broken_lines_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(f'{json.dumps(ITEMS[0])}\n{{"id": 2, "par\n{json.dumps(ITEMS[1])}\n', encoding="utf-8")
    (discussion,) = hackernews.read(Source(path, path.name, format="hackernews"))
    assert (discussion.skipped, len(discussion.posts)) == ({"broken row": 1}, 2)


@pytest.mark.long
def test_a_hundred_thousand_answers_below_each_other_are_read(tmp_path: Path) -> None:
    rows = [item(n, n - 1 if n > 1 else None, text=None) for n in range(100_000, 0, -1)]
    (discussion,) = read(rows, tmp_path, "a.jsonl")
    assert (discussion.id, len(discussion.posts)) == ("hackernews:1", 100_000)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([], "looks like Hacker News, but holds no whole story or comment; save"),
        ([{"id": "pg"}], "Input should be a valid integer"),
        ({"hits": []}, "holds no whole story or comment"),
    ],
)
def test_an_answer_without_anything_is_refused(answer: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        read(answer, tmp_path)


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ('{"id":17,"created_at_i":1,"type":"comment","author":"pg","points":5,"parent_id":15,"story_id":1', True),
        ('{"by":"a","id":1,"kids":[2],"score":1,"time":1,"title":"x","type":"story"}', True),
        ('{"id": 1, "type": "story", "name": "x"}', False),
        ('{"id": "a", "parent_id": "b", "story_id": 1, "points": 2}', False),
        ("id: 17, story_id", False),
    ],
)
def test_hacker_news_is_known_by_its_keys(head: str, fits: bool) -> None:
    assert hackernews.fits(head) is fits


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the Hacker News sample is not beside this checkout")
def test_recorded_answers_are_read_whole() -> None:
    source = Source(SAMPLE, SAMPLE.name, format="hackernews")
    assert hackernews.fits(source.head())
    discussions = list(hackernews.read(source))
    wanted = {str(hit["objectID"]) for answer in source.json() for hit in answer["reply"].get("hits", [])}
    read_ = {post.source_id for discussion in discussions for post in discussion.posts}
    assert wanted | {"17", "1079", "454426"} <= read_
    assert discussions[0].skipped == {"neither story nor comment": 1, "repeated row": 6}
