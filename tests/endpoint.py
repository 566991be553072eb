"""A small OpenAI-compatible server on this machine, for tests: it answers as a test tells it to, and remembers."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from unittest.mock import patch

import pytest

from kg import cli
from tests.listening import Handler, Said, listening

Json = dict[str, Any]


def completion(content: str | None, tokens: tuple[int, int] | None = (100, 20), finish: str = "stop") -> Said:
    """A chat completion with these words."""
    usage = tokens and {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    return Said(json.dumps({"id": "x", "object": "chat.completion", "choices": [choice], "usage": usage}).encode())


def failure(status: int, message: str = "no", **headers: str) -> Said:
    """An answer with an error, in the form that such servers use."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(json.dumps({"error": {"message": message, "type": "x", "code": None}}).encode(), status, named)


def given(claims: list[Any] | None = None, relations: list[Any] | None = None) -> Said:
    """A completion that holds these claims and relations."""
    return completion(json.dumps({"claims": claims or [], "relations": relations or []}))


@dataclass
class Server:
    """`answer` is told the words it is asked about and how often it was asked before."""

    address: str
    answer: Callable[[Json, int], Said] = lambda words, number: given()
    asked: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


def page(folder: Path, *posts: str) -> None:
    """A thread of a forum as `thread.json`: each post answers the one before it."""
    rows = [
        {"_id": f"c{n}", "postId": "P", "parentCommentId": f"c{n - 1}" if n else None, "contents": {"markdown": words},
         "postedAt": f"2025-01-01T00:{n:02}:00Z", "user": {"username": f"u{n}", "displayName": f"U{n}"}}
        for n, words in enumerate(posts)
    ]  # fmt: skip
    (folder / "thread.json").write_text(json.dumps(rows), encoding="utf-8")


@dataclass(frozen=True)
class Ran:
    """What a command ended with and said."""

    status: int
    out: str
    err: str


def command(*words: str) -> Ran:
    """`kg` and these words, run in this process."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["kg", *words]
    with patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return Ran(end.value.code, out.getvalue(), err.getvalue())


def extract(*words: str, yes: bool = True) -> Ran:
    """`kg extract thread.json -o out --with llm`, and more words."""
    return command("extract", "thread.json", "-o", "out", "--with", "llm", *(["--yes"] if yes else []), *words)


def refused(folder: Path) -> list[tuple[str, str, str]]:
    """(what, words, why) of each line that lists what was refused."""
    path = folder / "out" / "refused.ndjson"
    rows = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()] if path.exists() else []
    return [(row["what"], row["words"], row["why"]) for row in rows]


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Server]:
    """A server that runs in this process for the length of the block; with a certificate it speaks TLS."""

    class Answering(Handler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with server.lock:
                number = len(server.asked)
                server.asked.append(body)
                server.headers.append(dict(self.headers))
                server.paths.append(self.path)
            self.send(server.answer(json.loads(body["messages"][-1]["content"]), number))

    with listening(Answering, certificate) as address:
        server = Server(f"{address}/v1")
        yield server
