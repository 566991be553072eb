"""Neo4j's own jars: fetched once by Maven, as the pom beside this file says, and shared by all homes."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError
from kg.local.place import Place

_POM = Path(__file__).with_name("pom.xml")


def folder(place: Place) -> Path:
    """Where the jars of the pom's version lie, or will."""
    found = re.search(r"<neo4j\.version>([\d.]+)<", _POM.read_text(encoding="utf-8"))
    return place.jars / (found[1] if found else "unknown")


def lacking(place: Place) -> str | None:
    """What is missing to have the jars, as words for a person; None where nothing is."""
    if folder(place).is_dir() or shutil.which("mvn"):
        return None
    return "no Maven ('mvn') to fetch Neo4j with"


def fetch(place: Place, tell: Callable[[str], None]) -> None:
    """Fetch the jars unless they are there; the folder gets its name only when it is whole."""
    lib = folder(place)
    if lib.is_dir():
        return
    tell("fetching Neo4j's jars with Maven (about 140 MB, once) ...")
    place.jars.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.jars) as work:
        new = Path(work) / "lib"
        command = [shutil.which("mvn") or "mvn", "-q", "-B", "-f", str(_POM), "dependency:copy-dependencies"]
        command += [f"-DoutputDirectory={new}", "-DincludeScope=runtime"]
        log = place.jars / "maven.log"
        try:
            with log.open("wb") as out:
                done = subprocess.run(  # noqa: S603 - no shell, no words from a source
                    command, cwd=work, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=1800, check=False
                )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise StoreError(f"Maven did not fetch Neo4j's jars; see {log}, then try again") from error
        if done.returncode:
            raise StoreError(f"Maven could not fetch Neo4j's jars (no network?); see {log}, then try again")
        try:
            new.rename(lib)
        except OSError:
            if not lib.is_dir():  # else another kg was quicker
                raise
