"""Threads of mail: in one mbox or the files of a maildir, with gaps, without ids, and by the subject alone."""

from pathlib import Path

import pytest

from kg import pipeline
from kg.discussion import Discussion
from kg.readers import mail
from kg.reading.source import Source

FIXTURES = Path(__file__).parent / "fixtures" / "mail"


def read(path: Path) -> list[Discussion]:
    return list(mail.read(Source(path, path.name, format="mail")))


def found_in(*paths: Path) -> list[Discussion]:
    """The discussions of files that are read together."""
    report = pipeline.Report()
    return list(pipeline.read(pipeline.find([str(path) for path in paths], None, "utf-8", report), report))


def letter(name: str | None, head: str = "") -> str:
    own = f"Message-ID: <{name}>\n" if name else ""
    return f"From: {name or 'x'}@example.org\nDate: Wed, 1 May 2024 10:00:00 +0000\n{own}{head}\nWords of {name}.\n\n"


def mbox(path: Path, *letters: str) -> Path:
    path.write_text("".join(f"From x Wed May  1 10:00:00 2024\n{text}" for text in letters), encoding="utf-8")
    return path


def maildir(path: Path, *letters: str) -> Path:
    (path / "cur").mkdir(parents=True)
    for number, text in enumerate(letters):
        (path / "cur" / f"170000000{number}.M1P2.host:2,S").write_text(text, encoding="utf-8")
    return path


Threads = set[tuple[str, str, str | None]]


def threads(discussions: list[Discussion]) -> Threads:
    """(thread, message, what it answers) of each message with words."""
    return {
        (d.id.removeprefix("mail:"), p.source_id or "", p.reply_to and p.reply_to.removeprefix("mail:"))
        for d in discussions
        for p in d.posts
        if p.text
    }


CHAINS: dict[str, tuple[list[str], Threads]] = {
    "each names its parent alone": (
        [letter("a"), letter("b", "In-Reply-To: <a>\n"), letter("c", "In-Reply-To: <b>\n")],
        {("a", "a", None), ("a", "b", "a"), ("a", "c", "b")},
    ),
    "a parent that is lost": (
        [letter("a"), letter("b", "References: <a>\n"), letter("d", "References: <a> <b> <c>\nIn-Reply-To: <c>\n")],
        {("a", "a", None), ("a", "b", "a"), ("a", "d", "b")},
    ),
    "all above are lost": (
        [letter("c", "References: <a> <b>\n"), letter("d", "References: <a> <b> <c>\n")],
        {("a", "c", "b"), ("a", "d", "c")},
    ),
    "two answers to one that is lost": (
        [letter("b", "In-Reply-To: <a>\n"), letter("c", "In-Reply-To: <a>\n")],
        {("a", "b", "a"), ("a", "c", "a")},
    ),
    "answers in a ring": (
        [letter("a", "In-Reply-To: <b>\n"), letter("b", "In-Reply-To: <a>\n")],
        {("a", "a", "b"), ("a", "b", "a")},
    ),
}


@pytest.mark.parametrize("what", CHAINS)
def test_an_mbox_and_a_maildir_and_two_mboxes_give_the_same_threads(what: str, tmp_path: Path) -> None:
    letters, wanted = CHAINS[what]
    assert threads(read(mbox(tmp_path / "all.mbox", *letters))) == wanted
    assert threads(found_in(maildir(tmp_path / "box", *letters))) == wanted
    first, second = mbox(tmp_path / "1.mbox", *letters[:1]), mbox(tmp_path / "2.mbox", *letters[1:])
    assert threads(found_in(first, second)) == wanted
    assert threads(found_in(second, first)) == wanted


def test_what_is_answered_by_none_any_more_is_no_post(tmp_path: Path) -> None:
    letters = CHAINS["a parent that is lost"][0]
    (discussion,) = found_in(maildir(tmp_path / "box", *letters))
    assert [p.source_id for p in discussion.posts] == ["a", "b", "d"]


def test_a_message_without_an_id_is_known_by_its_words(tmp_path: Path) -> None:
    once, twice = (read(mbox(tmp_path / f"{n}.mbox", letter(None), letter("b"))) for n in range(2))
    assert [d.id for d in once] == [d.id for d in twice]
    assert len(once) == 2


@pytest.mark.parametrize(
    ("head", "answered"),
    [
        ("Subject: Re: Solar  will do\n", "mail:a"),
        ("Subject: AW: re: solar will do\n", "mail:a"),
        ("Subject: Solar will do\n", None),
        ("Subject: Fwd: Solar will do\n", None),
        ("Subject: Re: Wind\n", None),
        ("Subject: Re:\n", None),
        ("Subject: Re: Solar will do\nIn-Reply-To: <z>\n", "mail:z"),
    ],
)
def test_the_subject_tells_what_is_answered_where_nothing_else_does(
    head: str, answered: str | None, tmp_path: Path
) -> None:
    found = read(mbox(tmp_path / "a.mbox", letter("a", "Subject: Solar will do\n"), letter("b", head)))
    (post,) = (p for d in found for p in d.posts if p.source_id == "b")
    assert post.reply_to == answered
    assert post.reply_confidence == (0.4 if answered == "mail:a" else 1.0)


def test_a_maildir_gives_the_threads_of_its_mbox(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    whole = (FIXTURES / "list.mbox").read_bytes()
    for number, part in enumerate(whole.split(b"\n\nFrom ")):
        name = f"170000000{number}.M1P2.host" + (":2,S" if number else "")
        home = tmp_path / "box" / ("cur" if number else "new")
        (home / name).write_bytes(part.partition(b"\n")[2].replace(b"\n>From", b"\nFrom") + b"\n")
    found = found_in(tmp_path / "box")
    assert threads(found) == threads(read(FIXTURES / "list.mbox"))
    assert {post.document.format for d in found for post in d.posts} == {"mail"}


def test_messages_that_answer_each_other_in_a_ring_are_one_thread(tmp_path: Path) -> None:
    path = tmp_path / "ring.mbox"
    parts = [("a", "b"), ("b", "a"), ("c", "a"), ("c", "a"), ("d", "d")]
    path.write_text(
        "".join(
            f"From x Wed May  1 10:00:00 2024\nFrom: {one}@x\nMessage-ID: <{one}>\nReferences: <{two}>\n\nI am {one}.\n\n"
            for one, two in parts
        )
    )
    found = read(path)
    assert [[p.source_id for p in d.posts] for d in found] == [["a", "b", "c"], ["d"]]
    assert found[0].skipped == {"repeated message": 1}
