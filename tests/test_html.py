"""Saved pages: the sites that are known by their markup, any other page, and hostile ones.

The fixtures were written for these tests in the shapes that each of them names at its top.
"""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.discussion import Discussion, Link
from kg.errors import SourceError
from kg.readers import html
from kg.reading.source import Source

FIXTURES = Path(__file__).parent / "fixtures" / "html"
STORAGE = "Storage fell by half since 2020."


def read(path: Path) -> Discussion:
    source = Source(path, path.name, format="html")
    assert html.fits(source.head())
    (discussion,) = html.read(source)
    return discussion


def page(text: str, tmp_path: Path) -> Discussion:
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("name", "thread"),
    [
        ("lesswrong", "lesswrong:abcdEFGH123456789"),
        ("greaterwrong", "lesswrong:abcdEFGH123456789"),
        ("reddit-old", "reddit:abc123"),
        ("reddit-new", "reddit:abc123"),
        ("hackernews", "hackernews:100"),
        ("discourse", "forum.example.org:77"),
    ],
)
def test_a_site_is_known_by_its_markup(name: str, thread: str) -> None:
    discussion = read(FIXTURES / f"{name}.html")
    assert (discussion.id, discussion.title, discussion.named) == (thread, "Solar will do", True)
    first = discussion.posts[0]
    assert (first.text or "").startswith("Solar power is the cheapest source of power")
    assert first.posted == "2024-05-01T10:00:00Z"
    assert first.reply_to is None


@pytest.mark.parametrize(
    ("name", "edges"),
    [
        (
            "lesswrong",
            {
                ("aaaaaaaaaaaaaaaa1", "jo-lind", "abcdEFGH123456789"),
                ("aaaaaaaaaaaaaaaa2", None, "aaaaaaaaaaaaaaaa1"),
                ("aaaaaaaaaaaaaaaa3", "mira-osei", "aaaaaaaaaaaaaaaa2"),
            },
        ),
        (
            "greaterwrong",
            {
                ("aaaaaaaaaaaaaaaa1", "jo-lind", "abcdEFGH123456789"),
                ("aaaaaaaaaaaaaaaa3", "mira-osei", "aaaaaaaaaaaaaaaa1"),
                ("aaaaaaaaaaaaaaaa4", None, "aaaaaaaaaaaaaaaa1"),
            },
        ),
        ("reddit-old", {("t1_c1", "jolind", "t3_abc123"), ("t1_c2", None, "t1_c1"), ("t1_c3", "mira_osei", "t1_c2")}),
        ("reddit-new", {("t1_c1", "jolind", "t3_abc123"), ("t1_c2", None, "t1_c1"), ("t1_c3", "mira_osei", "t1_c2")}),
        (
            "hackernews",
            {("101", "jo", "100"), ("102", "mira", "101"), ("103", None, "101"), ("104", "cy", "100")},
        ),
        ("discourse", {("77/2", "jo", "77/1"), ("77/3", "mira", "77/2")}),
    ],
)
def test_a_comment_has_its_speaker_and_what_it_answers(name: str, edges: set[tuple[str, str | None, str]]) -> None:
    posts = read(FIXTURES / f"{name}.html").posts

    def native(id_: str) -> str:
        return id_.partition(":")[2]

    assert {
        (native(p.id), p.speaker and native(p.speaker.id), native(p.reply_to)) for p in posts if p.reply_to
    } == edges


@pytest.mark.parametrize("name", ["lesswrong", "greaterwrong", "reddit-old", "reddit-new", "hackernews"])
def test_an_answer_deep_in_a_thread_keeps_words_and_speaker(name: str) -> None:
    posts = read(FIXTURES / f"{name}.html").posts
    (deep,) = [post for post in posts if post.text == STORAGE]
    assert deep.speaker is not None
    assert posts[0].speaker is not None
    assert deep.speaker.id == posts[0].speaker.id


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("lesswrong", {"comment without words": 1}),
        ("reddit-old", {"comment that was not loaded": 1, "comment without words": 1}),
        ("reddit-new", {"comment that was not loaded": 1, "comment without words": 1}),
        ("hackernews", {"comment without words": 1}),
        ("discourse", {}),
        ("page", {}),
    ],
)
def test_what_has_no_words_is_counted(name: str, skipped: dict[str, int]) -> None:
    assert read(FIXTURES / f"{name}.html").skipped == skipped


def test_quotes_links_items_and_scores_are_kept() -> None:
    post, comment, *rest = read(FIXTURES / "lesswrong.html").posts
    assert "- Panels fall in price by a tenth each year.\n- They last for thirty years." in (post.text or "")
    text = comment.text or ""
    assert [text[q.start : q.end] for q in comment.quotes] == ["> Panels fall in price by a tenth each year."]
    at = text.index("storage does not")
    assert comment.links == (Link(at, at + 16, "https://example.org/storage"),)
    assert [p.score for p in (comment, *rest)] == [12, None, -3]


def test_a_quote_on_discourse_names_its_post() -> None:
    answer = read(FIXTURES / "discourse.html").posts[2]
    assert [(q.post, (answer.text or "")[q.start : q.end]) for q in answer.quotes] == [
        ("forum.example.org:77/2", "> Nobody counts the grid.")
    ]
    assert answer.reply_confidence == 0.8


