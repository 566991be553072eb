"""One file to be read: its bytes, words and JSON, with errors that say what, where, and what next."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from typing import Any

from kg.discussion import Document
from kg.errors import SourceError

# Half of a surrogate pair without its other half.
_HALF = re.compile(
    r"\\u[dD](?:[89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][\da-fA-F]{2}\\u[dD])[c-fC-F])"
)

HEAD = 65536
"""How many bytes a reader sees when it is asked whether a file fits it."""


@dataclass(frozen=True)
class Source:
    """A file on disk; `name` is the path as it was given, with `/` between folders."""

    path: Path
    name: str
    encoding: str = "utf-8"
    format: str = ""

    @cached_property
    def data(self) -> bytes:
        """The bytes; SourceError where they cannot be had."""
        with self.open() as file:
            return file.read()

    @cached_property
    def in_utf_8(self) -> bool:
        """Whether its bytes can be read without being decoded first."""
        return self.encoding.lower() in ("utf-8", "utf8")

    @cached_property
    def document(self) -> Document:
        """What the graph keeps of this file: a hash of its bytes, never its place on this machine."""
        if "data" in vars(self):
            digest = sha256(self.data).hexdigest()
        else:  # a file that nobody has in memory may be too big for it
            with self.open() as file:
                digest = file_digest(file, "sha256").hexdigest()
        return Document(id=digest[:12], name=self.name, format=self.format, sha256=digest)

    def open(self) -> BufferedReader:
        """The file, open for its bytes; SourceError where they cannot be had."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise SourceError(
                f"{self.name}: cannot be read ({error.strerror}); check the path and its rights"
            ) from error

    @cached_property
    def text(self) -> str:
        """The words, line ends untouched; SourceError with the byte and line where the encoding breaks."""
        return self.decode(self.data)

    def decode(self, data: bytes, at: int = 0) -> str:
        """Decode bytes that stand at offset `at` of the file."""
        try:
            return data.decode(self.encoding)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, at + error.start) + 1
            raise SourceError(
                f"{self.name}: byte {at + error.start} (line {line}) is not {self.encoding}; "
                f"say what it is with --encoding, e.g. --encoding cp1252"
            ) from error
        except LookupError as error:
            raise SourceError(
                f"{self.name}: no encoding is called '{self.encoding}'; try utf-8, cp1252 or latin-1"
            ) from error

    def head(self) -> str:
        """The first 64 KiB as text, whatever they are; bytes that do not fit are replaced."""
        with self.open() as file:
            data = file.read(HEAD)
        try:
            return data.decode(self.encoding, errors="replace")
        except LookupError:
            return data.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The whole file as JSON; SourceError with line and column where it breaks off."""
        if self.in_utf_8:
            from pydantic_core import from_json

            # Half the time of `json`, which is asked where this one gives up: at half a surrogate pair, at nesting
            # of over 200, and for words on what is broken.
            with suppress(ValueError):
                return from_json(self.data, cache_strings="keys")
        text = self.text
        # Bytes are looked through some ten times sooner than text is.
        halves = b"\\ud" in self.data or b"\\uD" in self.data
        return self.parse(text, 0, halves)

    def parse(self, text: str, lines_before: int, halves: bool = True) -> Any:
        """The JSON in a text that has so many lines of the file before it; `halves` where it may hold surrogates."""
        try:
            value = json.loads(text.removeprefix("\ufeff"))
            # A backslash that is one of two escapes nothing.
            return _whole(value) if halves and _HALF.search(text.replace("\\\\", "  ")) else value
        except json.JSONDecodeError as error:
            cut = (
                "it is cut off; fetch it again"
                if not text[error.pos :].strip() or "Unterminated" in error.msg
                else f"{error.msg}; mend it there"
            )
            where = f"line {lines_before + error.lineno}, column {error.colno}"
            raise SourceError(f"{self.name}: not whole JSON: at {where} {cut}") from error
        except ValueError as error:  # a number of more than 4,300 digits
            raise SourceError(f"{self.name}: holds a number that is none; check what was saved") from error
        except RecursionError as error:
            raise SourceError(f"{self.name}: JSON nested too deep to be a discussion; check what was saved") from error


def _whole(value: Any) -> Any:
    """The same JSON with halves of surrogate pairs, which no text may hold, as U+FFFD: one mark for one."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(v) for v in value]
    if isinstance(value, dict):
        return {_whole(k): _whole(v) for k, v in value.items()}
    return value
