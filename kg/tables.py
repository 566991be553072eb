"""Rows of a query for people and programs: a table, JSON, NDJSON, CSV or Markdown."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from kg.graph import Node, Path, Relation, Table
from kg.records import handle


def written(table: Table, format: str) -> Iterator[str]:
    """The rows in one of the formats but `table`, in pieces with their line ends."""
    if format == "csv":
        yield from _csv(table)
        return
    if format == "markdown":
        yield from _markdown(table)
        return
    rows = ({c: plain(v) for c, v in zip(table.columns, row, strict=True)} for row in table.rows)
    if format == "ndjson":
        yield from (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        yield json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """A value as JSON knows it: nodes and relations as objects with `id` and their properties."""
    match value:
        case Node():
            return {"label": value.label, **value.properties}
        case Relation():
            ends = {"source": value.source[1], "target": value.target[1]}
            return {"type": value.type, "id": handle(value), **ends, **value.properties}
        case Path():
            return [plain(v) for v in (*value.nodes, *value.relations)]
        case list() | tuple():
            return [plain(v) for v in value]
        case dict():
            return {str(k): plain(v) for k, v in value.items()}
        case _:
            return value


def cell(value: Any) -> str:
    """A value in words: a node by its caption, a relation by its type and confidence."""
    match value:
        case None:
            return ""
        case Node():
            return value.caption
        case Relation():
            sure = value.properties.get("confidence")
            return value.type.lower().replace("_", " ") + (f" {sure:.2f}" if sure is not None else "")
        case Path():
            return " - ".join(cell(n) for n in value.nodes)
        case float():
            return f"{value:.2f}"
        case list() | tuple():
            return ", ".join(cell(v) for v in value)
        case dict():
            return ", ".join(f"{k}: {cell(v)}" for k, v in value.items())
        case _:
            return str(value)


def shown(text: str) -> str:
    """A text that a terminal shows and does not obey: control marks are made visible."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


def _columns(table: Table) -> list[int]:
    """The columns to read: those whose name begins with `_` are there for the picture only."""
    return [i for i, name in enumerate(table.columns) if not name.startswith("_")]


def _csv(table: Table) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = _columns(table)
    writer.writerow([table.columns[i] for i in columns])
    for row in table.rows:
        writer.writerow([_whole(row[i]) for i in columns])
    yield out.getvalue()


def _markdown(table: Table) -> Iterator[str]:
    columns = _columns(table)
    yield f"| {' | '.join(table.columns[i].replace('_', ' ') for i in columns)} |\n"
    yield f"|{' --- |' * len(columns)}\n"
    for row in table.rows:
        yield f"| {' | '.join(_harmless(_whole(row[i])) for i in columns)} |\n"


def _harmless(words: str) -> str:
    """Words that Markdown shows as they are: no mark-up, no table border, one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", " ".join(words.split()))


def _whole(value: Any) -> str:
    """A cell of a CSV file: a claim by all its words, numbers in full."""
    if isinstance(value, Node):
        return str(value.properties.get("text") or value.caption)
    return str(value) if isinstance(value, float) else cell(value)


def print_table(table: Table, title: str, about: str) -> None:
    """The rows as a table that fits the terminal, with the question above and how to read it below."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    console = Console(highlight=False)
    grid = Grid(title=Text(shown(title)), title_justify="left", header_style="bold", show_lines=False)
    columns = _columns(table)
    for i in columns:
        numbers = all(isinstance(row[i], int | float | None) for row in table.rows)
        grid.add_column(
            Text(table.columns[i].replace("_", " ")), justify="right" if numbers else "left", overflow="fold"
        )
    for row in table.rows:
        grid.add_row(*(Text(shown(cell(row[i]))) for i in columns))
    console.print(grid)
    if about:
        console.print(Text(about, style="dim"))
