"""Texts given as JSON Lines, to look for mentions in: an object with `id`, `text` and `links` a line."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.discussion import Link
from kg.errors import SourceError


@dataclass(frozen=True, slots=True)
class Given:
    """One text with its links."""

    id: str
    text: str
    links: tuple[Link, ...]


def texts(file: str) -> Iterator[Given]:
    """The texts of a file, or of standard input for `-`; SourceError with the line that cannot be read."""
    name = "standard input" if file == "-" else file
    try:
        opened = sys.stdin.buffer if file == "-" else open(file, "rb")  # noqa: SIM115, PTH123
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror}); check the path and its rights") from error
    with opened:
        for number, line in enumerate(opened, 1):
            if line.strip():
                try:
                    yield _given(json.loads(line))
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    what = "an object with id, text and links (start, end, url) is expected; mend it there"
                    raise SourceError(f"{name}:{number}: {what}") from error


def _given(row: Any) -> Given:
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError
    return Given(str(row["id"]), text, tuple(_link(link, len(text)) for link in row.get("links") or ()))


def _link(link: Any, length: int) -> Link:
    start, end, url = link["start"], link["end"], link["url"]
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(url, str) and 0 <= start < end <= length):
        raise ValueError
    return Link(start, end, url)
