"""Link posts: the address that an opening post points at is cited by the post as a whole, with words or without."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import kg
from kg.discussion import Link
from kg.graph import Node, Relation
from kg.readers import html
from kg.reading.source import Source

PAPER = "https://arxiv.org/abs/2311.08379"
FORUM = {
    "_id": "P",
    "title": "A title",
    "postedAt": "2024-01-01",
    "pageUrl": "https://www.lesswrong.com/posts/P/a",
    "contents": None,
}
REDDIT = {"id": "p", "name": "t3_p", "title": "A title", "selftext": "", "author": "ann", "subreddit_id": "t5_2"}
STORY = {"id": 1, "type": "story", "title": "A title", "author": "ann", "story_id": 1, "points": 2, "children": []}
OUT = "https://www.lesswrong.com/out?url=https%3A%2F%2Farxiv.org%2Fabs%2F2311.08379"
POSTS: dict[str, tuple[dict[str, Any], bool]] = {
    "a forum's url": (FORUM | {"url": PAPER}, True),
    "a forum's url, with words": (FORUM | {"url": PAPER, "contents": {"markdown": "My notes on it are here."}}, True),
    "a forum's url, with words in HTML": (FORUM | {"url": PAPER, "htmlBody": "<p>My notes.</p>"}, True),
    "a forum's way out": (FORUM | {"url": None, "linkUrl": OUT}, True),
    "a forum's link to the post itself": (FORUM | {"linkUrl": FORUM["pageUrl"]}, False),
    "a forum's comment": (FORUM | {"title": None, "postId": "P", "_id": "c", "url": PAPER, "htmlBody": "a"}, False),
    "a submission": (REDDIT | {"url": PAPER, "is_self": False}, True),
    "a submission of words": (REDDIT | {"url": "https://www.reddit.com/r/a/comments/p/x/", "selftext": "Hm."}, False),
    "a submission that says so": (REDDIT | {"url": PAPER, "is_self": True}, False),
    "a removed submission": (REDDIT | {"url": PAPER, "selftext": "[removed]"}, False),
    "a story": (STORY | {"url": PAPER, "text": None}, True),
    "a story with words": (STORY | {"url": PAPER, "text": "I wrote <i>this</i>."}, True),
    "a script": (STORY | {"url": "javascript:alert(1)"}, False),
    "an address that is none": (FORUM | {"url": "https://[x", "linkUrl": "https://[y"}, False),
}


@pytest.mark.parametrize("what", POSTS)
def test_a_link_post_cites_what_it_points_at(what: str, tmp_path: Path) -> None:
    row, points = POSTS[what]
    path = tmp_path / "post.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    records = kg.extract(str(path))
    cites = [r for r in records if isinstance(r, Relation) and r.type == "CITES"]
    assert [(r.source[0], r.target, r.properties["evidence"]) for r in cites] == (
        [("Post", ("Work", "arxiv:2311.08379"), "")] if points else []
    )
    assert {(r.properties["start_char"], r.properties["end_char"]) for r in cites} <= {(0, 0)}


def test_a_link_post_without_words_is_shown_by_its_title(tmp_path: Path) -> None:
    path = tmp_path / "post.json"
    path.write_text(json.dumps([STORY | {"url": PAPER}]), encoding="utf-8")
    captions = [r.properties["caption"] for r in kg.extract(str(path)) if isinstance(r, Node) and r.label == "Post"]
    assert captions == ["A title"]


@pytest.mark.parametrize(
    ("name", "found", "page"),
    [
        ("lesswrong", '<div class="PostsPage-postContent instapaper_body ContentStyles-base">',
         '<div class="PostsPage-postContent instapaper_body ContentStyles-base"><div class="LinkPostMessage-root">This is a linkpost for '
         f'<a href="/out?url={quote(PAPER)}">{PAPER}</a></div>'),
        ("greaterwrong", 'post-body">', f'post-body"><p><a class="link-post-link" href="{PAPER}">Link post</a></p>'),
        ("reddit-old", 'class="title" href="/r/energy/comments/abc123/solar_will_do/"', f'class="title" href="{PAPER}"'),
        ("reddit-new", "<shreddit-post ", f'<shreddit-post content-href="{PAPER}" '),
        ("hackernews", "https://example.org/solar", PAPER),
    ],
)  # fmt: skip
def test_a_saved_page_tells_what_its_post_points_at(name: str, found: str, page: str, tmp_path: Path) -> None:
    text = (Path(__file__).parent / "fixtures" / "html" / f"{name}.html").read_text(encoding="utf-8")
    assert found in text
    path = tmp_path / "page.html"
    path.write_text(text.replace(found, page, 1), encoding="utf-8")
    (discussion,) = html.read(Source(path, path.name, format="html"))
    first = discussion.posts[0]
    assert first.links[0] == Link(0, 0, PAPER)
    assert (first.text or "").startswith("Solar power is the cheapest source of power")
    assert not any(link.start == link.end for post in discussion.posts[1:] for link in post.links)


def test_a_post_of_words_alone_points_nowhere() -> None:
    path = Path(__file__).parent / "fixtures" / "html" / "reddit-old.html"
    (discussion,) = html.read(Source(path, path.name, format="html"))
    assert not discussion.posts[0].links
