"""What the plan of a query tells: whether it only asks the graph, or does more, and what each step of it cost."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.graph import Plan, Table

if TYPE_CHECKING:
    from neo4j import ResultSummary

EXPLAIN = "EXPLAIN "
"""Stands before a query whose plan is looked at before it may run."""
WRITES = "the query would change the graph or the server, and kg only asks; take that part out"
_FETCHES = "the query would make the server read a file or an address, and kg only asks the graph; take that part out"

_STEPS = {
    "TerminateTransactions": WRITES,
    "TransactionApply": WRITES,
    "TransactionForeach": WRITES,
    "LoadCSV": _FETCHES,
}
_PROCEDURES = {
    **dict.fromkeys(("db.prepareForReplanning", "db.resample", "db.stats.", "apoc.export."), WRITES),
    **dict.fromkeys(("apoc.load.", "apoc.import."), _FETCHES),
}
"""Procedures that Neo4j counts as reading, by how their names begin."""


def refusal(summary: "ResultSummary") -> str | None:
    """Why a query with this summary of its EXPLAIN may not run; None where it only asks."""
    # Reading transactions refuse to write, but not to clear caches, end other people's transactions or read files.
    if summary.query_type != "r":
        return WRITES
    for step, details in _steps(summary.plan or {}):
        if step in _STEPS:
            return _STEPS[step]
        if step == "ProcedureCall":
            for begin, why in _PROCEDURES.items():
                if details.startswith(begin):
                    return why
    return None


def _steps(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The operators of a plan with what they say of themselves; `LoadCSV@neo4j` names the database too."""
    waiting = [plan]
    while waiting:
        step = waiting.pop()
        yield str(step.get("operatorType", "")).partition("@")[0], str(step.get("args", {}).get("Details", ""))
        waiting += step.get("children", [])


def told(summary: "ResultSummary") -> Plan:
    """The steps of a query that was run, the last one first, each with what it read."""
    rows: list[tuple[Any, ...]] = []
    waiting = [(summary.profile or {}, 0)]
    while waiting:
        step, depth = waiting.pop()
        args = step.get("args", {})
        name = str(step.get("operatorType", "")).partition("@")[0]
        estimated = args.get("EstimatedRows")
        rows.append(
            (
                "· " * depth + name,
                None if estimated is None else round(estimated),
                step.get("rows"),
                step.get("dbHits"),
                args.get("Details"),
            )
        )
        waiting += [(child, depth + 1) for child in step.get("children", [])]
    took = (summary.result_available_after or 0) + (summary.result_consumed_after or 0)
    hits = sum(row[3] or 0 for row in rows)
    title = f"{summary.server.agent}: {took} ms, {hits} database hits, rows: {rows[0][2] or 0}"
    return Plan(title, Table(("step", "estimated", "rows", "hits", "what"), rows))
