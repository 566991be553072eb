"""ForumMagnum answers of all shapes: threads, names, words, and what is counted instead of lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.discussion import Discussion
from kg.errors import SourceError
from kg.readers import forummagnum
from kg.reading.html import plain
from kg.reading.quotation import quoted
from kg.reading.source import Source

SAMPLES = Path(__file__).parents[2] / "shared" / "samples" / "lesswrong"
JANE = {"username": "jane_d", "slug": "jane-d", "displayName": "Jane D."}


def comment(id_: str, parent: str | None = None, **more: Any) -> dict[str, Any]:
    top = more.pop("top", parent)
    return {"_id": id_, "postId": "P", "parentCommentId": parent, "topLevelCommentId": top} | more


def said(markdown: str, **more: Any) -> dict[str, Any]:
    return {"contents": {"markdown": markdown}, **more}


def read(answer: Any, tmp_path: Path) -> list[Discussion]:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return list(forummagnum.read(Source(path, "answer.json", format="forummagnum")))


def edges(discussion: Discussion) -> set[tuple[str, str | None]]:
    return {(post.id, post.reply_to) for post in discussion.posts}


A, B = comment("a", **said("Words of a.")), comment("b", "a", **said("Words of b."))
POST = {"_id": "P", "title": "A title", "slug": "a-title", **said("The post.")}
SHAPES: dict[str, Any] = {
    "a list": [A, B],
    "one answer for each": [{"data": {"comment": {"result": A}}}, {"data": {"comment": {"result": B}}}],
    "old and new lists": {"data": {"comments": {"results": [A, B], "totalCount": 2}}},
    "bare lists of the first API": {"data": {"CommentsList": [A, B]}},
    "named twice": {"data": {"first": {"result": A}, "second": {"results": [B]}}},
    "inside the post": {"data": {"post": {"result": {**POST, "comments": [{**A, "postId": None}, B]}}}},
    "inside a comment": {"data": {"comments": {"results": [{**A, "latestChildren": [B]}]}}},
    "without postId, but with the post": [{**A, "postId": None, "post": {"_id": "P"}}, B],
    "without postId, but with the page": [
        {**A, "postId": None, "pageUrl": "https://www.lesswrong.com/posts/P/a-title?commentId=a"},
        B,
    ],
    "beside a post that was not found": {"data": {"comments": {"results": [A, B]}, "post": {"result": None}}},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_any_shape_gives_the_same_thread(shape: str, tmp_path: Path) -> None:
    (discussion,) = read(SHAPES[shape], tmp_path)
    assert discussion.id == "lesswrong:P"
    assert edges(discussion) == {("lesswrong:P", None), ("lesswrong:a", "lesswrong:P"), ("lesswrong:b", "lesswrong:a")}
    texts = {post.id: post.text for post in discussion.posts}
    assert texts["lesswrong:a"] == "Words of a."
    assert texts["lesswrong:b"] == "Words of b."
    assert discussion.skipped == {}


def test_a_post_and_its_comments_meet_with_titles_names_and_addresses(tmp_path: Path) -> None:
    row = comment("c", user=JANE, author="jane", baseScore=7, postedAt="2024-01-02T03:04:05.000Z", **said("Yes."))
    (discussion,) = read(
        {"data": {"post": {"result": POST | {"user": None}}, "comments": {"results": [row]}}}, tmp_path
    )
    post, answer = discussion.posts
    assert (discussion.title, discussion.url) == ("A title", "https://www.lesswrong.com/posts/P/a-title")
    assert (post.title, post.url, post.speaker) == ("A title", discussion.url, None)
    assert answer.url == "https://www.lesswrong.com/posts/P/a-title?commentId=c"
    assert (answer.score, answer.posted, answer.source_id) == (7, "2024-01-02T03:04:05.000Z", "c")
    assert answer.speaker is not None
    assert (answer.speaker.id, answer.speaker.name) == ("lesswrong:jane_d", "Jane D.")
    assert answer.speaker.aliases == ("jane", "jane-d", "jane_d")
    assert discussion.named


def test_an_answer_and_what_answers_it_are_known(tmp_path: Path) -> None:
    rows = [comment("a", answer=True, **said("Yes.")), comment("b", parentAnswerId="a", **said("Why?"))]
    (discussion,) = read([POST, *rows], tmp_path)
    assert [(p.source_id, p.answer, p.reply_to) for p in discussion.posts[1:]] == [
        ("a", True, "lesswrong:P"),
        ("b", False, "lesswrong:a"),
    ]


def test_a_file_that_names_nobody_says_so(tmp_path: Path) -> None:
    rows = [A, {**comment("x", user=JANE, **said("Hm.")), "postId": "Q"}]
    assert {d.id: d.named for d in read(rows, tmp_path)} == {"lesswrong:P": False, "lesswrong:Q": True}


@pytest.mark.parametrize(
    ("page", "site"),
    [
        ("https://forum.effectivealtruism.org/posts/P/x", "eaforum"),
        ("https://www.alignmentforum.org/posts/P/x", "lesswrong"),
        ("https://forum.effectivealtruism.org.evil.example/posts/P/x", "lesswrong"),
        ("javascript:alert(1)", "lesswrong"),
        (None, "lesswrong"),
    ],
)
def test_the_site_is_told_by_the_page(page: str | None, site: str, tmp_path: Path) -> None:
    (discussion,) = read([{**POST, "pageUrl": page}, A], tmp_path)
    assert (discussion.site, discussion.id) == (site, f"{site}:P")
    assert all(post.id.startswith(f"{site}:") for post in discussion.posts)
    assert discussion.url is not None
    assert discussion.url.startswith("https://")


def test_missing_parents_come_last_and_have_no_words(tmp_path: Path) -> None:
    rows = [comment("b", "a", top="t", **said("b")), comment("d", "c", **said("d"))]
    (discussion,) = read(rows, tmp_path)
    assert [(p.id[10:], p.text, p.reply_to and p.reply_to[10:]) for p in discussion.posts] == [
        ("b", "b", "a"),
        ("d", "d", "c"),
        ("a", None, None),  # something stands between it and the top, nobody knows what
        ("c", None, "P"),
        ("P", None, None),
    ]


def test_what_is_not_read_is_counted(tmp_path: Path) -> None:
    gone = comment("gone", user=JANE, deleted=True, **said("was here"))
    user = {"_id": "u", "slug": "jane", "displayName": "Jane"}
    broken = [{"postId": "P"}, {"_id": 5}, "text", None, comment("x", contents=[]), comment("y", baseScore="many")]
    (discussion,) = read([A, A, gone, user, *broken], tmp_path)
    assert discussion.skipped == {
        "broken row": 6,
        "deleted comment": 1,
        "neither post nor comment": 1,
        "repeated row": 1,
    }
    assert [(p.source_id, p.text) for p in discussion.posts] == [("a", "Words of a."), ("gone", None), ("P", None)]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([], "no post or comment in it; check the query"),
        ({"errors": [{"message": "Rate limit"}], "data": None}, "the server answered: Rate limit"),
        ([{"title": "x"}], r"none of its 1 rows is a whole post or comment \(row 1: _id: Field required\)"),
        ("text", "none of its 1 rows"),
    ],
)
def test_an_answer_without_anything_is_refused(answer: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        read(answer, tmp_path)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"contents": {"markdown": "*as* it came", "html": "<p>x</p>"}}, "*as* it came"),
        ({"contents": {"markdown": "", "html": "<p>one</p><p>two</p>"}}, "one\n\ntwo"),
        ({"htmlBody": "<p>body</p>", "contents": {"plaintextDescription": "bo…"}}, "body"),
        ({"contents": {"plaintextDescription": "plain"}}, "plain"),
        ({"contents": {"plaintextDescription": "pl…", "plaintextMainText": "plain words"}}, "plain words"),
        ({"contents": {"agentMarkdown": "*as* it came", "plaintextMainText": "as it came"}}, "*as* it came"),
        ({"contents": None}, None),
    ],
)
def test_markdown_goes_before_html_and_html_before_the_description(
    fields: dict[str, Any], text: str | None, tmp_path: Path
) -> None:
    (discussion,) = read([comment("a", **fields)], tmp_path)
    assert discussion.posts[0].text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one  two\nthree</p><p>four</p>", "one two three\n\nfour"),
        ("<p>a<br>b<br/>c</p>", "a\nb\nc"),
        ("<p>a &lt;b&gt; <i>c</i>d</p>", "a <b> cd"),
        ("<blockquote><p>q</p><p>r</p></blockquote><p>answer</p>", "> q\n>\n> r\n\nanswer"),
        ("<blockquote>out<blockquote>in</blockquote></blockquote>", "> out\n>\n> > in"),
        ("<p>x</p><ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><p>y</p>", "x\n\n- a\n- b\n  - c\n\ny"),
        ("<pre><code>if x:\n\n    y</code></pre>", "if x:\n\n    y"),
        ("<p>a</p><script>b()</script><style>c</style><p>d</p>", "a\n\nd"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("no marks at all", "no marks at all"),
        ("", ""),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert plain(html)[0] == text


def test_links_keep_their_words_and_their_target() -> None:
    html = (
        '<p>See <a href="https://x.org/a?b=1&amp;c">this <b>paper</b></a>, <a href="/posts/Q">that</a>,</p>'
        '<ul><li><a href="https://y.org">https://y.org</a> <a href="#fn1">[1]</a> <a href="javascript:z">z</a></li></ul>'
    )
    text, links = plain(html)
    assert {(text[k.start : k.end], k.url) for k in links} == {
        ("this paper", "https://x.org/a?b=1&c"),
        ("that", "/posts/Q"),
    }


@settings(deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<blockquote>", "</blockquote>", "<a href='http://x'>", "</a>", "w "])))
def test_links_stand_on_words_whatever_the_html(pieces: list[str]) -> None:
    text, links = plain("".join(pieces))
    assert text == text.strip()
    assert all(text[k.start : k.end].strip() for k in links)
    assert text.count("w") == pieces.count("w ")


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("> a\n> b\n\nanswer\n\n> c", ["> a\n> b", "> c"]),
        ("&gt; a\nanswer", ["&gt; a"]),
        (">no blank\r\n>\r\n> more\r\nanswer", [">no blank\r\n>\r\n> more"]),
        ("   > in by three\n    > four is code", ["   > in by three"]),
        (">10% of it is hype\n\n> 10% of it is hype", ["> 10% of it is hype"]),
        ("> I count\n>10% of it", ["> I count\n>10% of it"]),
        (">! hidden", []),
        (">\n> \n", []),
        ("a > b", []),
    ],
)
def test_quoted_lines_are_passages(text: str, passages: list[str]) -> None:
    assert [text[p.start : p.end] for p in quoted(text)] == passages


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ('[{"_id": "a", "postId": "b"', True),
        ('\ufeff {"data": {"post": {"result": {"title": "x", "contents": {"markdown": "…", "pageUrl": ""', True),
        ('{"id": "a", "conversation_id": "b", "text": "\\"_id\\": \\"postId\\":"}', False),
        ('{"_id": "only one"}', False),
        ("# _id postId", False),
    ],
)
def test_the_forum_is_known_by_its_keys(head: str, fits: bool) -> None:
    assert forummagnum.fits(head) is fits


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the LessWrong samples are not beside this checkout")
def test_real_answers_are_read_whole() -> None:
    cut_off = {"XLwKyCK7JmC292ZCC_comments.json"}
    for path in sorted(SAMPLES.glob("*.json")):
        source = Source(path, path.name, format="forummagnum")
        assert forummagnum.fits(source.head())
        if path.name in cut_off:
            with pytest.raises(SourceError, match="line 144, column 31 it is cut off"):
                list(forummagnum.read(source))
            continue
        rows = {row["_id"]: (row["contents"] or {}).get("markdown") or None for row in source.json()}
        discussions = list(forummagnum.read(source))
        read_ = {p.source_id: p.text for d in discussions for p in d.posts if p.source_id in rows}
        assert read_ == rows
        assert not any(d.named or d.skipped for d in discussions)


@pytest.mark.parametrize(
    ("extended", "marks"),
    [
        ({"reacts": {"agree": [{"userId": "u1", "displayName": "Bo", "reactType": "created", "quotes": [{"quote": "trains cost"}]}]}}, [("lesswrong:u1", "Bo", "agree", "trains cost")]),
        ({"reacts": {"agree": [{"userId": "u1", "displayName": "Bo", "reactType": "disagreed", "quotes": ["trains"]}]}}, [("lesswrong:u1", "Bo", "not agree", "trains")]),
        ({"reacts": {"thanks": [{"displayName": "Bo", "reactType": "seconded"}]}}, [("lesswrong:Bo", "Bo", "thanks", "I think trains cost too much.")]),
        ({"reacts": {"agree": [{"userId": "u1", "quotes": [{"quote": "not in it"}]}, {"quotes": []}]}}, []),
        ({"reacts": "none"}, []),
        ({"agreement": 3}, []),
        (None, []),
    ],
)  # fmt: skip
def test_a_reaction_names_who_and_holds_the_words(
    tmp_path: Path, extended: object, marks: list[tuple[str, str, str, str]]
) -> None:
    row = {"_id": "c", "postId": "p", "contents": {"markdown": "I think trains cost too much."}, "extendedScore": extended,
           "retracted": True, "lastEditedAt": "2025-02-01T00:00:00Z"}  # fmt: skip
    path = tmp_path / "c.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    (discussion,) = forummagnum.read(Source(path, "c.json", format="forummagnum"))
    post = discussion.posts[0]
    assert [(r.speaker.id, r.speaker.name, r.name, (post.text or "")[r.start : r.end]) for r in post.reactions] == marks
    assert post.answer is False
    assert (post.retracted, post.edited) == (True, "2025-02-01T00:00:00Z")
