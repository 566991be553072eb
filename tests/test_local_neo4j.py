"""What the local Neo4j knows without a server: folders, ports, states, settings and what is missing."""

import os
import re
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from kg import local
from kg.errors import StoreError
from kg.local import docker, java
from kg.local.place import Place, State, free_port, own

REPO = Path(__file__).resolve().parents[1]
SINCE = "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "/home/jane/.local/share/kg/neo4j"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/kg/neo4j"),
        ("linux", {"XDG_DATA_HOME": "not/absolute"}, "/home/jane/.local/share/kg/neo4j"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "/home/jane/Library/Application Support/kg/neo4j"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/kg/neo4j"),
        ("win32", {}, "/home/jane/AppData/Local/kg/neo4j"),
    ],
)
def test_each_system_has_its_own_folder(platform: str, environment: dict[str, str], folder: str) -> None:
    assert own(environment, platform, Path("/home/jane")).folder == Path(folder)


@pytest.mark.parametrize(
    ("said", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21" 2023-09-19', 21),
        ('java version "1.8.0_391"', 8),
        ('openjdk version "25-ea" 2025-09-16', 25),
        ("The operation couldn't be completed. Unable to locate a Java Runtime.", None),
    ],
)
def test_the_version_of_java_is_read(said: str, major: int | None) -> None:
    assert java.version(said) == major


def test_the_settings_of_java_listen_on_this_machine_only() -> None:
    text = java.settings(State(bolt=1234, http=5678))
    addresses = set(re.findall(r"_address=(\S+)", text))
    assert addresses == {"127.0.0.1", "127.0.0.1:1234", "127.0.0.1:5678"}
    assert {"server.https.enabled=false", "dbms.usage_report.enabled=false"} <= set(text.splitlines())


def test_the_compose_file_uses_the_same_image_and_this_machine_only() -> None:
    text = (REPO / "docker-compose.yml").read_text(encoding="utf-8")
    assert re.findall(r"image: (\S+)", text) == [docker.IMAGE]
    ports = re.search(r"ports:\n((?: +- .*\n)+)", text)
    assert ports is not None
    assert ports[1].split() == ["-", '"127.0.0.1:7474:7474"', "-", '"127.0.0.1:7687:7687"']
    assert "${NEO4J_PASSWORD:?" in text


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "kg", tmp_path / "jars", f"kg-neo4j-none-{os.getpid()}")


def test_the_password_is_random_stays_and_is_for_its_owner_only(place: Place, tmp_path: Path) -> None:
    word = place.password()
    assert len(word) == 40
    place.password_file.chmod(0o644)
    assert place.password() == word
    assert Place(tmp_path / "other", place.jars).password() != word
    if os.name == "posix":
        assert stat.S_IMODE(place.password_file.stat().st_mode) == 0o600
        assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("word", ["", "short", "two words here", "-dash-first-1234", "with/slash/1234"])
def test_a_password_that_would_not_work_is_refused(place: Place, word: str) -> None:
    place.make()
    place.password_file.write_text(word)
    with pytest.raises(StoreError, match="8 or more letters and digits"):
        place.password()


def test_a_state_comes_back_as_it_was_kept(place: Place) -> None:
    state = State("java", 7700, 7500, SINCE, 123)
    place.keep(state)
    assert place.state() == state
    assert state.address == "bolt://127.0.0.1:7700"


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"way": "java", "colour": "red"}', '{"way": "boat"}', '{"bolt": "x"}', '{"pid": [1]}']
)
def test_a_damaged_state_is_said(place: Place, text: str) -> None:
    place.make()
    place.state_file.write_text(text)
    with pytest.raises(StoreError, match="damaged"):
        local.status(place)


def test_a_folder_that_cannot_be_used_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    place = Place(tmp_path / "file" / "kg", tmp_path / "jars")
    for call in (local.up, local.down, local.status):
        with pytest.raises(StoreError, match=r"file.*: Not a directory; the local Neo4j needs it"):
            call(place=place)
    place = Place(tmp_path / "kg", tmp_path / "jars")
    place.state_file.mkdir(parents=True)
    with pytest.raises(StoreError, match="Is a directory"):
        local.status(place)


def test_a_lost_password_is_not_made_up(place: Place) -> None:
    place.keep(State("java", since=SINCE, pid=os.getpid()))
    assert local.credentials("bolt://127.0.0.1:7687", place) is None
    assert not place.password_file.exists()


@pytest.mark.skipif(os.name != "posix", reason="no such lock")
def test_one_at_a_time_starts_or_stops_it(place: Place) -> None:
    told: list[str] = []

    def wait() -> None:
        with place.alone(told.append):
            told.append("now")

    with place.alone(told.append):
        other = threading.Thread(target=wait)
        other.start()
        last = time.monotonic() + 10
        while not told and time.monotonic() < last:
            time.sleep(0.01)
        assert told == ["another kg is starting or stopping it; waiting ..."]
    other.join(10)
    assert told[1:] == ["now"]


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_taken_port_is_passed_over(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as taken:
        try:
            taken.bind((host, 0))
        except OSError:
            pytest.skip(f"no {host} here")
        taken.listen()
        port = taken.getsockname()[1]
        if port > 65000:
            pytest.skip("too near the last port")
        assert free_port(port) > port


@pytest.mark.parametrize("way", ["docker", "java"])
def test_what_ended_by_itself_is_noticed_and_nobody_else_is_stopped(place: Place, way: str) -> None:
    # The pid is alive, but belongs to somebody else: this very test.
    place.keep(State(way, since=SINCE, pid=os.getpid()))
    assert not local.status(place).running
    assert "ended by itself" in local.status(place).text
    assert local.credentials("bolt://127.0.0.1:7687", place) is None
    assert not local.down(place=place).running


def test_nothing_started_is_said(place: Place) -> None:
    assert local.status(place).text == "Neo4j is not running; start it with: kg neo4j up"
    assert local.credentials("bolt://127.0.0.1:7687", place) is None
    assert not place.folder.exists()


@pytest.mark.parametrize(
    ("version", "way", "message"),
    [
        (None, None, "no way to run Neo4j here: no Docker, and no Java 17 or newer; install Docker, or Java 17"),
        ("11.0.2", None, r"no Docker, and Java is version 11 \(Neo4j needs 17 or newer\); install Docker, or Java"),
        ("17.0.1", None, r"no Maven \('mvn'\) to fetch Neo4j with; install Docker, or Java 17 and Maven"),
        ("11.0.2", "java", "here: Java is version 11 .*; install Java 17 and Maven"),
        ("17.0.1", "docker", "data are in Docker, which cannot run it now; start Docker, or delete .*state.json"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="the stand-in for Java is a shell script")
def test_what_is_missing_is_named(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None, way: str | None, message: str
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if version:
        (programs / "java").write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
        (programs / "java").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if way:
        place.keep(State(way))
    with pytest.raises(StoreError, match=message):
        local.up(place=place)