def test_another_page_is_its_main_text_and_nobodys() -> None:
    discussion = read(FIXTURES / "page.html")
    (post,) = discussion.posts
    assert post.text == (
        "Notes on solar\n\nSolar power is the cheapest source of power, says the report.\n\n"
        "> Panels fall in price by a tenth each year.\n\n- They last for thirty years."
    )
    assert (post.speaker, discussion.named, discussion.title) == (None, False, "Notes on solar")
    assert [link.url for link in post.links] == ["https://example.org/report"]


def test_the_address_of_a_saved_page_is_read_from_the_browsers_note(tmp_path: Path) -> None:
    text = (FIXTURES / "reddit-old.html").read_text(encoding="utf-8").replace('rel="canonical"', 'rel="other"')
    note = "<!-- saved from url=(0068)https://old.reddit.com/r/energy/comments/zzz999/solar_will_do/ -->"
    assert page(note + text, tmp_path).id == "reddit:zzz999"


def test_a_page_of_the_ea_forum_is_not_one_of_lesswrong(tmp_path: Path) -> None:
    text = (FIXTURES / "lesswrong.html").read_text(encoding="utf-8")
    moved = text.replace("https://www.lesswrong.com", "https://forum.effectivealtruism.org")
    assert page(moved, tmp_path).site == "eaforum"


def test_without_an_address_a_thread_still_hangs_together(tmp_path: Path) -> None:
    text = (FIXTURES / "hackernews.html").read_text(encoding="utf-8").replace('rel="canonical"', 'rel="other"')
    discussion = page(text, tmp_path)
    assert discussion.id == "hackernews:100"
    text = (FIXTURES / "discourse.html").read_text(encoding="utf-8").replace('rel="canonical"', 'rel="other"')
    assert [p.reply_to for p in page(text, tmp_path).posts] == [None, "discourse:77/1", "discourse:77/2"]
    here = page(text.replace("data-topic-id", "data-none").replace('data-topic="77"', ""), tmp_path).posts
    assert [p.reply_to for p in here[1:]] == [here[0].id, here[1].id]
    assert here[0].id.startswith("page-")


def test_a_broken_address_is_none(tmp_path: Path) -> None:
    text = (FIXTURES / "discourse.html").read_text(encoding="utf-8")
    assert len(page(text.replace("https://forum.example.org/t", "http://[/t"), tmp_path).posts) == 3


def test_scripts_and_entities_stay_what_they_are(tmp_path: Path) -> None:
    told = "<!DOCTYPE html [<!ENTITY x 'boom'>]><body><p>A &x; b &lt;script&gt;</p><script>p()</script><img src=x>"
    assert page(told, tmp_path).posts[0].text is not None
    assert "boom" not in (page(told, tmp_path).posts[0].text or "").replace("<!ENTITY x 'boom'>", "")
    assert "p()" not in (page(told, tmp_path).posts[0].text or "")


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000,
        "<html><body>" + "<div class='comments-node'>" * 100_000,
        "<html><body>" + "<b>" * 20_000 + "<p>" * 20_000,
        "<html>" + "<script>" * 50_000,
        "<html>" + "<" * 200_000,
        "<html><body>" + "<li class=comment-item id=comment-a>" * 20_000,
        "<table id=hnmain>" + "<tr class='athing comtr' id=1><td class=ind indent=1>" * 10_000,
    ],
)
def test_hostile_pages_end_soon(text: str, tmp_path: Path) -> None:
    started = time.process_time()
    try:
        page(text, tmp_path)
    except SourceError as error:
        assert "\n" not in str(error)
    assert time.process_time() - started < 10


PIECES = [
    *("<div class='thing comment' data-fullname='t1_a'>", "<div class='md'>", "<div class=usertext-body>", "</div>"),
    *("<li class='comment-item' id='comment-b'>", "<div class='comment-meta'>", "<div class='comment-body'>", "</li>"),
    *("<a class='author' href='/users/'>", "</a>", "<shreddit-comment thingid='t1_c' parentid='t1_c'>", "words "),
    *("<tr class='athing comtr' id='7'>", "<td class='ind' indent='-1'>", "<div class='commtext'>", "<p>", "&gt; a"),
    *("<article data-post-id='1' id='post_1'>", "<div class='cooked'>", "<aside class='quote' data-post='9'>"),
    *("<blockquote>", "</blockquote>", "<time datetime='9999-99-99T99:99:99'>", "<link rel=canonical href='http://['>"),
    *("<div class=comments-node id=x>", "<div class=CommentBody-root>", "<div class='thing link' id='siteTable'>"),
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40))
def test_broken_markup_is_read_or_refused(pieces: list[str], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("".join(["<html>", *pieces]).encode("utf-8", "surrogatepass"))
    try:
        discussions = list(html.read(Source(path, path.name, format="html")))
    except SourceError as error:
        assert "\n" not in str(error)
        return
    for discussion in discussions:
        ids = [post.id for post in discussion.posts]
        assert len(ids) == len(set(ids))
        assert all(post.reply_to in ids and post.reply_to != post.id for post in discussion.posts if post.reply_to)
