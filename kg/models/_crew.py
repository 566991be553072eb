"""A few threads that work through a list; what they find out is told as it comes, by the thread that waits."""

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from kg.errors import KgError

_AT_ONCE = 4
"""So many questions are under way at a time."""

_I = TypeVar("_I")
_R = TypeVar("_R")


def each(work: Callable[[_I], _R], items: Sequence[_I], tell: Callable[[_I, _R], None], stopped: Event) -> None:
    """Do `work` for each item and tell its result; the first error ends it, when what is under way is done.

    Ctrl-C waits for nothing: the threads die with the process.
    """
    waiting: SimpleQueue[_I] = SimpleQueue()
    done: SimpleQueue[tuple[_I, _R] | Exception] = SimpleQueue()
    for item in items:
        waiting.put(item)
    threads = [Thread(target=_run, args=(work, waiting, done, stopped), daemon=True) for _ in items[:_AT_ONCE]]
    for thread in threads:
        thread.start()
    try:
        for _ in items:
            result = done.get()
            if isinstance(result, Exception):
                raise result
            tell(*result)
    except KgError:
        stopped.set()
        for thread in threads:
            thread.join()
        raise
    finally:
        stopped.set()


def _run(
    work: Callable[[_I], _R],
    waiting: "SimpleQueue[_I]",
    done: "SimpleQueue[tuple[_I, _R] | Exception]",
    stopped: Event,
) -> None:
    while not stopped.is_set():
        try:
            item = waiting.get_nowait()
        except Empty:
            return
        try:
            done.put((item, work(item)))
        except Exception as error:
            done.put(error)
