"""What several commands tell: what was read and passed over, what a load did, and how far the work is."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

import kg


def say(report: Any) -> None:
    """What was read, and what was passed over, on standard error."""
    for line in report.lines():
        click.echo(line, err=True)


def print_counts(counts: Any, db: str | None, dry_run: bool = False) -> None:
    """What a load did or would do, by label and relation type."""
    for line in counts.lines(db or kg.default_db(), dry_run):
        click.echo(line)


class Progress:
    """To be called with each thing that is done; after two seconds a person at a terminal sees it."""

    def __init__(self) -> None:
        self._begun, self._done = time.monotonic(), 0
        self._status: Any = None

    def __call__(self, name: str) -> None:
        """Tell that `name` is done."""
        self._done += 1
        if not sys.stderr.isatty() or time.monotonic() - self._begun < 2:
            return
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        from rich.markup import escape

        self._status.update(escape(f"{self._done} done, now {name[:60]}"))

    def pause(self) -> None:
        """Leave the terminal to others, until the next thing is done."""
        if self._status is not None:
            self._status.stop()
            self._status = None


@contextmanager
def progress() -> Iterator[Progress]:
    """A Progress that leaves nothing behind on the terminal."""
    told = Progress()
    try:
        yield told
    finally:
        told.pause()
