"""A graph's file: where it is, held for one writer at a time, and with the rights that its owner gave it."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from kg.errors import StoreError

_PATIENCE = 70.0
"""Seconds to wait for another load before saying who it is."""


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
    if os.name != "posix":  # Windows has no such lock; kglite still replaces the file in one piece
        yield
        return
    with ExitStack() as stack:
        try:
            held = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            stack.callback(os.close, held)
            end = monotonic() + _PATIENCE
            while not _locked(held):
                if monotonic() > end:
                    raise StoreError(
                        f"{address}: {_holder(held)} has been writing in its folder for {_PATIENCE:.0f} seconds; "
                        f"wait until it is done, or end it, and load again"
                    )
                sleep(0.05)
        except OSError as error:
            raise StoreError(
                f"{address}: its folder cannot be opened and locked ({error.strerror}); make it, "
                f"or choose another with --db"
            ) from error
        _tidy(path)
        yield


def _locked(held: int) -> bool:
    """Whether the folder is ours now."""
    import fcntl

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(held: int) -> str:
    """Who has the folder, as far as the system tells."""
    with suppress(OSError):
        for line in Path("/proc/locks").read_text().splitlines():
            words = line.split()
            if words[1] == "FLOCK" and words[5].endswith(f":{os.fstat(held).st_ino}"):
                return f"process {words[4]}"
    return "another process"


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
