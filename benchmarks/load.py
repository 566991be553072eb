"""Loads one made-up graph into Neo4j with kg and with its peers, side by side, and writes a table.

    python benchmarks/load.py ADDRESS ENVIRONMENTS [--size N]... [--times 3] [--peers NAME ...]

ENVIRONMENTS is a folder of virtual environments: `kg` (kg and, if wanted, neo4j-rust-ext) and one for each peer of
benchmarks/peers.py under its name, with pyarrow beside it. The database at ADDRESS is emptied before each first load;
it must ask for no password. A peer's seconds run from records in memory to the last commit; kg's from the records on
disk. Only ratios of one run mean anything, since the machine is seldom alone.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
_KG = """
import json, resource, sys, time
import kg
begun = time.perf_counter()
kg.load(sys.argv[1], sys.argv[2], dry_run="dry" in sys.argv)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"seconds": time.perf_counter() - begun, "memory": memory}))
"""
_STEPS = ("cold", "again", "few", "many", "dry run")
Figures = dict[tuple[str, str], list[float]]


def emptied(address: str) -> None:
    """Remove all that is in the database, and what it planned."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(address, notifications_min_severity="OFF") as driver, driver.session() as session:
        for (name,) in session.run("SHOW CONSTRAINTS YIELD name").values():
            session.run(f"DROP CONSTRAINT `{name}`").consume()
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        session.run("CALL db.clearQueryCaches()").consume()


def run(environments: Path, name: str, folder: Path, address: str, *more: str) -> dict[str, float]:
    """One load in a process of its own."""
    python = str(environments.absolute() / name / "bin" / "python")
    words = ["-c", _KG, str(folder)] if name == "kg" else [str(HERE / "peers.py"), name, str(folder)]
    words = [python, *words, address, *more]
    ran = subprocess.run(words, check=True, capture_output=True, text=True, cwd=HERE.parent)  # noqa: S603
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def measure(given: argparse.Namespace, size: int, place: Path) -> tuple[Figures, Figures]:
    """Seconds and memory of each contestant and step."""
    folders = {"cold": place / "cold", "few": place / "few", "many": place / "many"}
    for name, folder in folders.items():
        changed = [] if name == "cold" else ["--changed", name]
        words = [sys.executable, str(HERE / "synthetic.py"), str(size), str(folder), *changed]
        subprocess.run(words, check=True)  # noqa: S603
    seconds: Figures = {}
    memory: Figures = {}
    for _ in range(given.times):
        for name in [*given.peers, "kg"]:
            emptied(given.address)
            # kg's changes go there and back, so that each begins with the first graph.
            steps = [("cold", "cold"), ("again", "cold")]
            if name == "kg":
                steps += [("few", "few"), ("", "cold"), ("many", "many"), ("", "cold")]
            for step, which in steps:
                found = run(given.environments, name, folders[which], given.address)
                seconds.setdefault((name, step), []).append(found["seconds"])
                memory.setdefault((name, step), []).append(found["memory"])
        emptied(given.address)
        found = run(given.environments, "kg", folders["cold"], given.address, "dry")
        seconds.setdefault(("kg", "dry run"), []).append(found["seconds"])
        embedded = place / "graph.kgl"
        embedded.unlink(missing_ok=True)
        found = run(given.environments, "kg", folders["cold"], str(embedded))
        seconds.setdefault(("kg, embedded", "cold"), []).append(found["seconds"])
        memory.setdefault(("kg, embedded", "cold"), []).append(found["memory"])
    return seconds, memory


def table(size: int, seconds: Figures, memory: Figures) -> list[str]:
    """Medians as lines of Markdown, and kg's as a part of the first load."""
    lines = [f"N = {size:,}, medians of seconds", "", f"| loader | {' | '.join(_STEPS)} | memory, MB |"]
    lines.append("|" + "---|" * (len(_STEPS) + 2))
    for name in dict.fromkeys(name for name, _ in seconds):
        middle = {step: statistics.median(seconds[name, step]) for step in _STEPS if (name, step) in seconds}
        most = max(figure for (other, _), figures in memory.items() if other == name for figure in figures)
        cells = (f"{middle[s]:.2f} ({middle[s] / middle['cold']:.0%})" if s in middle else "" for s in _STEPS)
        lines.append(f"| {name} | {' | '.join(cells)} | {most:.0f} |")
    return [*lines, ""]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("address")
    parser.add_argument("environments", type=Path)
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=["driver"])
    given = parser.parse_args()
    for size in given.size or [2000, 20000]:
        with tempfile.TemporaryDirectory() as place:
            print("\n".join(table(size, *measure(given, size, Path(place)))), flush=True)


if __name__ == "__main__":
    main()
