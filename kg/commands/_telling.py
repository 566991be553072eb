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


@contextmanager
def rows() -> Iterator[Callable[[int, int], None]]:
    """A function to call with how many rows are done, of how many: a bar with rows a second, at a terminal."""
    begun, bar = time.monotonic(), None

    def tell(done: int, total: int) -> None:
        nonlocal bar
        seconds = time.monotonic() - begun
        if not sys.stderr.isatty() or seconds < 2:
            return
        if bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            said = TextColumn("{task.completed:,} of {task.total:,} rows, {task.fields[rate]} a second")
            bar = Progress(BarColumn(), said, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
            bar.add_task("", total=total, rate="")
            bar.start()
        bar.update(bar.task_ids[0], completed=done, rate=f"{done / seconds:,.0f}")

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()
