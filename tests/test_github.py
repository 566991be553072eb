"""GitHub in its shapes: REST, GraphQL and `gh --json`; and whom a flat comment answers.

The shapes are those of GitHub's REST documentation (issues, issue comments, pull request review comments), of its
GraphQL reference (issue, pullRequest, discussion) and of the fields of `gh issue view --json`.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.discussion import Discussion, Post
from kg.errors import SourceError
from kg.readers import github
from kg.reading.source import Source

FIXTURES = Path(__file__).parent / "fixtures" / "github"
API, PAGE = "https://api.github.com/repos/O/R", "https://github.com/O/R"


def issue(body: str = "The kettle boils over when it is full.", **more: Any) -> dict[str, Any]:
    row = {"id": 9, "number": 1, "title": "A title", "body": body, "user": {"login": "Ann", "type": "User"}}
    return row | {"url": f"{API}/issues/1", "html_url": f"{PAGE}/issues/1", "created_at": "2024-01-01T10:00:00Z"} | more


def comment(id_: int, body: str, login: str | None = "bo", **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": id_, "body": body, "user": {"login": login, "type": "User"} if login else None}
    row |= {"html_url": f"{PAGE}/issues/1#issuecomment-{id_}", "issue_url": f"{API}/issues/1"}
    return row | {"created_at": f"2024-01-01T10:{id_ % 60:02}:00Z"} | more


def node(id_: str, body: str, login: str, **more: Any) -> dict[str, Any]:
    """A comment of GraphQL's."""
    return {
        "id": id_,
        "body": body,
        "author": {"login": login},
        "url": f"{PAGE}/issues/1#issuecomment-{id_[3:]}",
    } | more


def read(answer: Any, tmp_path: Path) -> list[Discussion]:
    path = tmp_path / "issue.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return list(github.read(Source(path, "issue.json", format="github")))


def thread(tmp_path: Path, *comments: Any) -> list[Post]:
    (discussion,) = read({"issue": issue(), "comments": [*comments]}, tmp_path)
    return discussion.posts


def fixture(name: str) -> Discussion:
    (discussion,) = github.read(Source(FIXTURES / name, name, format="github"))
    return discussion


