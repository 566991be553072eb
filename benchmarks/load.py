"""Loads one made-up graph into Neo4j with kg and with its peers, side by side, and writes a part of docs/loading.md.

    python benchmarks/load.py [--size N]... [--times 3] [--peers NAME ...] [--server ADDRESS] [--output FILE]

Everybody loads the same records into the same server, each in a process and a virtual environment of its own, which is
made on first use. A round lets each of them load once, and load again, so that what else the machine does hits all
alike; who takes more than half a minute is not asked again, nor for a larger graph. Without --server a throwaway Neo4j
is started (Java and Maven); a server that is given is emptied, must ask for no password, and is not sent any files.
"""

import argparse
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import environments
import peers
from contents import Contents
from figures import FIRST, KG, Figures, page
from server import empty, seconds_of, throwaway

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "docs" / "loading.md"
_SLOW = 30.0
"""Seconds of a first load; who takes longer is not asked again."""
_EMBEDDED = "embedded"


@dataclass
class Run:
    """What all loads of a run share: the server, who takes part, and the folders of records."""

    address: str
    imports: Path
    process: int | None
    names: list[str]
    driver: Any


def ways(names: list[str]) -> dict[str, str]:
    """Each way of loading with its peer."""
    return {way: name for name in names for way in importlib.import_module(f"peers.{name}").WAYS}


def known() -> list[str]:
    """The names of all peers."""
    return sorted(name for _, name, _ in pkgutil.iter_modules(peers.__path__) if name != "__main__")


def load(run: Run, way: str, folder: Path, address: str | None = None, *more: str) -> dict[str, float]:
    """One load in a process of its own; nothing where it failed."""
    address = address or run.address
    if way == KG:
        python = environments.python("kg", environments.own())
        words = [str(HERE / "own.py"), str(folder), address, *more]
    else:
        name = ways(run.names)[way]
        python = environments.python(name, importlib.import_module(f"peers.{name}").NEEDS)
        words = ["-m", "peers", name, way, str(folder), address, str(run.imports)]
    path = {"PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "KG_"))}
    before = seconds_of(run.process) if run.process else 0.0
    ran = subprocess.run([python, *words], capture_output=True, text=True, cwd=folder, env={**kept, **path})  # noqa: S603
    if ran.returncode:
        print(f"  {way}: {ran.stderr.strip().splitlines()[-1][:300]}", file=sys.stderr, flush=True)
        return {}
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return {**found, "server": seconds_of(run.process) - before if run.process else 0.0}


def measure(run: Run, size: int, times: int, place: Path, slow: set[str]) -> Figures:
    """All rounds for a graph of one size, without those that are too slow, which this adds to."""
    folders = _records(size, place, "cold", "few", "many")
    contents = Contents(folders["cold"])
    figures = Figures(size, contents.nodes, contents.relations)
    for number in range(times):
        for way in [*ways(run.names), KG]:
            if way not in (FIRST, KG) and figures.middle(way, "cold") > _SLOW:
                slow.add(way)
            if way in slow:
                continue
            empty(run.driver)
            for step, folder, more in _steps(way):
                took = load(run, way, folders[folder], None, *more)
                figures.add(way, step, took)
                if number == 0 and step in ("cold", "again"):
                    figures.wrong[way, step] = contents.wrong(run.driver) if took else "refused"
                print(f"{size} {number + 1} {way} {step or 'back'} {took}", file=sys.stderr, flush=True)
        embedded = place / "graph.kgl"
        embedded.unlink(missing_ok=True)
        figures.add(KG, _EMBEDDED, load(run, KG, folders["cold"], str(embedded)))
    return figures


def _steps(way: str) -> Iterator[tuple[str, str, list[str]]]:
    """The loads of a way into an empty database: what each is called, the records, and more words for kg."""
    if way == KG:
        yield "dry run", "cold", ["dry"]
    yield "cold", "cold", []
    yield "again", "cold", []
    if way == KG:
        yield from (("few", "few", []), ("", "cold", []), ("many", "many", []))


def _records(size: int, place: Path, *names: str) -> dict[str, Path]:
    """Folders of records, made side by side."""
    folders = {name: place / name for name in names}
    making = []
    for name, folder in folders.items():
        words = [sys.executable, str(HERE / "synthetic.py"), str(size), str(folder)]
        making.append(subprocess.Popen(words if name == "cold" else [*words, "--changed", name]))  # noqa: S603
    if sum(process.wait() for process in making):
        raise SystemExit("no records")
    return folders


@contextmanager
def opened(given: argparse.Namespace, place: Path) -> Iterator[Run]:
    """The server that was given, or a new one."""
    from neo4j import GraphDatabase

    if given.server:
        names = [name for name in given.peers or known() if name != "csv_files"]
        with GraphDatabase.driver(given.server, notifications_min_severity="OFF") as driver:
            yield Run(given.server, place, None, names, driver)
        return
    with (
        throwaway() as (address, imports, process),
        GraphDatabase.driver(address, notifications_min_severity="OFF") as d,
    ):
        yield Run(address, imports, process, given.peers or known(), d)


def warm(run: Run, place: Path) -> None:
    """A server that just started is slow for whoever comes first."""
    folder = _records(2000, place / "warm", "cold")["cold"]
    for way in [name for name, peer in ways(run.names).items() if peer.startswith("driver")] + [KG]:
        empty(run.driver)
        load(run, way, folder)
    empty(run.driver)


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peers", nargs="*", choices=known())
    parser.add_argument("--server")
    parser.add_argument("--output", type=Path, help="docs/loading.md, where a page with the marks of that one lies")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, opened(given, Path(folder)) as run:
        warm(run, Path(folder))
        sizes, slow = given.size or [2000, 20_000], set[str]()
        found = [measure(run, size, given.times, Path(folder) / str(size), slow) for size in sorted(sizes)]
        needs = {name: importlib.import_module(f"peers.{name}").NEEDS for name in run.names}
        text = page(found, needs, run.driver)
    print(text)
    if given.output:
        begin, end = "<!-- benchmarks/load.py begins -->\n", "<!-- benchmarks/load.py ends -->"
        before, rest = given.output.read_text(encoding="utf-8").split(begin)
        given.output.write_text(before + begin + text + end + rest.split(end)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
