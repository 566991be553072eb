"""Rows of a query for people and programs: a table, JSON, NDJSON, CSV or Markdown."""

import csv
import io
import json
import math
import re
import sys
from collections.abc import Iterator
from typing import Any

from kg.graph import Node, Path, Relation, Table
from kg.records import handle

_WHOLE = 240
"""Letters of a text that has lines of its own."""


def tell(table: Table, format: str, title: str, about: str, hidden: bool = False) -> None:
    """Print the rows in one of the formats; `hidden` says whether to show columns that are there for the picture."""
    if format == "table":
        print_table(table, title, about, hidden)
        return
    for piece in written(table, format, hidden):
        sys.stdout.write(piece)


def written(table: Table, format: str, hidden: bool = False) -> Iterator[str]:
    """The rows in one of the formats but `table`, in pieces with their line ends."""
    if format == "csv":
        yield from _csv(table, _columns(table, hidden))
        return
    if format == "markdown":
        yield from _markdown(table, _columns(table, hidden))
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
        case float() if not math.isfinite(value):
            return None  # JSON has no such number
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
    joined = text.replace("\u200c", "").replace("\u200d", "").replace("\t", " ")
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in joined)


def _columns(table: Table, hidden: bool) -> list[int]:
    """The columns to read: those whose name begins with `_` are there for the picture only."""
    return [i for i, name in enumerate(table.columns) if hidden or not name.startswith("_")]


def _csv(table: Table, columns: list[int]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([table.columns[i] for i in columns])
    for row in table.rows:
        writer.writerow([_whole(row[i]) for i in columns])
    yield out.getvalue()


def _markdown(table: Table, columns: list[int]) -> Iterator[str]:
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


def print_table(table: Table, title: str, about: str, hidden: bool = False) -> None:
    """The rows fitted to the terminal, with the question above and how to read it below.

    Long texts are folded. Where the columns would become too narrow to read, each row is a list of its own.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    columns = _columns(table, hidden)
    cells = [[_folded(row[i], max(console.width, 60)) for i in columns] for row in table.rows]
    names = [shown(table.columns[i] if hidden else table.columns[i].replace("_", " ")) for i in columns]
    numbers = [all(isinstance(row[i], int | float | None) for row in table.rows) for i in columns]
    least = [_least([name, *(row[at] for row in cells)]) for at, name in enumerate(names)]
    if sum(least) + 3 * len(least) + 1 <= console.width or len(names) == 1:
        console.print(_grid(shown(title), names, numbers, cells))
    else:
        if title:
            console.print(Text(shown(title), style="italic"))
        console.print(_lists(names, [[_folded(row[i], _WHOLE) for i in columns] for row in table.rows]))
    if about:
        console.print(Text(about, style="dim"))


def _folded(value: Any, most: int) -> str:
    """A cell in one line: a claim by its words; a text longer than `most` is cut, an address never."""
    words = value.properties.get("text") if isinstance(value, Node) and value.label == "Claim" else None
    text = " ".join(shown(str(words or cell(value))).split())
    return text if len(text) <= most or " " not in text else text[: most - 1].rstrip() + "…"


def _least(texts: list[str]) -> int:
    """How narrow a column may be: a word is not broken unless it is very long, and a sentence wants some room."""
    from rich.cells import cell_len

    words = max((cell_len(word) for text in texts for word in text.split()), default=1)
    return max(min(words, 20), 16 if max(map(cell_len, texts)) > 40 else 1)


def _grid(title: str, names: list[str], numbers: list[bool], cells: list[list[str]]) -> Any:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(title=Text(title) if title else None, title_justify="left", header_style="bold")
    for name, number in zip(names, numbers, strict=True):
        grid.add_column(Text(name), justify="right" if number else "left", overflow="fold")
    for row in cells:
        grid.add_row(*map(Text, row))
    return grid


def _lists(names: list[str], cells: list[list[str]]) -> Any:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right")
    grid.add_column()
    grid.add_column(overflow="fold")
    for number, row in enumerate(cells, 1):
        for at, (name, text) in enumerate((n, t) for n, t in zip(names, row, strict=True) if t):
            grid.add_row(Text("" if at else str(number), "dim"), Text(name, "bold"), Text(text))
        grid.add_row()
    return grid
