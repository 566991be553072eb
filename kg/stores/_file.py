"""A graph's file: where it is, held for one writer at a time, and with the rights that its owner gave it."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kg.errors import StoreError


def real(address: str) -> Path:
    """The file itself, where the address is a link to it."""
    try:
        return Path(address).resolve()
    except RuntimeError as error:  # Python 3.11 and 3.12
        raise StoreError(f"{address}: a link that leads to itself; remove it, or choose another file") from error


@contextmanager
def alone(address: str) -> Iterator[None]:
    """Hold the folder for one writer; the system lets go of it even where the process is killed.

    A lock on the folder leaves no file behind, and unlike the graph file it is never replaced.
    """
    path = real(address)
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; kglite still replaces the file in one piece
        yield
        return
    with ExitStack() as stack:
        try:
            held = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            stack.callback(os.close, held)
            fcntl.flock(held, fcntl.LOCK_EX)
        except OSError as error:
            raise StoreError(
                f"{address}: its folder cannot be opened and locked ({error.strerror}); make it, "
                f"or choose another with --db"
            ) from error
        _tidy(path)
        yield


def _tidy(path: Path) -> None:
    """Remove what kglite had begun to write when it was killed; the folder is held meanwhile."""
    begun = re.compile(re.escape(path.name) + r"\.tmp\.\d+\.\d+")
    with suppress(OSError):  # it is only in the way of who looks at the folder
        for other in path.parent.iterdir():
            if begun.fullmatch(other.name):
                other.unlink()


@contextmanager
def rights_of(path: Path) -> Iterator[None]:
    """What is made meanwhile gets the rights of the file that it will replace: that may be for its owner only."""
    if not path.exists():
        yield
        return
    held = os.umask(~path.stat().st_mode & 0o777)
    try:
        yield
    finally:
        os.umask(held)
