"""Runs the local Neo4j in a plain Java process, from jars that Maven fetched once."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from kg.errors import StoreError
from kg.local import jars
from kg.local.place import Place, State

WAY = "java"
OLDEST = 17
_GRACE = 60.0
"""Seconds; a calm stop takes Neo4j about ten."""
_OPENS = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
_SETTINGS = """\
# Written by kg at each start.
server.default_listen_address=127.0.0.1
server.default_advertised_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.http.advertised_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
client.allow_telemetry=false
"""


def settings(state: State) -> str:
    """The text of neo4j.conf: loopback only, nothing sent home."""
    return _SETTINGS.format(bolt=state.bolt, http=state.http)


def version(text: str) -> int | None:
    """The major version in what `java -version` prints; None where there is none."""
    found = re.search(r'version "(?:1\.)?(\d+)', text)
    return int(found[1]) if found else None


def lacking(place: Place) -> str | None:
    """What is missing to run Neo4j here, as words for a person; None where nothing is."""
    java = _java()
    found = None
    if java:
        done = subprocess.run(  # noqa: S603 - no shell, no words from a source
            [java, "-version"], capture_output=True, text=True, errors="replace", check=False
        )
        found = version(done.stderr + done.stdout) if done.returncode == 0 else None
    if found is None:
        return f"no Java {OLDEST} or newer"
    if found < OLDEST:
        return f"Java is version {found} (Neo4j needs {OLDEST} or newer)"
    return jars.lacking(place)


def start(place: Place, state: State, password: str) -> State:
    """Start the process on the state's ports; StoreError where Java cannot be started."""
    conf = place.home / "conf"
    place.make()
    conf.mkdir(parents=True, exist_ok=True)
    (conf / "neo4j.conf").write_text(settings(state), encoding="utf-8")
    if not (place.home / "data" / "databases").exists():
        _set_password(place, password)
    command = [*_command(place), "-Xmx1g", "-Dfile.encoding=UTF-8", *_OPENS, "org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={place.home}", f"--config-dir={conf}", "--console-mode"]
    # Its own session: Ctrl-C or a closed terminal must not reach the server.
    detached = 0x00000008 | 0x00000200 if sys.platform == "win32" else 0
    with place.log.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - no shell, no words from a source
            command,
            env=_environment(place),
            cwd=place.home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            creationflags=detached,
        )
    # It is meant to outlive us: the state file, not this object, knows it from here on.
    process.returncode = 0
    return replace(state, pid=process.pid)


def running(place: Place, state: State) -> bool:
    """Whether the process of this place lives; a pid that now belongs to another program does not count."""
    return state.pid is not None and f"--home-dir={place.home}" in _command_line(state.pid)


def stop(place: Place, state: State, grace: float = _GRACE) -> None:
    """Ask the process to end, and end it if it takes longer than `grace` seconds; its data survive both."""
    last = time.monotonic() + grace
    force = False
    while state.pid is not None and running(place, state):
        if time.monotonic() > last:
            if force:
                raise StoreError(f"process {state.pid} does not end; stop it by hand, then try again")
            force, last = True, time.monotonic() + 10
        try:
            # Asking again does no harm, and on Windows both words mean the same.
            os.kill(state.pid, signal.SIGKILL if force and sys.platform != "win32" else signal.SIGTERM)
        except ProcessLookupError:
            return
        time.sleep(0.2)


def log(place: Place) -> str:
    """Where a person finds what the server printed."""
    return str(place.log)


def data(place: Place) -> str:
    """Where the data lie."""
    return str(place.home / "data")


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return (shutil.which("java", path=str(Path(home) / "bin")) if home else None) or shutil.which("java")


def _command(place: Place) -> list[str]:
    return [_java() or "java", "-cp", str(jars.folder(place) / "*")]


def _environment(place: Place) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return {**kept, "NEO4J_HOME": str(place.home), "NEO4J_CONF": str(place.home / "conf")}


def _set_password(place: Place, password: str) -> None:
    # Neo4j takes it as an argument only. Java reads arguments from a file too, and `ps` shows the file's name.
    with tempfile.TemporaryDirectory(dir=place.folder) as folder:
        words = Path(folder) / "words"
        words.touch(mode=0o600)
        words.write_text(f"org.neo4j.cli.AdminTool\ndbms\nset-initial-password\n{password}\n", encoding="ascii")
        try:
            subprocess.run(  # noqa: S603 - no shell, no words from a source
                [*_command(place), f"@{words}"],
                env=_environment(place),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=120,
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise StoreError(f"Neo4j could not set its first password; delete {place.home} and try again") from error


def _command_line(pid: int) -> str:
    if sys.platform == "win32":
        query = f"(Get-CimInstance Win32_Process -Filter 'ProcessId={pid}').CommandLine"
        command = ["powershell", "-NoProfile", "-Command", query]
    elif Path("/proc/self/cmdline").exists():
        try:
            # Empty for a process that has ended and was not yet waited for.
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "surrogateescape")
        except OSError:
            return ""
    else:
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(  # noqa: S603 - no shell, no words from a source
        command, capture_output=True, text=True, errors="replace", check=False
    ).stdout
