"""Notes in Markdown: whose turn it is, whom it answers, and where its words stand."""

from pathlib import Path

import pytest

from kg.discussion import Discussion, Post
from kg.errors import SourceError
from kg.readers import markdown
from kg.reading.source import Source


def read(text: str, tmp_path: Path) -> Discussion:
    path = tmp_path / "notes.md"
    path.write_bytes(text.encode("utf-8"))
    source = Source(path, "notes.md", format="markdown")
    (discussion,) = markdown.read(source)
    for post in discussion.posts:
        (place,) = post.places
        assert (place.text, place.length) == (0, len(post.text or ""))
        assert text[place.document : place.document + place.length] == post.text
        assert post.id == f"page:{source.document.id}@{place.document}"
    return discussion


def turns(discussion: Discussion) -> list[tuple[str | None, str]]:
    return [(post.speaker.name if post.speaker else None, post.text or "") for post in discussion.posts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("**Ana:** one\n\n**Bo:** two\n", [("Ana", "one"), ("Bo", "two")]),
        ("**Ana**: one\n\n__Bo Li:__ two\n", [("Ana", "one"), ("Bo Li", "two")]),
        ("Ana: one\n\nBo: two\n\nAna: three", [("Ana", "one"), ("Bo", "two"), ("Ana", "three")]),
        ("Ana: one\n\nmore of it\n\nBo: two", [("Ana", "one\n\nmore of it"), ("Bo", "two")]),
        ("**Ana:** one\n**Bo:** two", [("Ana", "one"), ("Bo", "two")]),
        ("@ana_k: one\n\n@bo: two\n\n@ana_k: three", [("ana_k", "one"), ("bo", "two"), ("ana_k", "three")]),
        ("gwern: one\n\nBo: two\n\ngwern: three", [("gwern", "one"), ("Bo", "two"), ("gwern", "three")]),
        ("**Ana (chair):**\n\none\n\n**Bo:**\n> one\n\ntwo", [("Ana", "one"), ("Bo", "> one\n\ntwo")]),
        ("**Ana:** one\r\n\r\n**Bo:** two\r\n", [("Ana", "one"), ("Bo", "two")]),
        ("\ufeff**Åsa:** one\n\n**李明:** two\n", [("Åsa", "one"), ("李明", "two")]),
        ("**Ana:** one\n\n---\n\n**Bo:** two\n\n* * *\n", [("Ana", "one"), ("Bo", "two")]),
        (
            "**Ana:** see [1]\n\n[1]: https://x.org\n\n**Bo:** two",
            [("Ana", "see [1]\n\n[1]: https://x.org"), ("Bo", "two")],
        ),
    ],
)
def test_labels_make_turns(text: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    assert turns(read(text, tmp_path)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Ana\none\n\n## Bo\ntwo\n\n## Ana\nthree", [("Ana", "one"), ("Bo", "two"), ("Ana", "three")]),
        ("### Ana, 3 May\none\n\n### Bo Li, 4 May\ntwo", [("Ana", "one"), ("Bo Li", "two")]),
        ("## Ana\none\n\n### Why\nwell\n\n## Bo replies to Ana\ntwo", [("Ana", "one\n\n### Why\nwell"), ("Bo", "two")]),
        ("Ana\n---\none\n\nBo\n---\ntwo\n\nAna\n---\nthree", [("Ana", "one"), ("Bo", "two"), ("Ana", "three")]),
    ],
)
def test_headings_make_turns(text: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    assert turns(read(text, tmp_path)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Just words, and no turns at all.",
        "Note: one thing.\n\nUpdate: another thing.",
        "Ana: only one line looks like a turn.\n\nThe rest does not.",
        "```\nAna: one\n\nBo: two\n\nAna: three\n```",
        "- Ana: one\n- Bo: two\n- Ana: three",
        "> Ana: one\n>\n> Bo: two\n>\n> Ana: three",
        "    Ana: one\n\n    Bo: two\n\n    Ana: three",
        "## Background\none\n\n## Next Steps\ntwo",
        "## 1.0.1\n\n### Bug Fixes\none\n\n## 1.0.0\n\n### Bug Fixes\ntwo\n\n### New Features\nthree",
        "**Scheming:** it is rare.\n\nA second.\n\nA third.\n\nA fourth.\n\n**Sandbagging:** it is common.\n\nA last.",
        "http://x.org\n\nhttp://y.org",
    ],
)
def test_what_only_looks_like_turns_is_one_post_of_nobody(text: str, tmp_path: Path) -> None:
    discussion = read(text, tmp_path)
    assert turns(discussion) == [(None, text.strip())]
    assert not discussion.named


