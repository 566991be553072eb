"""An input that a reader half knows is refused with the name of what is missing, and not read as posts without words."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.reading.source import Source
from tests.reading import READERS

PAGE = "https://github.com/o/r/issues/1"
LACKING: dict[str, tuple[Any, str]] = {
    "forummagnum": ({"data": {"comments": {"results": [{"_id": "a", "postId": "P"}, {"_id": "b", "postId": "P"}]}}},
                    "neither 'contents' nor 'htmlBody' in any of its 2 posts and comments"),
    "discourse": ({"post_stream": {"posts": [{"id": 1, "post_number": 1, "topic_id": 7, "username": "a"}]}},
                  "neither 'cooked' nor 'raw' in any post"),
    "convokit": ([{"id": "a", "conversation_id": "a", "speaker": "x"}], "no 'text' in any utterance"),
    "github": ({"number": 1, "title": "T", "author": {"login": "a"}, "url": PAGE}, "no 'body' in any issue or comment"),
    "hackernews": ({"id": 1, "type": "story", "title": "T", "children": [{"id": 2, "type": "comment", "author": "a"}]},
                   "no 'text' in any of its 1 comments"),
    "reddit": ([{"kind": "t1", "data": {"id": "a", "link_id": "t3_p"}}, {"kind": "t3", "data": {"id": "p", "title": "T"}}],
               "no 'body' in any of its 1 comments"),
    "aif": ({"nodes": [{"nodeID": 1, "type": "I", "text": "a"}]}, "no list 'edges' in it"),
    "argdown": ({"tags": {}}, "neither 'statements' nor 'arguments' nor a 'map' in it"),
}  # fmt: skip


@pytest.mark.parametrize("name", LACKING)
def test_what_is_missing_is_named(name: str, tmp_path: Path) -> None:
    value, words = LACKING[name]
    path = tmp_path / "half.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(SourceError, match=words):
        list(READERS[name].read(Source(path, path.name, format=name)))


EMPTY: dict[str, Any] = {
    "forummagnum": [{"_id": "P", "title": "T", "contents": None}],
    "discourse": {"post_stream": {"posts": [{"id": 1, "post_number": 1, "topic_id": 7, "deleted_at": "2024"}]}},
    "convokit": [{"id": "a", "conversation_id": "a", "speaker": "x", "text": None}],
    "github": {"number": 1, "title": "T", "body": None, "author": {"login": "a"}, "url": PAGE},
    "hackernews": [
        {"id": 1, "type": "story", "title": "T"},
        {"id": 2, "type": "comment", "parent": 1, "deleted": True},
    ],
}


PARTLY: dict[str, tuple[Any, str]] = {
    "forummagnum": ([{"_id": "a", "postId": "P", "htmlBody": "a"}, {"_id": "b", "postId": "P"}], "comment without words"),
    "discourse": ({"post_stream": {"posts": [{"id": 1, "post_number": 1, "topic_id": 7, "cooked": "a"},
                                             {"id": 2, "post_number": 2, "topic_id": 7}]}}, "post without words"),
    "convokit": ([{"id": "a", "speaker": "x", "text": "a"}, {"id": "b", "reply_to": "a"}], "utterance without words"),
    "hackernews": ([{"id": 1, "type": "comment", "by": "a", "text": "a"}, {"id": 2, "type": "comment", "by": "b"}],
                   "comment without words"),
    "reddit": ([{"kind": "t1", "data": {"id": "a", "link_id": "p", "body": "a"}},
                {"kind": "t1", "data": {"id": "b", "link_id": "p"}}], "comment without 'body'"),
    "aif": ({"nodes": [{"nodeID": 1, "type": "I", "text": "a"}], "edges": [{"fromID": 1, "toID": 2}]},
            "edge without both its nodes"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTLY)
def test_one_row_that_lacks_its_words_is_counted(name: str, tmp_path: Path) -> None:
    value, what = PARTLY[name]
    path = tmp_path / "partly.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    counts = [d.skipped for d in READERS[name].read(Source(path, path.name, format=name))]
    assert sum(count.get(what, 0) for count in counts) == 1


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_there_and_empty_is_no_fault(name: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_text(json.dumps(EMPTY[name]), encoding="utf-8")
    assert [d.posts[0].text for d in READERS[name].read(Source(path, path.name, format=name))] == [None]


def test_results_that_an_answer_counts_and_does_not_hold_are_said(tmp_path: Path) -> None:
    row = {"_id": "a", "postId": "P", "contents": {"markdown": "Words."}}
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"data": {"comments": {"results": [row], "totalCount": 5}}}), encoding="utf-8")
    (discussion,) = READERS["forummagnum"].read(Source(path, path.name, format="forummagnum"))
    assert discussion.skipped == {"result not in this file": 4}
