"""The flow: files found once, parts of a discussion meet, and nothing depends on the order of input."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline, plugins
from kg.discussion import Discussion, Document, Post
from kg.errors import KgError
from kg.loading import parquet
from kg.pipeline import Report


def forum(folder: Path, name: str, *items: dict[str, Any]) -> str:
    rows = [{"postedAt": f"2025-01-0{n + 1}T00:00:00Z", **item} for n, item in enumerate(items)]
    (folder / name).write_text(json.dumps(rows), encoding="utf-8")
    return str(folder / name)


def comment(id_: str, words: str, parent: str | None = None, **more: Any) -> dict[str, Any]:
    user = {"username": more.pop("user", "ann"), "displayName": "Ann"}
    return {"_id": id_, "postId": "P", "parentCommentId": parent, "contents": {"markdown": words}, "user": user, **more}


POST = {"_id": "P", "title": "On trains", "contents": {"markdown": "Trains should be free for everybody."}, "slug": "on-trains",
        "user": {"username": "cyd", "displayName": "Cyd"}}  # fmt: skip


def read(*paths: str) -> tuple[list[Discussion], Report]:
    report = Report()
    return list(pipeline.read(pipeline.find(paths, None, "utf-8", report), report)), report


def test_a_post_and_its_comments_from_two_files_meet_in_one_discussion(tmp_path: Path) -> None:
    post = forum(tmp_path, "post.json", POST)
    comments = forum(tmp_path, "comments.json", comment("c1", "I disagree, trains should cost something."))
    (discussion,), _ = read(comments, post)
    assert discussion.title == "On trains"
    assert [(p.id, p.reply_to, p.sources) for p in discussion.posts] == [
        ("lesswrong:P", None, frozenset({post, comments})),
        ("lesswrong:c1", "lesswrong:P", frozenset({comments})),
    ]


def test_a_post_that_is_answered_but_not_there_is_kept_without_words(tmp_path: Path) -> None:
    (discussion,), _ = read(
        forum(tmp_path, "c.json", comment("c2", "I disagree with that one, it was wrong.", parent="c1"))
    )
    assert {(p.id, p.text is None) for p in discussion.posts} >= {("lesswrong:c2", False), ("lesswrong:c1", True)}


def test_the_order_of_input_makes_no_difference_to_the_byte(tmp_path: Path) -> None:
    paths = [
        forum(tmp_path, "post.json", POST),
        forum(
            tmp_path, "one.json", comment("c1", "I disagree, see https://arxiv.org/abs/2311.08379 for why trains cost.")
        ),
        forum(
            tmp_path,
            "two.json",
            comment("c1", "I disagree."),
            comment("c2", "> I disagree, see\n\nFair point, but trains pay.", parent="c1"),
        ),
    ]
    (tmp_path / "page.txt").write_text("A page about trains.\nI agree with all of it.", encoding="utf-8")
    paths.append(str(tmp_path / "page.txt"))
    for number, order in enumerate((paths, paths[::-1], paths[2:] + paths[:2])):
        report = Report()
        found = pipeline.extract(pipeline.find(order, None, "utf-8", report), report)
        parquet.write(found, tmp_path / f"out{number}")
    first, *others = ({p.name: p.read_bytes() for p in (tmp_path / f"out{n}").iterdir()} for n in range(3))
    assert others == [first, first]


def test_of_two_snapshots_the_fuller_words_stay_and_both_files_are_sources(tmp_path: Path) -> None:
    old = forum(tmp_path, "old.json", comment("c1", "I disagree."))
    new = forum(tmp_path, "new.json", comment("c1", "I disagree, and here is why."))
    (discussion,), _ = read(new, old)
    (kept,) = [p for p in discussion.posts if p.id == "lesswrong:c1"]
    assert (kept.text, kept.sources) == ("I disagree, and here is why.", frozenset({old, new}))


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (("Words that were many.", None), ("Fewer words.", "2025-03-01T00:00:00Z"), "Fewer words."),
        (("First edit.", "2025-02-01T00:00:00Z"), ("Second.", "2025-03-01T00:00:00Z"), "Second."),
        (("All of the words.", None), ("All of", "2025-03-01T00:00:00Z"), "All of the words."),
        (("Words.", None), ("", "2025-03-01T00:00:00Z"), "Words."),
    ],
)
def test_of_two_snapshots_the_words_edited_last_stay_with_who_wrote_them(
    old: tuple[str, str | None], new: tuple[str, str | None], kept: str, tmp_path: Path
) -> None:
    paths = [
        forum(tmp_path, "a.json", comment("c1", old[0], lastEditedAt=old[1], baseScore=4)),
        forum(tmp_path, "b.json", {**comment("c1", new[0], lastEditedAt=new[1]), "user": None}),
    ]
    for order in (paths, paths[::-1]):
        (discussion,), _ = read(*order)
        (post,) = [p for p in discussion.posts if p.id == "lesswrong:c1"]
        assert (post.text, post.speaker and post.speaker.id, post.score) == (kept, "lesswrong:ann", 4)


@pytest.mark.parametrize(("given", "missing"), [(["7", "8", "9"], 0), (["7", "8"], 1), (["7"], 2)])
def test_a_post_that_one_file_names_and_another_holds_is_not_missing(
    given: list[str], missing: int, tmp_path: Path
) -> None:
    items = {
        "7": {"id": 7, "type": "story", "by": "q", "time": 1700000000, "title": "T", "kids": [8, 9]},
        "8": {"id": 8, "type": "comment", "by": "r", "time": 1700000001, "parent": 7, "text": "Because."},
        "9": {"id": 9, "type": "comment", "deleted": True, "time": 1700000002, "parent": 7},
    }
    for name in given:
        (tmp_path / f"{name}.json").write_text(json.dumps(items[name]), encoding="utf-8")
    _, report = read(str(tmp_path))
    assert report.skipped["post not in any file"] == missing


def test_a_file_given_twice_is_read_once_and_a_folder_in_the_order_of_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talks/inner").mkdir(parents=True)
    for name in ("talks/b.txt", "talks/inner/a.txt", "talks/.hidden.txt", "talks/x.png"):
        Path(name).write_text(f"Some words of {name} that count.", encoding="utf-8")
    report = Report()
    found = pipeline.find(["./talks", "talks/b.txt"], None, "utf-8", report)
    assert [(s.name, s.format) for s in found] == [("talks/b.txt", "dump"), ("talks/inner/a.txt", "dump")]
    assert list(report.lines()) == [
        "passed over: 1 file in no known format (.png)",
        "read 2 files: 0 discussions, 0 posts",
    ]


def test_a_format_that_is_asked_for_overrides_what_the_file_looks_like(tmp_path: Path) -> None:
    (tmp_path / "notes.log").write_text("Ann: trains should be free.\n\nBo: I disagree with Ann.", encoding="utf-8")
    with pytest.raises(KgError, match=r"no reader for '\.log'"):
        pipeline.find([str(tmp_path / "notes.log")], None, "utf-8", Report())
    (source,) = pipeline.find([str(tmp_path / "notes.log")], "markdown", "utf-8", Report())
    assert source.format == "markdown"


def test_a_reply_in_a_circle_ends() -> None:
    document = Document("0" * 12, "x", "dump", "0" * 64)
    posts = [Post("a", "I disagree with b.", None, document, "b"), Post("b", "I disagree with a.", None, document, "a")]
    assert pipeline.find_in(Discussion("d", "page", posts, named=False)).authors


def test_what_a_reader_says_of_itself_is_known_without_importing_it() -> None:
    for name, reader in plugins.every("readers"):
        told = plugins.constants("readers", name)
        for word in ("SUFFIXES", "PARTS", "FOLDERS", "LAST_RESORT"):
            assert told.get(word) == getattr(reader, word, None), (name, word)


def test_only_a_reader_that_may_read_the_file_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("**Ann:** Trains should be free.", encoding="utf-8")
    program = (
        "import sys\nfrom kg import pipeline\n"
        "pipeline.find([sys.argv[1]], None, 'utf-8', pipeline.Report())\n"
        "print(*(m for m in sys.modules if m.startswith('kg.readers.')))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["kg.readers.markdown"]
