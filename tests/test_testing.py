"""The pytest plug-in for other projects: its example runs, its graphs are as told, what is missing is said aloud."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.local import jars, own
from kg.testing import throwaway
from kg.testing.built import BuiltGraph
from kg.testing.servers import MisusedError, Neo4jGraph, Server, interrupted_by_end

REPO = Path(__file__).parent.parent
OURS = ("KG_", "NEO4J_", "PYTEST_XDIST", "JAVA_HOME")
NO_NEO4J = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
TALK = "Ann: Cats sleep all day.\n\nBen: Dogs bark at night.\n"


def run(folder: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """pytest in a project of its own, with the plug-in and nothing of this project's conftest."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "kg.testing", "-p", "no:cacheprovider", *words, str(folder)],
        # What else is installed for pytest takes longer to begin than these tests take.
        env={**NO_NEO4J, "PYTHONPATH": str(REPO), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **variables},
        cwd=folder,
        capture_output=True,
        text=True,
    )


def program(path: Path, words: str) -> None:
    """A program of one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)


def test_the_example_of_the_docs_runs(tmp_path: Path, neo4j_server: Server) -> None:
    text = (REPO / "docs" / "testing.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"<!-- example -->\n```python\n(.+?)```", text, re.DOTALL)
    (tmp_path / "test_cats.py").write_text(code, encoding="utf-8")
    login = {"NEO4J_USERNAME": neo4j_server.user, "NEO4J_PASSWORD": neo4j_server.password}
    done = run(tmp_path, KG_TEST_NEO4J_URL=neo4j_server.address, KG_TEST_NEO4J_WIPE="1", **login)
    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert "Neo4j tests ran against: the server of KG_TEST_NEO4J_URL" in done.stdout


def test_a_full_database_is_not_wiped_unless_it_may_be(tmp_path: Path, neo4j_graph: Neo4jGraph) -> None:
    neo4j_graph.run("CREATE (:Mine)")
    (tmp_path / "test_one.py").write_text("def test_one(neo4j_graph): pass\n")
    done = run(
        tmp_path,
        KG_TEST_NEO4J_URL=neo4j_graph.address,
        **{k: os.environ[k] for k in os.environ if k.startswith("NEO4J_")},
    )
    assert "KG_TEST_NEO4J_WIPE=1" in done.stdout and done.returncode == 1
    assert neo4j_graph.run("MATCH (m:Mine) RETURN count(m) AS n") == [{"n": 1}]


@pytest.mark.parametrize(
    ("variables", "status", "line"),
    [
        ({}, 0, "NEO4J TESTS SKIPPED: no Docker engine with neo4j:5.26-community; no Java"),
        ({"KG_REQUIRE_NEO4J": "1"}, 1, "Neo4j tests must run (KG_REQUIRE_NEO4J=1), but: no Docker engine"),
        ({"KG_TEST_NEO4J_WAY": "cloud"}, 1, "KG_TEST_NEO4J_WAY is 'cloud'; it may be docker or java"),
    ],
)
def test_a_missing_neo4j_is_said_aloud(tmp_path: Path, variables: dict[str, str], status: int, line: str) -> None:
    (tmp_path / "test_one.py").write_text("def test_one(neo4j_graph): pass\n")
    program(tmp_path / "docker", '[ "$1" = info ]')  # an engine that can pull nothing
    done = run(tmp_path, "-q", PATH=str(tmp_path), **variables)
    assert (done.returncode, line in done.stdout, "During" in done.stdout) == (status, True, False), done.stdout
    assert ("pulling the image" in done.stdout) != ("KG_TEST_NEO4J_WAY" in variables), "said at once"


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"KG_TEST_NEO4J_URL": "bolt://127.0.0.1:1"}, "bolt://127.0.0.1:1: no Neo4j answers there"),
        ({"KG_TEST_NEO4J_URL": "bolt://127.0.0.1:1/x"}, "an address ends with the port"),
        (
            {"KG_TEST_NEO4J_URL": "bolt://127.0.0.1:1", "PYTEST_XDIST_WORKER_COUNT": "2"},
            "would empty under each other; leave -n out",
        ),
    ],
)
def test_a_server_that_cannot_be_used_fails_the_tests_in_one_line(
    tmp_path: Path, variables: dict[str, str], line: str
) -> None:
    (tmp_path / "test_one.py").write_text("def test_one(neo4j_graph): pass\n")
    done = run(tmp_path, "-q", **variables)
    assert (done.returncode, line in done.stdout) == (1, True), done.stdout
    assert not {"Traceback", "During", "direct cause"} & set(re.findall(r"Traceback|During|direct cause", done.stdout))


def test_a_container_that_does_not_start_is_one_line_and_nobody_elses_settings_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from testcontainers.core.config import testcontainers_config as settings

    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")
    before = settings.ryuk_disabled, vars(settings).copy(), dict(os.environ)
    with pytest.raises(MisusedError, match=r"no container of neo4j:5 starts, .*; see 'docker info', or set KG_TEST_"):
        throwaway.container("neo4j:5").__enter__()
    assert (settings.ryuk_disabled, vars(settings), dict(os.environ)) == before


def test_a_java_process_leaves_nothing_but_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
    program(tmp_path / "java" / "bin" / "java", "exit 1")
    place = own()
    jars.folder(place).mkdir(parents=True)
    with pytest.raises(StoreError, match="could not set its first password"):
        throwaway.process(tmp_path / "neo4j", print).__enter__()
    assert list((tmp_path / "neo4j").iterdir()) == []


def test_what_is_missing_is_said_aloud_from_several_processes_too(tmp_path: Path) -> None:
    pytest.importorskip("xdist", reason="pytest-xdist is not installed")
    (tmp_path / "test_one.py").write_text("def test_one(neo4j_graph): pass\ndef test_two(neo4j_graph): pass\n")
    done = run(tmp_path, "-q", "-p", "xdist", "-n", "2", PATH="")
    assert done.stdout.count("NEO4J TESTS SKIPPED") == 1, done.stdout


def test_a_run_that_is_asked_to_end_still_throws_its_server_away() -> None:
    held = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with pytest.raises(KeyboardInterrupt), interrupted_by_end():
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(10)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, held)


def test_a_project_that_asks_for_nothing_starts_and_imports_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import sys\ndef test_one():\n    assert not {'neo4j', 'testcontainers', 'kglite', 'pyarrow'} & set(sys.modules)\n"
    )
    assert "1 passed" in run(tmp_path).stdout


def test_graphs_are_apart_unless_they_share_a_db(
    tmp_path: Path, kg_graph: Callable[..., BuiltGraph], neo4j_graph: Neo4jGraph
) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(TALK)
    second.write_text(TALK.replace("Ben", "Eve").replace("Dogs bark", "Owls hunt"))
    alone = kg_graph(first, format="transcript")
    other = kg_graph(second, format="transcript")
    assert (alone.nodes("Speaker"), other.nodes("Speaker")) == ({"Ann", "Ben"}, {"Ann", "Eve"})
    assert "Cats sleep all day." in {words for _, words in alone.relations("STATES")}
    kg_graph(first, format="transcript", db=neo4j_graph)
    both = kg_graph(second, format="transcript", db=neo4j_graph)
    assert {"Dogs bark at night.", "Owls hunt at night."} <= both.nodes("Claim")
    assert neo4j_graph.run("MATCH (n:Speaker) RETURN n.name AS name ORDER BY name")[-1] == {"name": "Eve"}
