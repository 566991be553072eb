"""Discourse topics: quotes that name a post, previews and emoji, what is hidden, deleted or on another page.

The shapes are those of Discourse's API documentation of `/t/{id}.json` (`post_stream.posts`, `post_stream.stream`) and
of the HTML that Discourse makes of a quote, a preview ("onebox"), an emoji and a mention.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.discussion import Discussion
from kg.errors import SourceError
from kg.readers import discourse
from kg.reading.source import Source

FIXTURE = Path(__file__).parent / "fixtures" / "discourse" / "topic.json"


def post(number: int, cooked: str = "", **more: Any) -> dict[str, Any]:
    row = {"id": 500 + number, "post_number": number, "topic_id": 7, "username": "ann", "topic_slug": "a-title"}
    return row | {"cooked": cooked or f"<p>Words of {number}.</p>"} | more


def topic(*posts: Any, **more: Any) -> dict[str, Any]:
    stream = [row["id"] for row in posts if isinstance(row, dict)]
    return {"id": 7, "title": "A title", "slug": "a-title", "post_stream": {"posts": [*posts], "stream": stream}} | more


def quote(words: str, number: int, about: int = 7) -> str:
    return (
        f'<aside class="quote no-group" data-username="bo" data-post="{number}" data-topic="{about}"><div class="title">'
        f'<div class="quote-controls"></div><img class="avatar" src="/a.png"> bo:</div><blockquote>{words}</blockquote></aside>'
    )


def read(answer: Any, tmp_path: Path) -> list[Discussion]:
    path = tmp_path / "topic.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return list(discourse.read(Source(path, "topic.json", format="discourse")))


def edges(discussion: Discussion) -> list[tuple[str, str | None, float]]:
    return [(post.id, post.reply_to, post.reply_confidence) for post in discussion.posts]


ONE, TWO, THREE = post(1), post(2, reply_to_post_number=1), post(3, reply_to_post_number=2)
SHAPES: dict[str, Any] = {
    "a topic": topic(ONE, TWO, THREE),
    "two pages of it": [topic(ONE, TWO), topic(THREE)],
    "posts asked for by their ids": [topic(ONE), {"id": 7, "post_stream": {"posts": [THREE, TWO]}}],
    "bare posts": [ONE, TWO, THREE],
    "the latest posts": {"latest_posts": [THREE, TWO, ONE]},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_any_shape_gives_the_same_thread(shape: str, tmp_path: Path) -> None:
    (discussion,) = read(SHAPES[shape], tmp_path)
    assert (discussion.id, discussion.site) == ("discourse:7", "discourse")
    assert edges(discussion) == [
        ("discourse:7/1", None, 1.0),
        ("discourse:7/2", "discourse:7/1", 1.0),
        ("discourse:7/3", "discourse:7/2", 1.0),
    ]
    assert [post.text for post in discussion.posts] == ["Words of 1.", "Words of 2.", "Words of 3."]
    assert discussion.skipped == {}
    assert discourse.fits((tmp_path / "topic.json").read_text(encoding="utf-8"))


def test_the_fixture_topic_is_read_whole() -> None:
    (discussion,) = discourse.read(Source(FIXTURE, "topic.json", format="discourse"))
    assert (discussion.id, discussion.url) == ("forum.example.org:77", "https://forum.example.org/t/which-tea/77")
    assert discussion.skipped == {
        "deleted post": 1,
        "hidden post": 1,
        "notice of the site": 1,
    }
    assert len(discussion.owed) == 2
    first, second, third, *_ = discussion.posts
    assert (first.text, first.title, first.score) == ("I say green tea keeps me awake. :tea:", "Which tea?", 1)
    assert first.speaker is not None
    assert (first.speaker.id, first.speaker.name, first.speaker.aliases) == (
        "forum.example.org:ada",
        "Ada L.",
        ("Ada",),
    )
    assert second.text == (
        "> green tea keeps me awake\n\nIt has less caffeine than coffee, see\n\nhttps://example.org/caffeine"
    )
    assert [(second.text[q.start : q.end], q.post) for q in second.quotes] == [
        ("> green tea keeps me awake", "forum.example.org:77/1")
    ]
    assert (second.reply_to, second.reply_confidence) == (first.id, 0.8)
    assert third.text == "@bo that depends on how long it stands."
    assert [(third.text[k.start : k.end], k.url) for k in third.links] == [("@bo", "/u/bo")]
    assert [(p.id[-2:], p.text, p.reply_to and p.reply_to[-2:]) for p in discussion.posts[3:]] == [
        ("/5", None, "/1"),
        ("/6", None, "/9"),
        ("/9", None, None),
    ]


@pytest.mark.parametrize(
    ("fields", "text", "quotes"),
    [
        (
            {
                "cooked": f"{quote('<p>one</p>', 1)}<p>a</p>{quote('<p>two</p>', 4, 9)}{quote('<p>three</p>', 2)}<p>b</p>"
            },
            "> one\n\na\n\n> two\n\n> three\n\nb",
            [("> one", "discourse:7/1"), ("> two", "discourse:9/4"), ("> three", "discourse:7/2")],
        ),
        (
            {"cooked": quote(f"{quote('<p>in</p>', 1)}<p>out</p>", 2) + "<p>a</p>"},
            "> > in\n>\n> out\n\na",
            [("> > in\n>\n> out", "discourse:7/2")],
        ),
        (
            {"cooked": "<blockquote><p>from a book</p></blockquote><p>a</p>"},
            "> from a book\n\na",
            [("> from a book", None)],
        ),
        (
            {"cooked": "<p>a</p>" + quote("<p>open", 1).removesuffix("</blockquote></aside>")},
            "a\n\n> open",
            [("> open", "discourse:7/1")],
        ),
        (
            {"cooked": f"<ul><li>x {quote('<p>in a list</p>', 1)} y</li></ul>"},
            "- x\n\n> in a list\n\ny",
            [("> in a list", "discourse:7/1")],
        ),
        (
            {"raw": '[quote="bo, post:1, topic:9, full:true"]\none\n\ntwo\n[/quote]\n\nanswer\n\n> a line'},
            '[quote="bo, post:1, topic:9, full:true"]\none\n\ntwo\n[/quote]\n\nanswer\n\n> a line',
            [("one\n\ntwo", "discourse:9/1"), ("> a line", None)],
        ),
        (
            {"raw": '[quote="B, post:2"]\n[quote="x"]in[/quote]\nout\n[/quote]\nanswer'},
            '[quote="B, post:2"]\n[quote="x"]in[/quote]\nout\n[/quote]\nanswer',
            [('[quote="x"]in[/quote]\nout', "discourse:7/2")],
        ),
        ({"raw": "[quote]\nof nobody[/quote]"}, "[quote]\nof nobody[/quote]", [("of nobody", None)]),
        ({"raw": "[/quote] a [quote=x] b"}, "[/quote] a [quote=x] b", []),
    ],
)
def test_quotes_name_the_post_they_quote(
    fields: dict[str, Any], text: str, quotes: list[tuple[str, str | None]], tmp_path: Path
) -> None:
    (discussion,) = read(topic(post(5, **fields)), tmp_path)
    found = discussion.posts[0]
    assert found.text == text
    assert [(text[q.start : q.end], q.post) for q in found.quotes] == quotes


def test_the_tags_of_quotes_are_no_part_of_what_is_said(tmp_path: Path) -> None:
    (discussion,) = read(topic(post(2, raw='[quote="bo, post:1"]\none\n[/quote]\nanswer')), tmp_path)
    found = discussion.posts[0]
    assert found.text is not None
    assert [found.text[a:b] for a, b in found.asides] == ['[quote="bo, post:1"]', "[/quote]"]


def test_links_after_a_quote_stand_on_their_words(tmp_path: Path) -> None:
    cooked = quote("<p>one</p>", 1) + '<p>see <a href="https://example.org/x">this page</a></p>'
    (discussion,) = read(topic(post(2, cooked)), tmp_path)
    found = discussion.posts[0]
    assert found.text is not None
    assert [(found.text[k.start : k.end], k.url) for k in found.links] == [("this page", "https://example.org/x")]


def test_the_size_under_a_picture_is_nobodys_words(tmp_path: Path) -> None:
    cooked = (
        '<p>a</p><div class="lightbox-wrapper"><a class="lightbox" href="/x.png"><img src="/x.png"><div class="meta">'
        '<span class="filename">x</span><span class="informations">690×388 50 KB</span></div></a></div><p>b</p>'
    )
    (discussion,) = read(topic(post(1, cooked)), tmp_path)
    assert discussion.posts[0].text == "a\n\nb"


def test_an_answer_to_the_topic_at_large_is_less_sure(tmp_path: Path) -> None:
    rows = [
        post(1),
        post(2),
        post(3, quote("<p>Words</p>", 2) + "<p>a</p>"),
        post(4, quote("<p>x</p>", 9) + "<p>a</p>"),
    ]
    (discussion,) = read(topic(*rows), tmp_path)
    assert edges(discussion)[1:] == [
        ("discourse:7/2", "discourse:7/1", 0.5),
        ("discourse:7/3", "discourse:7/2", 0.8),
        ("discourse:7/4", "discourse:7/1", 0.5),
    ]


def test_an_answer_and_an_edit_are_known(tmp_path: Path) -> None:
    rows = [
        post(1, version=1, updated_at="2024-05-01"),
        post(2, accepted_answer=True, version=2, updated_at="2024-05-02"),
    ]
    (discussion,) = read(topic(*rows), tmp_path)
    assert [(p.edited, p.answer) for p in discussion.posts] == [(None, False), ("2024-05-02", True)]


def test_broken_rows_are_counted_and_stop_nothing(tmp_path: Path) -> None:
    deep = post(3, "<div>" * 1000)
    (discussion,) = read(topic(post(1), post(0), {"id": 5}, None, "text", post(1), deep), tmp_path)
    assert discussion.skipped == {"broken row": 4, "repeated row": 1, "text nested too deep": 1}
    assert [post.text for post in discussion.posts] == ["Words of 1.", None]


@pytest.mark.parametrize(
    ("likes", "score"),
    [
        ({"actions_summary": [{"id": 2, "count": 5}, {"id": 3, "count": 1}]}, 5),
        ({"actions_summary": []}, 0),
        ({"like_count": 3}, 3),
        ({"score": 4.5}, None),
    ],
)
def test_the_score_is_the_number_of_likes(likes: dict[str, Any], score: int | None, tmp_path: Path) -> None:
    (discussion,) = read(topic(post(1, **likes)), tmp_path)
    assert discussion.posts[0].score == score


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"topic_list": {"topics": []}}, "a list of Discourse topics without their posts; save each /t/ID.json"),
        (topic(), "looks like Discourse, but has no whole post; save /t/ID.json whole"),
        (topic({"id": 5, "cooked": "x"}), r"post 1: post_number: Field required"),
    ],
)
def test_what_holds_no_post_is_refused(answer: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        read(answer, tmp_path)


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ('{"post_stream":{"posts":[{"id":1,"cooked":"<p>', True),
        ('{"posts": [{"id": 1, "text": "post_number"}]}', False),
        ("post_stream cooked", False),
    ],
)
def test_discourse_is_known_by_its_keys(head: str, fits: bool) -> None:
    assert discourse.fits(head) is fits
