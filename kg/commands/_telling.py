"""What several commands tell: what was read and passed over, what a load did, and how far the work is."""

import sys
import time
from collections.abc import Callable, Iterator
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


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function to call with each thing that is done; after two seconds a person at a terminal sees it."""
    begun, done, status = time.monotonic(), 0, None

    def tell(name: str) -> None:
        nonlocal done, status
        done += 1
        if not sys.stderr.isatty() or time.monotonic() - begun < 2:
            return
        if status is None:
            from rich.console import Console

            status = Console(stderr=True).status("")
            status.start()
        from rich.markup import escape

        status.update(escape(f"{done} done, now {name[:60]}"))

    try:
        yield tell
    finally:
        if status is not None:
            status.stop()
