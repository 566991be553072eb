"""The process behind the guide in the local Neo4j's Browser: `kg browser serve`, which no terminal holds."""

import sys
from dataclasses import replace
from pathlib import Path

from kg.local import process
from kg.local.place import Place, State

_PACKAGE = Path(__file__).resolve().parents[1]
_GRACE = 5.0


def start(place: Place, state: State) -> State:
    """Start it on the state's port where it does not run; without a port there is none."""
    if state.guide is None or running(state):
        return state
    command = [sys.executable, "-m", f"{_PACKAGE.name}.cli", *_words(state).split()]
    place.make()
    # From the folder of the package, so that Python finds it from a bare checkout too.
    return replace(state, guide_pid=process.start(command, _PACKAGE.parent, place.folder / "guide.log"))


def running(state: State) -> bool:
    """Whether it runs."""
    return process.is_running(state.guide_pid, _words(state))


def stop(state: State) -> None:
    """End it."""
    process.stop(state.guide_pid, lambda: running(state), _GRACE)


def _words(state: State) -> str:
    return f"browser serve --port {state.guide}"
