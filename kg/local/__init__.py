"""A local Neo4j for hand use: in Docker where an engine answers, else in Java.

It listens on this machine only, has a password that nobody needs to see, and keeps its data through `down`.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from types import ModuleType
from urllib.parse import urlsplit

from kg.errors import StoreError
from kg.local.place import BOLT, GUIDE, HTTP, USER, Place, State, free_port, mendable, own

_NAMES = {"docker": "Docker", "java": "Java"}


@dataclass(frozen=True, slots=True)
class Status:
    """How the local Neo4j is: `text` for a person, `address` for `--db`; None where it does not run."""

    text: str
    address: str | None = None
    browser: str | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.address is not None


@mendable()
def up(
    tell: Callable[[str], None] = lambda line: None,
    place: Place | None = None,
    greeting: Callable[[int], str] | None = None,
) -> Status:
    """Start the local Neo4j and wait until it answers; where it runs already, nothing changes.

    `tell` gets a line now and then while a person waits. `greeting` gives the commands that the Browser runs at each
    login, from the port where kg's guide will be offered. KgError where it cannot be had.
    """
    from kg.local import answer, guide

    place = place or own()
    with place.alone(tell):
        state = place.state()
        if _running(place, state):
            place.keep(guide.start(place, state))  # it may have ended alone
            answer.wait(place, state, _runner(state))  # another kg may have been killed before it answered
            return _status(place, state, "Neo4j is already up")
        guide.stop(state)  # a server that ended by itself left it behind
        state = _start(place, _choose(place, state, tell), tell, greeting)
    return _status(place, state, "Neo4j is up")


def _start(
    place: Place, runner: ModuleType, tell: Callable[[str], None], greeting: Callable[[int], str] | None
) -> State:
    from kg.local import answer, guide

    now = datetime.now(UTC).isoformat(timespec="seconds")
    port = free_port(GUIDE) if greeting else None
    state = State(runner.WAY, free_port(BOLT), free_port(HTTP), now, guide=port)
    tell("starting Neo4j ...")
    # Before the start too: killed in the middle of it, the next `up` finds what it left.
    place.keep(state)
    try:
        state = runner.start(place, state, place.password(), greeting(port) if greeting and port else "")
        state = guide.start(place, state)
        place.keep(state)
        answer.wait(place, state, runner)
    except BaseException:  # also Ctrl-C: what did not come up must not stay behind half started
        with suppress(StoreError):
            _end(place, state)
        raise
    return state


@mendable()
def down(tell: Callable[[str], None] = lambda line: None, place: Place | None = None) -> Status:
    """Stop the local Neo4j; its data stay."""
    from kg.local import guide

    place = place or own()
    if not _running(place, place.state()):
        guide.stop(place.state())  # a server that ended by itself left it behind
        return status(place)
    with place.alone(tell):
        state = place.state()
        tell("stopping Neo4j ...")
        _end(place, state)
    return Status(f"Neo4j is stopped; its data stay in {_runner(state).data(place)}")


@mendable()
def status(place: Place | None = None) -> Status:
    """Whether the local Neo4j runs, and where."""
    place = place or own()
    state = place.state()
    if _running(place, state):
        return _status(place, state, "Neo4j is up")
    if state.since:
        log = _runner(state).log(place)
        return Status(f"Neo4j is not running: it ended by itself (started {state.since}); see: {log}")
    return Status("Neo4j is not running; start it with: kg neo4j up")


@mendable()
def credentials(address: str, place: Place | None = None) -> tuple[str, str] | None:
    """User and password of the running local Neo4j where `address` is its own, else None."""
    place = place or own()
    if not (place.state_file.exists() and place.password_file.exists()):
        return None
    state = place.state()
    if _port(address) != state.bolt or not _running(place, state):
        return None
    return USER, place.password()


def _port(address: str) -> int | None:
    """The port of a Bolt address on this machine; None for every other address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or BOLT
        local = host == "localhost" or ip_address(host) == ip_address("127.0.0.1")
    except ValueError:
        return None
    return port if local and parts.scheme in ("bolt", "neo4j") and parts.username is None else None


def _choose(place: Place, state: State, tell: Callable[[str], None]) -> ModuleType:
    """The way to run it: the one that holds its data, else Docker where it can, else Java."""
    from kg.local import docker, jars, java

    if state.way != "java":
        if docker.ready(tell):
            return docker
        if state.way == "docker":
            raise StoreError(
                f"your local Neo4j and its data are in Docker, which cannot run it now; start Docker, "
                f"or delete {place.state_file} to begin an empty one with Java"
            )
    lack = java.lacking(place)
    if lack:
        need = f"Java {java.OLDEST} and Maven"
        also = f"install Docker, or {need}" if state.way is None else f"install {need}"
        raise StoreError(f"no way to run Neo4j here: {'' if state.way else 'no Docker, and '}{lack}; {also}")
    jars.fetch(place, tell)
    return java


def _runner(state: State) -> ModuleType:
    from kg.local import docker, java

    return docker if state.way == "docker" else java


def _running(place: Place, state: State) -> bool:
    return state.since is not None and bool(_runner(state).running(place, state))


def _end(place: Place, state: State) -> None:
    from kg.local import guide

    guide.stop(state)
    _runner(state).stop(place, state)
    place.keep(replace(state, since=None, pid=None, guide_pid=None))


def _status(place: Place, state: State, opening: str) -> Status:
    lines = (
        f"{opening} ({_NAMES[state.way or 'java']}, since {state.since})",
        f"  for --db   {state.address}",
        f"  Browser    {state.browser}",
        f"  user       {USER}",
        f"  password   in {place.password_file}",
        f"  log        {_runner(state).log(place)}",
    )
    return Status("\n".join(lines), state.address, state.browser)


__all__ = ["Place", "Status", "credentials", "down", "own", "status", "up"]
