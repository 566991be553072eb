"""What kglite answers, in kg's own form: rows, plans, and errors in one line."""

import re
from typing import TYPE_CHECKING, Any

from kg import graph
from kg.errors import QueryError, StoreError
from kg.graph import Plan, Table
from kg.loading.rows import Things

if TYPE_CHECKING:
    from kglite import FrozenGraph, KnowledgeGraph, ResultView

_FETCH = re.compile(r"\bload(?:\s|//[^\n]*\n)+csv\b", re.IGNORECASE)
_FETCHES = (
    "the query would read a file (LOAD CSV), and kg only asks the graph; take that part out, "
    "or give these words as a parameter"
)
_WRITES = "the query would change the graph, and kg only asks; take the writing part out"


def ask(
    asked: "FrozenGraph | KnowledgeGraph", query: str, parameters: dict[str, Any], seconds: float = 0
) -> "ResultView":
    """The answer to a query; QueryError where it does not run, StoreError where it may not write."""
    import kglite

    # A snapshot refuses to write, but not to read any file of this machine; its plan does not show all parts.
    if isinstance(asked, kglite.FrozenGraph) and _FETCH.search(query):
        raise StoreError(_FETCHES)
    try:
        answer = asked.cypher(query, params=parameters, timeout_ms=int(seconds * 1000))
    except kglite.ReadOnlyError as error:
        raise StoreError(_WRITES) from error
    except kglite.CypherTimeoutError as error:
        raise QueryError(f"the query took longer than {seconds:g} seconds; ask for less") from error
    except kglite.KgError as error:
        raise QueryError(f"the query does not run: {first_line(error)}") from error
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise QueryError(f"a parameter does not fit: {first_line(error)}") from error
    if isinstance(answer, str):
        raise QueryError("the query ends in FORMAT CSV, which is not Cypher; use --format csv")
    return answer


def table(asked: "FrozenGraph | KnowledgeGraph", answer: "ResultView") -> Table:
    """The rows of an answer, with nodes and relations."""
    things = Things()
    columns = tuple(answer.columns)
    rows = [tuple(_value(row[column], things) for column in columns) for row in answer]
    if unknown := things.unknown():
        found = ask(
            asked,
            "MATCH (n) WHERE elementId(n) IN $keys RETURN elementId(n) AS key, labels(n) AS labels, n.id AS id",
            {"keys": unknown},
        )
        for row in found:
            things.node(row["key"], row["labels"], {"id": row["id"]})
    things.tie()
    return Table(columns, rows)


def plan(asked: "FrozenGraph", query: str, parameters: dict[str, Any]) -> Plan:
    """The steps that kglite means to take, and then what each part of the query took."""
    import kglite

    rows: list[tuple[Any, ...]] = []
    for step in ask(asked, f"EXPLAIN {query}", parameters):
        rows.append((step["operation"], step["estimated_rows"], None, None))
    answer = ask(asked, f"PROFILE {query}", parameters)
    for part in answer.profile or []:
        rows.append((f"done: {part['clause']}", None, part["rows_out"], part["elapsed_us"] / 1000))
    took = sum(row[3] for row in rows if row[3] is not None)
    title = f"kglite {kglite.__version__}: {took:.1f} ms, rows: {len(list(answer))}"
    return Plan(title, Table(("step", "estimated", "rows", "ms"), rows))


def _value(value: Any, things: Things) -> Any:
    """A value of a row with nodes, relations and paths in kg's own form; kglite gives them as dictionaries."""
    if isinstance(value, list):
        return [_value(item, things) for item in value]
    if isinstance(value, dict):
        match sorted(value):
            case ["id", "labels", "properties"]:
                return _node(value, things)
            case ["end", "id", "properties", "start", "type"]:
                return things.relation(value["type"], str(value["start"]), str(value["end"]), value["properties"])
            case ["nodes", "relationships"]:
                nodes = tuple(_value(value["nodes"], things))
                return graph.Path(nodes, tuple(_value(value["relationships"], things)))
        return {name: _value(item, things) for name, item in value.items()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _node(value: dict[str, Any], things: Things) -> graph.Node:
    """A node without what kglite makes up: its type, and a title or name of label and id."""
    label, found = value["labels"][0], value["properties"]
    made_up = {"type": label, "title": f"{label}_{found['id']}", "name": f"{label}_{found['id']}"}
    properties = {k: v for k, v in found.items() if v != made_up.get(k)}
    return things.node(str(value["id"]), value["labels"], properties)


def first_line(error: BaseException) -> str:
    """What kglite says, without the picture of the query below it."""
    return str(error).strip().partition("\n")[0]