ASKED = {
    "number": 1,
    "title": "A title",
    "body": issue()["body"],
    "author": {"login": "Ann"},
    "url": f"{PAGE}/issues/1",
}
NODES = [node("IC_2", "I cannot see that.", "bo"), node("IC_3", "Nor can I.", "cy")]
REST = [comment(2, "I cannot see that."), comment(3, "Nor can I.", "cy")]
SHAPES: dict[str, Any] = {
    "REST, issue and comments": {"issue": issue(), "comments": REST},
    "REST, comments first": {"comments": REST, "issue": issue()},
    "REST, one list": [issue(), *REST],
    "REST, two lists": [[issue()], REST],
    "GraphQL": {"data": {"repository": {"issue": {**ASKED, "comments": {"nodes": NODES}}}}},
    "GraphQL, with edges": {
        "data": {"repository": {"issue": {**ASKED, "comments": {"edges": [{"node": n} for n in NODES]}}}}
    },
    "GraphQL, named by the query": {"data": {"first": {**ASKED, "comments": {"nodes": NODES}}}},
    "GraphQL, found": {"data": {"search": {"nodes": [{**ASKED, "comments": {"nodes": NODES}}]}}},
    "gh": {**ASKED, "comments": NODES},
    "without addresses": {
        "data": {
            "repository": {
                "nameWithOwner": "O/R",
                "issue": {**ASKED, "url": None, "comments": {"nodes": [n | {"url": None} for n in NODES]}},
            }
        }
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_any_shape_gives_the_same_thread(shape: str, tmp_path: Path) -> None:
    (discussion,) = read(SHAPES[shape], tmp_path)
    assert (discussion.id, discussion.site, discussion.title) == ("github:o/r#1", "github", "A title")
    assert [(p.text, p.reply_to, p.speaker and p.speaker.id) for p in discussion.posts] == [
        ("The kettle boils over when it is full.", None, "github:ann"),
        ("I cannot see that.", "github:o/r#1", "github:bo"),
        ("Nor can I.", "github:o/r#1", "github:cy"),
    ]
    if shape != "without addresses":
        assert [p.id for p in discussion.posts[1:]] == ["github:o/r#1/issuecomment-2", "github:o/r#1/issuecomment-3"]
    assert discussion.skipped == {}
    assert github.fits((tmp_path / "issue.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("body", "answered", "sure"),
    [
        ("> The kettle boils over\n\nDoes it?", "", 0.9),
        ("> I cannot see that\n\nLook again.", "2", 0.9),
        (">  **I cannot** see\r\n\r\nLook again.", "2", 0.9),
        ("> words of nobody here\n\n@BO look again.", "2", 0.8),
        ("@bo @cy look again.", "2", 0.8),
        ("mail me: ann@bo and see /@bo", "", 0.5),
        ("> @bo\n\nWho is that?", "", 0.5),
        ("@dee and @nobody-here are away.", "", 0.5),
        ("Just words.", "", 0.5),
    ],
)
def test_a_flat_comment_answers_what_it_quotes_or_whom_it_mentions(
    body: str, answered: str, sure: float, tmp_path: Path
) -> None:
    posts = thread(
        tmp_path, comment(2, "I cannot see that here."), comment(3, "Nor can I.", "cy"), comment(4, body, "dee")
    )
    wanted = f"github:o/r#1/issuecomment-{answered}" if answered else "github:o/r#1"
    assert (posts[3].reply_to, posts[3].reply_confidence) == (wanted, sure)


def test_a_quote_of_a_quote_belongs_to_who_said_it(tmp_path: Path) -> None:
    quoting = "> The kettle boils over when it is full.\n\nNot here."
    posts = thread(
        tmp_path, comment(2, quoting), comment(3, "> The kettle boils over when it is full.\n\nHere too.", "cy")
    )
    assert [q.post for q in posts[2].quotes] == ["github:o/r#1"]


def test_comments_come_in_the_order_of_time(tmp_path: Path) -> None:
    posts = thread(
        tmp_path, comment(3, "> I cannot see that here.\n\nLook."), comment(2, "I cannot see that here.", "cy")
    )
    assert [(p.source_id, p.position) for p in posts] == [("9", 0), ("2", 1), ("3", 2)]
    assert posts[2].reply_to == posts[1].id


def test_review_threads_and_discussions_say_what_is_answered() -> None:
    pull, discussion = fixture("pull.json"), fixture("discussion.json")
    assert [(p.id.rpartition("/")[2], p.reply_to and p.reply_to.rpartition("/")[2]) for p in pull.posts] == [
        ("pot#7", None),
        ("issuecomment-201", "pot#7"),
        ("pullrequestreview-301", "pot#7"),
        ("discussion_r401", "pot#7"),
        ("discussion_r402", "discussion_r401"),
    ]
    assert pull.posts[1].score == 2
    assert pull.skipped == {"comment not in this file": 1, "comment without words": 1}
    assert [(p.reply_to and p.reply_to.rpartition("/")[2], p.reply_confidence) for p in discussion.posts] == [
        (None, 1.0),
        ("tea#30", 0.5),
        ("discussioncomment-501", 1.0),
    ]
    assert [p.speaker and p.speaker.id for p in discussion.posts] == ["github:ada", None, "github:helper-app[bot]"]
    assert discussion.posts[0].score == 4


def test_review_comments_of_rest_answer_their_first(tmp_path: Path) -> None:
    about = {"issue_url": None, "pull_request_url": f"{API}/pulls/1", "path": "a.py", "diff_hunk": "@@ nobody's words"}
    first = comment(5, "A guess.", **about, html_url=f"{PAGE}/pull/1#discussion_r5")
    answer = comment(6, "Measured.", "cy", **about, html_url=f"{PAGE}/pull/1#discussion_r6", in_reply_to_id=5)
    lost = comment(7, "Lost.", **about, html_url=f"{PAGE}/pull/1#discussion_r7", in_reply_to_id=4)
    (discussion,) = read([first, answer, lost], tmp_path)
    assert [(p.id, p.reply_to, p.reply_confidence) for p in discussion.posts] == [
        ("github:o/r#1/discussion_r5", "github:o/r#1", 0.5),
        ("github:o/r#1/discussion_r6", "github:o/r#1/discussion_r5", 1.0),
        ("github:o/r#1/discussion_r7", "github:o/r#1/discussion_r4", 1.0),
        ("github:o/r#1", None, 1.0),
        ("github:o/r#1/discussion_r4", None, 1.0),
    ]
    assert not any("nobody" in (p.text or "") for p in discussion.posts)


def test_the_fixture_issue_is_read_whole() -> None:
    discussion = fixture("issue.json")
    assert discussion.url == "https://github.com/Octo/Tea/issues/12"
    assert discussion.skipped == {"comment not in this file": 1}
    found = [(p.speaker and p.speaker.id, p.score, p.reply_to and p.reply_to[-4:]) for p in discussion.posts]
    assert found == [
        ("github:ada", 2, None),
        ("github:bo", 0, "a#12"),
        ("github:cy-lee", -1, "a#12"),
        ("github:ada", 0, "-101"),
        ("github:stale[bot]", 0, "a#12"),
    ]
    first = discussion.posts[0]
    assert first.text is not None
    assert first.text.startswith("<!-- Say what you saw. -->\r\n")
    assert [first.text[a:b] for a, b in first.asides] == ["<!-- Say what you saw. -->"]


def test_other_hosts_and_other_files_stay_apart(tmp_path: Path) -> None:
    there = issue(
        url="https://git.example.org/api/v3/repos/O/R/issues/1", html_url="https://git.example.org/O/R/issues/1"
    )
    nowhere = [{"number": 1, "title": "x", "body": "y", "author": {"login": "a"}}]
    assert [d.id for d in read([issue(), there], tmp_path)] == ["github:o/r#1", "github:git.example.org/o/r#1"]
    (discussion,) = read(nowhere, tmp_path)
    assert discussion.id == f"github:{discussion.posts[0].document.id}#1"


def test_what_is_not_read_is_counted(tmp_path: Path) -> None:
    event = {"id": 1, "event": "labeled", "label": {"name": "bug"}}
    rows = [comment(2, "Words."), comment(2, "Words."), comment(3, " "), comment(4, "x", id=[]), None, "text", event]
    (discussion,) = read({"issue": issue(comments=5), "comments": rows}, tmp_path)
    assert discussion.skipped == {
        "broken row": 3,
        "comment not in this file": 3,
        "comment without words": 1,
        "event without words": 1,
        "repeated row": 1,
    }
    assert len(discussion.posts) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"message": "Not Found", "documentation_url": "x"}, r"\(the server said: Not Found\); save the issue"),
        ({"data": None, "errors": [{"message": "Bad query"}]}, "the server said: Bad query"),
        ([], "looks like GitHub, but holds no issue and no comment; save"),
        ([{"body": 5}], "body: Input should be a valid string"),
    ],
)
def test_what_holds_no_thread_is_refused(answer: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        read(answer, tmp_path)


def test_a_long_thread_of_quotes_takes_its_time_in_proportion(tmp_path: Path) -> None:
    # Each of them quotes the same words, which stand in all: the newest is named, no pair is compared.
    same = "> the same three words again\n\nthe same three words again"
    posts = thread(tmp_path, *[comment(n, same, created_at=None) for n in range(2, 3_002)])
    assert [p.reply_to for p in posts[2:]] == [p.id for p in posts[1:-1]]


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ('{"url":"u","user":{"login":"a"},"body":"b","html_url":"https://github.com/o/r/issues/1"', True),
        ('{"data":{"repository":{"issue":{"title":"x","author":{"login":"a"},"createdAt":"2024"', True),
        ('{"login": "a", "html_url": "https://github.com/a", "type": "User"}', False),
        ('{"body": "x", "user": {"name": "login"}}', False),
        ("login body html_url", False),
    ],
)
def test_github_is_known_by_its_keys(head: str, fits: bool) -> None:
    assert github.fits(head) is fits
