"""Reactions on GitHub that name who gave them, votes that do not, and what else an answer says of a post.

The shapes are those of GitHub's GraphQL reference (`reactions`, `reactionGroups` with `users` or `reactors`, `isAnswer`,
`lastEditedAt`, `bodyText`) and of REST's counts.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.discussion import Discussion
from kg.readers import github
from kg.reading.source import Source

PAGE = "https://github.com/O/R/discussions/1"
BO, CY = {"login": "Bo"}, {"login": "cy"}


def read(comment: dict[str, Any], tmp_path: Path) -> Discussion:
    node = {"id": "DC_2", "body": "It boils.", "author": BO, "url": f"{PAGE}#discussioncomment-2", **comment}
    opening = {"number": 1, "title": "T", "body": "Why?", "author": CY, "url": PAGE, "comments": {"nodes": [node]}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": {"repository": {"discussion": opening}}}), encoding="utf-8")
    source = Source(path, path.name, format="github")
    assert github.fits(source.head().replace("url", "createdAt"))
    (discussion,) = github.read(source)
    return discussion


@pytest.mark.parametrize(
    ("given", "marks", "score", "missing"),
    [
        ({"reactions": {"nodes": [{"content": "THUMBS_UP", "user": CY}, {"content": "HEART", "user": BO}]}},
         [("github:cy", "+1"), ("github:bo", "heart")], None, 0),
        ({"reactions": {"edges": [{"node": {"content": "THUMBS_DOWN", "user": CY}}]}}, [("github:cy", "-1")], None, 0),
        ({"reactionGroups": [{"content": "THUMBS_UP", "users": {"totalCount": 3, "nodes": [CY, BO]}},
                             {"content": "THUMBS_DOWN", "users": {"totalCount": 1}}]},
         [("github:cy", "+1"), ("github:bo", "+1")], 2, 1),
        ({"reactionGroups": [{"content": "CONFUSED", "reactors": {"nodes": [CY, {}, None, {"login": ["x"]}]}}]},
         [("github:cy", "confused")], 0, 0),
        ({"reactions": {"nodes": [{"content": "EYES", "user": CY}]},
          "reactionGroups": [{"content": "EYES", "users": {"nodes": [CY], "totalCount": 1}}]},
         [("github:cy", "eyes")], 0, 0),
        ({"reactions": [{"content": "+1", "user": CY}, {"content": "+1", "user": None}, {"content": [1], "user": CY}]},
         [("github:cy", "+1")], None, 0),
        ({"reactions": {"+1": 4, "-1": 1, "url": "u", "total_count": 5}}, [], 3, 0),
        ({"reactions": None, "reactionGroups": None}, [], None, 0),
    ],
)  # fmt: skip
def test_named_reactions_come_with_their_givers_and_counts_as_votes(
    given: dict[str, Any], marks: list[tuple[str, str]], score: int | None, missing: int, tmp_path: Path
) -> None:
    discussion = read(given, tmp_path)
    post = discussion.posts[1]
    assert [(r.speaker.id, r.name) for r in post.reactions] == marks
    assert {(r.start, r.end) for r in post.reactions} <= {(0, len("It boils."))}
    assert post.score == score
    assert discussion.skipped == ({"reaction not in this file": missing} if missing else {})


def test_an_answer_and_an_edit_are_known(tmp_path: Path) -> None:
    post = read({"isAnswer": True, "lastEditedAt": "2024-02-01T00:00:00Z"}, tmp_path).posts[1]
    assert (post.answer, post.edited) == (True, "2024-02-01T00:00:00Z")


def test_words_are_read_from_plain_text_where_there_is_no_markdown(tmp_path: Path) -> None:
    assert read({"body": None, "bodyText": "Plain."}, tmp_path).posts[1].text == "Plain."
