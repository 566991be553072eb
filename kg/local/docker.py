"""Runs the local Neo4j in a container: the Docker command, an image, a container and a named volume."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable

from kg.errors import StoreError
from kg.local.place import USER, Place, State

WAY = "docker"
IMAGE = "neo4j:5.26-community"
_LABEL = "kg.local"
_GRACE = 60
"""Seconds that Neo4j gets to close its files; it takes about ten."""


def engine() -> bool:
    """Whether a Docker engine answers."""
    if not shutil.which("docker"):
        return False
    try:
        return _docker("info", "--format", "{{.ServerVersion}}", timeout=20).returncode == 0
    except StoreError:
        return False


def ready(tell: Callable[[str], None]) -> bool:
    """Whether an engine answers and the image is there or could be pulled."""
    if not engine():
        return False
    if _docker("image", "inspect", IMAGE).returncode == 0:
        return True
    tell(f"pulling the image {IMAGE} (about 600 MB, once) ...")
    try:
        pulled = _docker("pull", "--quiet", IMAGE, timeout=1800).returncode == 0
    except StoreError:
        pulled = False
    if not pulled:
        tell(f"the image {IMAGE} cannot be pulled")
    return pulled


def start(place: Place, state: State, password: str, greeting: str = "") -> State:
    """Start a container on the state's ports; the data lie in the volume, so an old container is only in the way."""
    old = _inspect(place)
    if old is not None:
        if old["Config"]["Labels"].get(_LABEL) != str(place.folder):
            name = place.container
            raise StoreError(
                f"container {name} was not made by this kg; rename it with: docker rename {name} {name}-old"
            )
        _docker("rm", "--force", "--volumes", place.container, timeout=120)
    settings = {
        "NEO4J_AUTH": f"{USER}/{password}",
        "NEO4J_server_directories_data": "/data",
        "NEO4J_server_bolt_advertised__address": f"127.0.0.1:{state.bolt}",
        "NEO4J_server_http_advertised__address": f"127.0.0.1:{state.http}",
        "NEO4J_dbms_usage__report_enabled": "false",
        "NEO4J_client_allow__telemetry": "false",
    }
    if greeting:
        settings["NEO4J_browser_post__connect__cmd"] = greeting
    arguments = ["run", "--detach", "--name", place.container, "--label", f"{_LABEL}={place.folder}"]
    arguments += ["--publish", f"127.0.0.1:{state.bolt}:7687", "--publish", f"127.0.0.1:{state.http}:7474"]
    arguments += ["--volume", f"{place.container}:/data"]
    for name in settings:  # names only: the values travel in the environment, where `ps` does not show them
        arguments += ["--env", name]
    done = _docker(*arguments, IMAGE, timeout=120, settings=settings)
    if done.returncode:
        _docker("rm", "--force", "--volumes", place.container, timeout=120)
        raise StoreError(f"docker cannot start {IMAGE}: {_last(done.stderr)}; see 'docker info'")
    return state


def running(place: Place, state: State) -> bool:
    """Whether the container of this place runs."""
    found = _inspect(place)
    return bool(found and found["State"]["Running"] and found["Config"]["Labels"].get(_LABEL) == str(place.folder))


def stop(place: Place, state: State) -> None:
    """Stop the container; it stays, for its log, until the next start."""
    if _inspect(place) is None:
        return
    done = _docker("stop", "--time", str(_GRACE), place.container, timeout=_GRACE + 60)
    if done.returncode:
        raise StoreError(f"docker cannot stop {place.container}: {_last(done.stderr)}; see 'docker ps'")


def log(place: Place) -> str:
    """Where a person finds what the server printed."""
    return f"docker logs {place.container}"


def data(place: Place) -> str:
    """Where the data lie."""
    return f"docker volume {place.container}"


def _inspect(place: Place) -> dict[str, dict[str, dict[str, str]]] | None:
    if not shutil.which("docker"):
        return None
    try:
        done = _docker("container", "inspect", place.container, timeout=20)
    except StoreError:
        return None
    return json.loads(done.stdout)[0] if done.returncode == 0 else None


def _docker(
    *arguments: str, timeout: int = 60, settings: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(  # noqa: S603 - no shell, no words from a source
            [shutil.which("docker") or "docker", *arguments],
            env={**os.environ, **(settings or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise StoreError(f"docker {arguments[0]} took longer than {timeout} seconds; see 'docker info'") from error


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and "--help" not in line]
    return lines[-1].strip() if lines else "no reason given"