def test_title_introduction_and_sections_belong_to_nobody(tmp_path: Path) -> None:
    text = "# The title\n\nWho was there.\n\n**Ana:** one\n\n## Break\n\n## After it\n\nTea.\n\n**Bo:** two\n"
    discussion = read(text, tmp_path)
    assert discussion.title == "The title"
    assert turns(discussion) == [(None, "Who was there."), ("Ana", "one"), (None, "## After it\n\nTea."), ("Bo", "two")]
    assert discussion.skipped == {"heading": 1}
    assert discussion.named


def test_front_matter_gives_the_title_and_is_counted(tmp_path: Path) -> None:
    text = '---\ntitle: "Evals"\ntags: [a]\n---\n\n**Ana:** one\n\n**Bo:** two\n\n**Cy:**\n'
    discussion = read(text, tmp_path)
    assert discussion.title == "Evals"
    assert discussion.skipped == {"front matter": 1, "turn without words": 1}
    assert turns(discussion) == [("Ana", "one"), ("Bo", "two")]


def test_a_speaker_is_one_by_any_case_of_the_name(tmp_path: Path) -> None:
    discussion = read("Bo Li: one\n\nAna: two\n\nBO LI: three", tmp_path)
    here = discussion.id
    assert [p.speaker and p.speaker.id for p in discussion.posts] == [f"{here}:bo-li", f"{here}:ana", f"{here}:bo-li"]


OPENING = "**Ana:** the tests are far too easy\n\n**Bo:** nobody runs them anyway\n\n**Cy Orr:** hm\n\n"


@pytest.mark.parametrize(
    ("turn", "answered", "sure"),
    [
        ("**Dee:** well", "Cy Orr", 0.6),
        ("**Cy Orr:** well", "Bo", 0.6),
        ("**Dee:** @Bo well", "Bo", 1.0),
        ("**Dee (to Ana):** well", "Ana", 1.0),
        ("**Dee, answering Cy:** well", "Cy Orr", 1.0),
        ("**Dee → Ana:** well", "Ana", 1.0),
        ("**Dee (to nobody here):** well", "Cy Orr", 0.6),
        ("**Dee:**\n> the *tests* are\n\nwell", "Cy Orr", 0.6),
        ("**Dee:**\n> The tests are far\n> too easy\n\nwell", "Ana", 0.9),
        ("**Dee (to Bo):**\n> the tests are far too easy\n\nwell", "Bo", 1.0),
        ("**Ana:**\n> the tests are far too easy\n\nI said", "Cy Orr", 0.6),
        ("## Later\n\nWe met again.\n\n**Dee:** well", None, 1.0),
    ],
)
def test_a_turn_answers_whom_it_names_or_quotes_or_the_one_before(
    turn: str, answered: str | None, sure: float, tmp_path: Path
) -> None:
    discussion = read(OPENING + turn, tmp_path)
    last = discussion.posts[-1]
    target: Post | None = discussion.by_id().get(last.reply_to or "")
    assert (target and target.speaker and target.speaker.name, last.reply_confidence) == (answered, sure)


def test_quotes_are_the_blocks_that_are_quotes(tmp_path: Path) -> None:
    text = "**Ana:** one\n\n> a\n> b\nlazy\n\nso\n\n```\n> code\n```\n\n>! spoiler\n\n**Bo:** > no quote\n\n> c\n"
    ana, bo = read(text, tmp_path).posts
    assert [(ana.text or "")[q.start : q.end] for q in ana.quotes] == ["> a\n> b\nlazy"]
    assert [(bo.text or "")[q.start : q.end] for q in bo.quotes] == ["> c"]


def test_a_heading_may_say_when(tmp_path: Path) -> None:
    discussion = read("## Ana, 2024-05-03\none\n\n## Bo (2024-05-04)\ntwo", tmp_path)
    assert [post.posted for post in discussion.posts] == ["2024-05-03", "2024-05-04"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing in it but white space"):
        read(" \n\n", tmp_path)


@pytest.mark.parametrize(
    ("head", "fits"), [("# Notes", True), ("[link](x)", True), ('{"a": 1}', False), ("[\n {", False), ("a\0b", False)]
)
def test_markdown_is_text_but_not_json(head: str, fits: bool) -> None:
    assert markdown.fits(head) is fits
