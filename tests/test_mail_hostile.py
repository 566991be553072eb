"""Hostile and broken mail is read or refused in one line, and soon."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.readers import mail
from kg.reading.source import Source


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.c\nDate: x\n" + b"Content-Type: message/rfc822\n\n" * 5000,
        b"From: a@b.c\nDate: x\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 50_000,
        b"From: " + b"(" * 100_000 + b"\nDate: x\n\nwords",
        b"From: a@b.c\nDate: x\nReferences: " + b"<a>" * 100_000 + b"\n\n" + b">" * 100_000,
        b"From: a@b.c\nDate: x\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nOn 1 " * 20_000,
        b"From: a@b.c\nDate: x\n\n" + b"From: a\n" * 50_000,
        b"From: a@b.c\nDate: x\n\n" + b"-----Original Message-----\n" * 20_000,
        b"From x Wed May  1 10:00:00 2024\n\n" * 20_000,
    ],
)
def test_hostile_mail_ends_soon(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hostile.mbox"
    path.write_bytes(data)
    started = time.process_time()
    try:
        list(mail.read(Source(path, path.name, format="mail")))
    except SourceError as error:
        assert "\n" not in str(error)
    assert time.process_time() - started < 10


PIECES = [
    *(b"From x Wed May  1 10:00:00 2024\n", b"From: a@b.c\n", b"From: =?utf-8?b?", b"Date: 99 Foo\n", b"\n", b"\n\n"),
    *(b"Message-ID: <a>\n", b"Message-ID: <\xff\x00>\n", b"References: <a> <b>\n", b"In-Reply-To: <b>\n", b"--x\n"),
    *(b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: text/html; charset=nope\n", b"--x--\n"),
    *(b"Content-Transfer-Encoding: base64\n", b"Content-Type: text/plain; charset*=utf-7''\x80\n", b"> a\n", b">> b\n"),
    *(b"On 1 May Ana wrote:\n", b"-- \n", b"words that are long enough\n", b">From a\n", b"<blockquote>", b"\xe9\r\n"),
]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)), max_size=40))
def test_broken_mail_is_read_or_refused(pieces: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "broken.mbox"
    path.write_bytes(b"From: a@b.c\n" + b"".join(pieces))
    try:
        discussions = list(mail.read(Source(path, path.name, format="mail")))
    except SourceError as error:
        assert "\n" not in str(error)
        return
    seen: set[str] = set()
    for discussion in discussions:
        ids = {post.id for post in discussion.posts}
        assert len(ids) == len(discussion.posts)
        assert all(post.reply_to in ids and post.reply_to != post.id for post in discussion.posts if post.reply_to)
        for post in discussion.posts:
            (post.text or "").encode("utf-8")
            spans = [(q.start, q.end) for q in post.quotes] + list(post.asides)
            assert all(0 <= a < b <= len(post.text or "") for a, b in spans)
            if post.text:
                assert post.id not in seen
                seen.add(post.id)
