"""`kg works id`: one id a line, for arguments and for what stands on standard input."""

import io
import sys

import pytest

from tests.endpoint import command

LINES = b"https://arxiv.org/abs/2310.01405v2\n\nISBN 0262035618\r\n  Concrete Problems\tin AI  \n"


def given(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


def test_each_argument_gives_a_line() -> None:
    ran = command("works", "id", "http://youtu.be/dQw4w9WgXcQ", "doi:10.1000/182")
    assert (ran.status, ran.out, ran.err) == (0, "youtube:dQw4w9WgXcQ\ndoi:10.1000/182\n", "")


def test_each_line_of_standard_input_gives_a_line_and_an_empty_one_an_empty_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, LINES)
    assert command("works", "id").out == "arxiv:2310.01405\n\nisbn:9780262035613\nconcrete-problems-in-ai\n"


def test_a_table_says_which_id_is_whose(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, LINES)
    assert command("works", "id", "--tsv").out == (
        "url\tid\nhttps://arxiv.org/abs/2310.01405v2\tarxiv:2310.01405\n\t\nISBN 0262035618\tisbn:9780262035613\n"
        "Concrete Problems in AI\tconcrete-problems-in-ai\n"
    )


def test_bytes_that_are_no_text_are_a_line_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, b"https://example.org/\xff\xfe\nhttps://example.org/caf\xc3\xa9\n")
    assert command("works", "id").out.splitlines() == [
        "url:example.org/%EF%BF%BD%EF%BF%BD",
        "url:example.org/caf%C3%A9",
    ]
