"""A throwaway Neo4j for measurements: a Java process with room enough, APOC, and a folder to load files from."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from environments import cache

from kg.local import jars, own
from kg.local.place import free_port

_OPENS = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
_SETTINGS = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.pagecache.size=1g
server.directories.import=import
dbms.security.auth_enabled=false
dbms.security.procedures.unrestricted=apoc.*
dbms.usage_report.enabled=false
client.allow_telemetry=false
"""
_PATIENCE = 600.0


@contextmanager
def throwaway() -> Iterator[tuple[str, Path, int]]:
    """Its address, the folder of files it may load, and the id of its process; it asks for no password."""
    place = own()
    jars.fetch(place, print)
    apoc = _apoc()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        home = Path(folder)
        for name in ("conf", "import", "plugins"):
            (home / name).mkdir()
        for jar in apoc.glob("apoc-*.jar"):
            shutil.copy(jar, home / "plugins")
        bolt, http = free_port(28687), free_port(28474)
        (home / "conf" / "neo4j.conf").write_text(_SETTINGS.format(bolt=bolt, http=http), encoding="utf-8")
        # APOC's own settings come from extensions, which only the class path tells of; the server's jars come first.
        path = os.pathsep.join([f"{jars.folder(place)}/*", f"{apoc}/*"])
        command = ["java", "-cp", path, "-Xms2g", "-Xmx2g", *_OPENS]
        command += ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603
                [*command, "--console-mode"], env=kept, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            _wait(f"bolt://127.0.0.1:{bolt}", process, home / "log")
            yield f"bolt://127.0.0.1:{bolt}", home / "import", process.pid
        finally:
            process.kill()
            process.wait()


def empty(driver: Any) -> None:
    """Remove all that is in the database, and what it planned."""
    with driver.session() as session:
        for (name,) in session.run("SHOW CONSTRAINTS YIELD name").values():
            session.run(f"DROP CONSTRAINT `{name}`").consume()
        for (name,) in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").values():
            session.run(f"DROP INDEX `{name}`").consume()
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("CALL db.clearQueryCaches()").consume()


def seconds_of(pid: int) -> float:
    """How long a process has computed, on all cores together."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _apoc() -> Path:
    """APOC's jars, fetched once."""
    folder = cache()
    found = folder / "apoc-5.26.0"
    if not found.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        pom = Path(__file__).with_name("apoc.xml")
        with tempfile.TemporaryDirectory(dir=folder) as work:
            copy = ["dependency:copy-dependencies", f"-DoutputDirectory={work}/jars", "-DincludeScope=runtime"]
            subprocess.run(["mvn", "-q", "-B", "-f", str(pom), *copy], cwd=work, check=True)  # noqa: S603, S607
            Path(work, "jars").rename(found)
    return found


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    last = time.monotonic() + _PATIENCE
    while True:
        try:
            with GraphDatabase.driver(address) as driver:
                driver.verify_connectivity()
                return
        except (DriverError, Neo4jError):
            if process.poll() is not None or time.monotonic() > last:
                raise SystemExit(log.read_text(errors="replace")[-2000:]) from None
        time.sleep(0.5)
