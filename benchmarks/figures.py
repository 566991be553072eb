"""What loads took, and the tables that docs/loading.md shows of it."""

import os
import platform
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

KG = "**kg**"
FIRST = "driver, rows as lists, `MERGE`, neo4j-rust-ext"

# What kg is measured against, and how much faster it shall be.
_FASTER = {
    "cartography's loader": 1.5,
    "neo4j-graphrag's writer": 2.5,
    "LlamaIndex's property graph store": 2.5,
    "langchain-neo4j, one call": 2.5,
    "langchain-neo4j, a call a document": 8.0,
}
# A part of kg's own cold load, at most.
_PARTS = {
    "again, nothing changed": ("again", 0.05),
    "again, 1 % of posts changed, in a few sources": ("few", 0.10),
    "again, 1 % of posts changed, here and there": ("many", 0.10),
    "dry run of everything": ("dry run", 0.30),
    "embedded store, cold": ("embedded", 0.50),
}


@dataclass
class Figures:
    """What was measured with a graph of one size, by way of loading and step."""

    size: int
    nodes: int
    relations: int
    taken: dict[tuple[str, str], list[dict[str, float]]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, way: str, step: str, took: dict[str, float]) -> None:
        """One load; a step without a name is not told of."""
        if took and step:
            self.taken[way, step].append(took)

    def ways(self) -> list[str]:
        """All ways, the fastest first."""
        found = [way for way, step in self.taken if step == "cold"]
        return sorted(found, key=lambda way: self.middle(way, "cold"))

    def middle(self, way: str, step: str, what: str = "seconds") -> float:
        """The median of all rounds; not a number where nothing was measured."""
        found = [took[what] for took in self.taken.get((way, step), [])]
        return statistics.median(found) if found else float("nan")

    def most(self, way: str) -> float:
        """The most memory of any load but that into the embedded store."""
        return max(t["memory"] for (w, step), all in self.taken.items() if w == way and step != "embedded" for t in all)


def page(figures: list[Figures], needs: dict[str, list[str]], driver: Any) -> str:
    """The generated part of the page."""
    lines = [*_about(needs, driver), ""]
    for found in figures:
        lines += [*_table(found), ""]
    if all(FIRST in found.ways() and KG in found.ways() for found in figures):
        lines += [*_reached(figures), ""]
    return "\n".join(lines)


def _about(needs: dict[str, list[str]], driver: Any) -> list[str]:
    version = driver.execute_query("CALL dbms.components() YIELD versions, edition RETURN versions[0], edition").records
    pinned = sorted({need for found in needs.values() for need in found if not need.startswith("pyarrow")})
    return [
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} shared cores ({platform.machine()}, Python "
        f"{platform.python_version()}), Neo4j {version[0][0]} {version[0][1].title()}: only ratios hold. "
        f"Peers: {', '.join(pinned)}.",
    ]


def _table(found: Figures) -> list[str]:
    lines = [
        f"N = {found.size:,}: {found.nodes:,} nodes, {found.relations:,} relations. Medians of seconds.",
        "",
        "| loader | rounds | cold | to kg's | again | CPU of loader, server | memory, MB | holds after cold, again |",
        "|---|---|---|---|---|---|---|---|",
    ]
    kg = found.middle(KG, "cold")
    for way in found.ways():
        cold, again = found.middle(way, "cold"), found.middle(way, "again")
        cpu = [found.middle(way, "cold", what) for what in ("cpu", "server")]
        held = [found.wrong.get((way, step), "") or "all" for step in ("cold", "again")]
        lines.append(
            f"| {way} | {len(found.taken[way, 'cold'])} | {cold:.2f} | {cold / kg:.2f} | "
            f"{'–' if again != again else f'{again:.2f}'} | {cpu[0]:.1f}, {cpu[1]:.1f} | {found.most(way):.0f} | "
            f"{' – '.join(dict.fromkeys(held))} |"
        )
    return lines


def _reached(figures: list[Figures]) -> list[str]:
    """What is to be reached, and what was, with the largest graph."""
    found, first = figures[-1], figures[0]
    kg = found.middle(KG, "cold")
    rows: list[tuple[str, float, float, str, bool]] = []
    rows.append(("kg, cold, to the first row of the driver", kg / found.middle(FIRST, "cold"), 1.15, "{:.2f}", True))
    for way, wanted in _FASTER.items():
        # The largest graph for which it was not too slow to be asked.
        for f in [f for f in figures if way in f.ways()][-1:]:
            words = f"{way}, cold, to kg's" + ("" if f is found else f" (N = {f.size:,})")
            rows.append((words, f.middle(way, "cold") / f.middle(KG, "cold"), wanted, "{:.2f}", False))
    for words, (step, wanted) in _PARTS.items():
        rows.append((f"kg, {words}, to cold", found.middle(KG, step) / kg, wanted, "{:.1%}", True))
    if first is not found:
        ratio = kg / first.middle(KG, "cold")
        rows.append((f"kg, cold, N = {found.size:,} to {first.size:,}", ratio, 10.5, "{:.2f}", True))
    rows.append(("kg, memory of the loader, MB", found.most(KG), 300, "{:.0f}", True))
    lines = [f"| N = {found.size:,} | to reach | now | |", "|---|---|---|---|"]
    for words, now, wanted, form, most in rows:
        if now == now:
            bound = f"at {'most' if most else 'least'} {form.format(wanted)}"
            missed = now > wanted if most else now < wanted
            lines.append(f"| {words} | {bound} | {form.format(now)} | {'**missed**' if missed else 'reached'} |")
    return lines
