"""Runs the local Neo4j in a plain Java process, from jars that Maven fetched once."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from kg.errors import StoreError
from kg.local import jars, process
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
{greeting}"""


def settings(state: State, greeting: str = "") -> str:
    """The text of neo4j.conf: loopback only, nothing sent home; at a login the Browser runs what `greeting` says."""
    hello = f"browser.post_connect_cmd={greeting}\n" if greeting else ""
    return _SETTINGS.format(bolt=state.bolt, http=state.http, greeting=hello)


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


def start(place: Place, state: State, password: str, greeting: str = "", options: tuple[str, ...] = ()) -> State:
    """Start the process on the state's ports, with more options of Java; StoreError where Java cannot be started."""
    conf = place.home / "conf"
    place.make()
    conf.mkdir(parents=True, exist_ok=True)
    (conf / "neo4j.conf").write_text(settings(state, greeting), encoding="utf-8")
    if not (place.home / "data" / "databases").exists():
        _set_password(place, password)
    # What it unpacks to run goes with its home, also where it is killed.
    own = place.home / "tmp"
    own.mkdir(exist_ok=True)
    command = [*_command(place), "-Xmx1g", "-Dfile.encoding=UTF-8", f"-Djava.io.tmpdir={own}", *_OPENS]
    command += [*options, "org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={place.home}", f"--config-dir={conf}", "--console-mode"]
    return replace(state, pid=process.start(command, place.home, place.log, _environment(place)))


def running(place: Place, state: State) -> bool:
    """Whether the process of this place lives; a pid that now belongs to another program does not count."""
    return process.is_running(state.pid, f"--home-dir={place.home}")


def stop(place: Place, state: State, grace: float = _GRACE) -> None:
    """Ask the process to end, and end it if it takes longer than `grace` seconds; its data survive both."""
    process.stop(state.pid, lambda: running(place, state), grace)


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
