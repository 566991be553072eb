"""The local Neo4j, really started, in the way that KG_TEST_NEO4J_WAY names: docker or java; CI runs both.

Without it these tests are left out: they start and kill servers of their own, which takes a minute or two.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import kit, local
from kg.local import Status, docker, guide, java
from kg.local.place import Place, State, own
from kg.testing.servers import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place of its own, taken down and emptied at the end."""
    way = os.environ.get("KG_TEST_NEO4J_WAY")
    if not way:
        pytest.skip("set KG_TEST_NEO4J_WAY to docker or java to start a local Neo4j of its own")
    place = Place(tmp_path_factory.mktemp("kg"), own().jars, f"kg-neo4j-test-{os.getpid()}")
    if way == "docker" and not docker.ready(print):
        pytest.skip("no Docker engine with the image")
    if way == "java" and (lack := java.lacking(place)):
        pytest.skip(lack)
    place.keep(State(way))
    yield place
    guide.stop(place.state())
    if way == "java":
        java.stop(place, place.state(), grace=0)
    else:
        subprocess.run(["docker", "rm", "--force", "--volumes", place.container], capture_output=True, check=True)
        subprocess.run(["docker", "volume", "rm", place.container], capture_output=True, check=True)


def up(place: Place) -> Status:
    """As the command does it."""
    return local.up(place=place, greeting=kit.greeting)


def ask(place: Place, query: str) -> list[list[object]]:
    """The rows of a query, with the login that kg finds by itself."""
    from neo4j import GraphDatabase

    address = place.state().address
    login = local.credentials(address, place)
    assert login is not None
    with GraphDatabase.driver(address, auth=login) as driver:
        return [record.values() for record in driver.execute_query(query).records]


def kill(place: Place) -> None:
    """End the server the hard way."""
    state = place.state()
    if state.way == "docker":
        subprocess.run(["docker", "kill", place.container], capture_output=True, check=True)
    else:
        assert state.pid is not None
        os.kill(state.pid, signal.SIGKILL)


@contextmanager
def taken(port: int) -> Iterator[None]:
    """Listen on a port, as soon as a killed server has let go of it."""
    last = time.monotonic() + 60
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        while True:
            try:
                listener.bind(("127.0.0.1", port))
                break
            except OSError:
                assert time.monotonic() < last
                time.sleep(0.2)
        listener.listen()
        yield


def test_up_says_where_it_is_and_a_second_up_changes_nothing(started: Place) -> None:
    first = up(started)
    state = started.state()
    assert {state.address, f"http://127.0.0.1:{state.http}/browser/"} <= set(first.text.split())
    second = up(started)
    assert second.text.startswith("Neo4j is already up")
    assert (second.address, started.state()) == (first.address, state)
    assert local.status(started) == first


def test_the_password_is_shown_nowhere(started: Place) -> None:
    said: list[str] = []
    said.append(local.up(said.append, started, kit.greeting).text)
    word = started.password()
    logs = [path.read_bytes() for path in started.folder.rglob("*.log")]
    if started.state().way == "docker":
        printed = subprocess.run(["docker", "logs", started.container], capture_output=True, check=True)
        logs += [printed.stdout, printed.stderr]
    processes = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert any(logs)
    assert not [text for text in [*logs, *processes, " ".join(said).encode()] if word.encode() in text]
    assert word not in started.state_file.read_text()


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's list of open ports")
def test_it_listens_on_this_machine_only(started: Place) -> None:
    up(started)
    ports = {f"{started.state().bolt:04X}", f"{started.state().http:04X}"}
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    heard = {tuple(row[1].split(":")) for row in rows if row[3] == "0A" and row[1].split(":")[1] in ports}
    assert {port for _, port in heard} == ports
    assert {address for address, _ in heard} <= {"0100007F", "0000000000000000FFFF00000100007F"}


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("bolt://127.0.0.1:{port}", True),
        ("neo4j://localhost:{port}", True),
        ("neo4j://LOCALHOST:{port}", True),
        ("neo4j://localhost:1", False),
        ("bolt://[::1]:{port}", False),
        ("bolt://example.org:{port}", False),
        ("bolt://localhost.example.org:{port}", False),
        ("bolt://127.0.0.1@example.org:{port}", False),
        ("bolt://jane@127.0.0.1:{port}", False),
        ("bolt+s://127.0.0.1:{port}", False),
        ("http://127.0.0.1:{port}", False),
        ("bolt://127.0.0.1:port", False),
        ("discussion.kgl", False),
    ],
)
def test_the_login_is_given_for_its_own_address_only(started: Place, address: str, known: bool) -> None:
    up(started)
    login = local.credentials(address.format(port=started.state().bolt), started)
    assert login == (("neo4j", started.password()) if known else None)


def test_a_killed_server_is_noticed_and_comes_back_with_its_data_on_a_free_port(started: Place) -> None:
    up(started)
    port = started.state().bolt
    ask(started, "MERGE (:Kept {id: 1})")
    kill(started)
    with taken(port):
        assert "ended by itself" in local.status(started).text
        assert up(started).running
        assert started.state().bolt > port
        assert ask(started, "MATCH (k:Kept) RETURN k.id") == [[1]]


@pytest.mark.long
def test_style_and_guide_are_there_at_the_first_login(started: Place, browser: "Browser") -> None:
    from tests.neo4j_browser import Classic

    up(started)
    state = started.state()
    with browser.new_context() as context:
        server = Server(state.address, "neo4j", started.password(), "kg neo4j up", state.browser)
        there = Classic(context.new_page(), server)
        there.open()
        there.log_in()
        there.page.locator("#guide-drawer h3").wait_for()
        # The Browser keeps it a moment later.
        there.page.wait_for_function("() => JSON.parse(localStorage.getItem('neo4j.grass'))")
        assert there.style() == kit.style.rules()


def test_a_guide_that_ended_alone_comes_back_with_the_next_up(started: Place) -> None:
    up(started)
    before = started.state()
    guide.stop(before)
    up(started)
    after = started.state()
    assert guide.running(after)
    assert (after.guide, after.since) == (before.guide, before.since)


def test_down_stops_it_and_a_second_down_is_no_error(started: Place) -> None:
    address = up(started).address
    state = started.state()
    assert guide.running(state)
    assert local.down(place=started).text.startswith("Neo4j is stopped; its data stay in ")
    assert local.credentials(str(address), started) is None
    assert not guide.running(state)
    assert local.down(place=started).text == "Neo4j is not running; start it with: kg neo4j up"
