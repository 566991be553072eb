"""A Neo4j that is started for one run of tests and leaves nothing behind: a container, or a Java process."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kg.testing.servers import MisusedError, Server

_PATIENCE = 300
"""Seconds that a container may take to start; testcontainers itself gives up after two minutes."""

SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A server that lives for minutes spends most of them on making its code fast; so it is fast enough, for two thirds."""


@contextmanager
def container(image: str) -> Iterator[Server]:
    """A throwaway container, with ports on 127.0.0.1 only."""
    from docker.errors import DockerException
    from neo4j.exceptions import DriverError
    from testcontainers.community.neo4j import Neo4jContainer

    password = secrets.token_hex(12)
    with ExitStack() as stack:
        try:
            with _settings():
                made = Neo4jContainer(image, username="neo4j", password=password)
                # The engine takes an address with the port (any free one); testcontainers' methods have no word for it.
                for port in ("7687", "7474"):
                    made.ports[port] = ("127.0.0.1", None)  # type: ignore[assignment]
                made.with_env("JAVA_TOOL_OPTIONS", " ".join(SHORT_LIVED))
                stack.enter_context(made)
                address, browser = made.get_connection_url(), made.get_exposed_port(7474)
        except (DockerException, DriverError, OSError) as error:
            why = str(error).strip().partition("\n")[0]
            raise MisusedError(
                f"no container of {image} starts, or its port on 127.0.0.1 cannot be reached from here ({why}); "
                f"see 'docker info', or set KG_TEST_NEO4J_WAY=java or KG_TEST_NEO4J_URL"
            ) from error
        yield Server(address, "neo4j", password, f"container {image}", f"http://127.0.0.1:{browser}/browser/")


@contextmanager
def _settings() -> Iterator[None]:
    """testcontainers' settings while our container starts; what the project itself does with it stays as it was."""
    from testcontainers.core.config import ConnectionMode, testcontainers_config

    with pytest.MonkeyPatch.context() as patch:

        def prefer(name: str, value: object, variable: str) -> None:
            if variable not in os.environ:
                patch.setattr(testcontainers_config, name, value)

        # We remove our container ourselves; Ryuk would be one more image to pull, with the engine's socket.
        prefer("ryuk_disabled", True, "TESTCONTAINERS_RYUK_DISABLED")
        # Ports on 127.0.0.1 only, also where testcontainers would go by the engine's own network.
        prefer("connection_mode_override", ConnectionMode.docker_host, "TESTCONTAINERS_CONNECTION_MODE")
        prefer("tc_host_override", "127.0.0.1", "TESTCONTAINERS_HOST_OVERRIDE")
        prefer("max_tries", _PATIENCE, "TC_MAX_TRIES")
        yield


@contextmanager
def process(folder: Path, tell: Callable[[str], None]) -> Iterator[Server]:
    """A throwaway home for a Java process, with the jars that `kg neo4j up` uses too; its log stays in `folder`."""
    from kg.local import answer, jars, java, own
    from kg.local.place import Place, State, free_port

    place = Place(folder, own().jars)
    jars.fetch(place, tell)
    password = place.password()
    # Two runs that start at once must not both find the same port free.
    bolt, http = (free_port(start + secrets.randbelow(5000)) for start in (20000, 26000))
    state = State(bolt=bolt, http=http)
    try:
        state = java.start(place, state, password, options=SHORT_LIVED)
        answer.wait(place, state, java)
        yield Server(state.address, "neo4j", password, f"Java, jars {jars.folder(place).name}", state.browser)
    finally:
        java.stop(place, state, grace=0)  # its data are thrown away, so it need not take ten seconds to close them
        place.password_file.unlink(missing_ok=True)
        # Half a gigabyte, and pytest keeps the folders of three runs.
        shutil.rmtree(place.home, ignore_errors=True)
