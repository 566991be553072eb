"""Asks every saved question of a made-up graph, in each store, and tells how long the answers take.

    python benchmarks/questions.py FOLDER DB... [--size 60000] [--times 5] [--only NAME ...] [--page docs/questions.md]

FOLDER holds the records of benchmarks/debated.py, which are made where there are none: 60,000 posts are 300,000 claims.
They are loaded into each DB, a file or the address of a server, unless they are there. A question is asked with its
defaults, and where it takes a speaker, claim, work or discussion once more with one of these; each time is the median
of several in seconds by the clock, so nothing else should run meanwhile; rounds of all questions that do not count come
before them, since a server makes its code fast while it answers. The targets are 0.1 s on a server, 1 s in a file, and
0.1 s for a search in either. With --page the page that lists the questions is written.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

import debated

import kg
from kg.errors import KgError
from kg.loading import parquet
from kg.loading.wanted import checked
from kg.questions import naming, queries, search
from kg.questions.queries import Query
from kg.stores import Store

_WARM = 3
"""Rounds of all questions before a server is measured."""
_PATIENCE = 60.0
TARGETS = {"server": 0.1, "file": 1.0}
_MOST = "WITH n, count(*) AS times ORDER BY times DESC, n.id SKIP 100 LIMIT 2"
_SOME = {
    "Claim": f"MATCH (n:Claim)<-[:REBUTS]-() {_MOST}",
    "Speaker": f"MATCH (n:Speaker)-[:WROTE]->() {_MOST}",
    "Work": f"MATCH (n:Work)<-[:CITES]-() {_MOST}",
    "Discussion": f"MATCH (n:Discussion)<-[:PART_OF]-() {_MOST}",
}
"""Nodes to ask about: neither the largest nor the smallest."""
_TOP = """# Questions

All that `kg ask`, `kg view` and the Neo4j Browser can be asked by name, one file a question in `cypher/`. The last two
columns tell how many seconds an answer takes on a graph of {claims:,} claims, on a Neo4j server that has been asked
before and in an open graph file (the median of several, with the slower of: defaults, one speaker, claim, work or
discussion; 2 cores). The aims are 0.1 s and 1 s; where a question misses them by its nature, it says why. An empty
cell was not measured. `benchmarks/questions.py` writes this page."""


def kind_of(db: str) -> str:
    """Whether an address is a server's or a file's."""
    return "server" if "://" in db else "file"


def given(store: Store, query: Query) -> Iterator[dict[str, Any]]:
    """The parameters to ask with: none, and where it takes a node one of the graph."""
    yield {}
    wanted = {p.name: naming.KINDS[p.kind] for p in query.parameters if p.kind in naming.KINDS}
    some = {
        label: [id for (id,) in store.run(f"{_SOME[label]} RETURN n.id AS id", {}).rows] for label in wanted.values()
    }
    found = {name: some[label].pop() for name, label in wanted.items() if some[label]}
    if found:
        yield found


def seconds(store: Store, query: Query, parameters: dict[str, Any], times: int) -> float:
    """The median of several askings."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        queries.run(store, query, parameters)
        found.append(time.perf_counter() - begun)
        if found[0] > 20:
            break
    return statistics.median(found)


def measured(db: str, names: list[str], times: int) -> dict[str, float]:
    """The slowest way of asking each question."""
    found: dict[str, float] = {}
    with kg.open_store(db) as store:
        store.seconds = _PATIENCE
        asked = [(queries.get(name), some) for name in names for some in given(store, queries.get(name))]
        for _ in range(_WARM if kind_of(db) == "server" else 1):
            for query, some in asked:
                tried(store, query, some, 1)
        for query, some in asked:
            took = tried(store, query, some, times)
            found[query.name] = max(found.get(query.name, 0.0), took)
            over = "" if took <= TARGETS[kind_of(db)] else f"  over; {query.cost}"
            print(f"{kind_of(db):7}{query.name:20}{took:8.3f} s{over}  {' '.join(some)}", flush=True)
    return found


def searched(db: str, times: int) -> dict[str, float]:
    """How long `kg find` takes for words that stand side by side in some claim."""
    found: dict[str, float] = {}
    with kg.open_store(db) as store:
        ((text,),) = store.run("MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 1 RETURN n.text AS text", {}).rows
        one, two = sorted((word for word in text.split() if word.isalpha()), key=len)[-2:]
        first, second = text.split()[1:3]
        for what, words in {
            "a word": one,
            "two words": f"{one} {two}",
            "a phrase": f'"{first} {second}"',
            "a beginning": f"{one[:5]}*",
        }.items():
            took = []
            for _ in range(times + _WARM):
                begun = time.perf_counter()
                search.find(store, words)
                took.append(time.perf_counter() - begun)
            found[what] = statistics.median(took[_WARM:])
            print(f"{kind_of(db):7}{what:20}{found[what]:8.3f} s  {words}", flush=True)
    return found


def tried(store: Store, query: Query, parameters: dict[str, Any], times: int) -> float:
    """How long an answer takes; NaN where none came."""
    try:
        return seconds(store, query, parameters, times)
    except KgError as error:
        print(f"{query.name} {parameters}: {error}", file=sys.stderr)
        return float("nan")


def page(times: dict[str, dict[str, float]], searches: dict[str, dict[str, float]], size: int) -> str:
    """The page that lists the questions, with the times of each kind of store where there are any."""
    lines = [_TOP.format(claims=5 * size)]
    for name, found in queries.by_folder().items():
        lines += [
            f"\n## {name.capitalize()}\n",
            "| question | what it answers | takes | server | file |",
            "|---|---|---|--:|--:|",
        ]
        for query in found:
            takes = ", ".join(f"`{p.name}`" for p in query.parameters)
            seen = [_shown(times.get(kind, {}).get(query.name)) for kind in TARGETS]
            about = query.about if query.cost == "light" else f"{query.about} *{query.cost.capitalize()}.*"
            lines.append(f"| `{query.name}`<br>{query.title} | {about} | {takes} | {' | '.join(seen)} |")
    lines += ["\n## Search\n", "| `kg find` for | server | file |", "|---|--:|--:|"]
    for what in next(iter(searches.values()), {}):
        lines.append(f"| {what} | {' | '.join(_shown(searches.get(kind, {}).get(what)) for kind in TARGETS)} |")
    return "\n".join(lines) + "\n"


def _shown(took: float | None) -> str:
    return "" if took is None else "over a minute" if took != took else f"{took:.2f} s"


def main() -> None:
    """Make, load, ask, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("db", nargs="+")
    parser.add_argument("--size", type=int, default=60_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    if not (asked.folder / "records.json").exists():
        parquet.write(checked(debated.records(asked.size)), asked.folder)
    times: dict[str, dict[str, float]] = {}
    searches: dict[str, dict[str, float]] = {}
    for db in asked.db:
        kg.load(asked.folder, db)
        times[kind_of(db)] = measured(db, asked.only or queries.names(), asked.times)
        searches[kind_of(db)] = searched(db, asked.times)
    if asked.page:
        asked.page.write_text(page(times, searches, asked.size), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
