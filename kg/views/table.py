"""The rows of an answer as a table that can be sorted and searched: for questions that give numbers."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from kg.graph import Node, Path, Relation
from kg.scene import Scene
from kg.views._debate import number, verb, words
from kg.views._markup import Markup, join, link, tag
from kg.views._page import empty, head, page, read
from kg.views._tints import tints

_BAR = 72  # pixels of the longest bar


def draw(scene: Scene) -> str:
    """The page for a scene; script adds the sorting and the search, the table is there without."""
    shown = [i for i, name in enumerate(scene.table.columns) if not name.startswith("_")]
    if not scene.table.rows or not shown:
        return empty(scene)
    body = join(head(scene), _tools(len(scene.table.rows)), _table(scene, shown))
    return page(scene, body, tints() + read("table.css"), [read("table.js")])


def _tools(rows: int) -> Markup:
    find = tag(
        "input",
        id="search",
        type="search",
        placeholder="Find words",
        aria_label="Find words in the rows",
        autocomplete="off",
    )
    count = tag("span", f"{rows:,} row{'s' * (rows != 1)}", id="status", role="status")
    return tag("div", count, tag("div", find, role="search", hidden=True), class_="tools")


def _table(scene: Scene, shown: list[int]) -> Markup:
    most = {i: _most([row[i] for row in scene.table.rows]) for i in shown}
    heads = (
        tag("th", _name(scene.table.columns[i]), scope="col", class_="number" if most[i] is not None else None)
        for i in shown
    )
    rows = (tag("tr", (_cell(row[i], most[i]) for i in shown)) for row in scene.table.rows)
    table = tag("table", tag("caption", scene.title, dir="auto"), tag("thead", tag("tr", heads)), tag("tbody", rows))
    return tag("div", table, class_="wide", role="region", aria_label="Rows", tabindex=0)


def _name(column: str) -> str:
    return column.replace("_", " ")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _most(values: list[Any]) -> float | None:
    """The largest number of a column, or None where it holds other things or nothing."""
    known = [value for value in values if value is not None]
    return float(max(known)) if known and all(map(_is_number, known)) else None


def _cell(value: Any, most: float | None) -> Markup:
    if most is not None and _is_number(value):
        shown = f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
        wide = round(_BAR * value / most) if most > 0 and value > 0 else 0
        bar = tag("svg", tag("rect", width=wide, height=8, rx=2), width=_BAR, height=8, aria_hidden="true")
        return tag("td", tag("span", shown), bar, class_="number", data_value=repr(value))
    return tag("td", join(*_words(value)), dir="auto")


def _words(value: Any) -> Iterator[Markup]:
    """A value of a row as people read it."""
    if isinstance(value, Node):
        yield link(words(value), value.properties.get("url"))
    elif isinstance(value, Relation):
        sure = number(value.properties.get("confidence"))
        yield tag("span", verb(value.type), class_=f"chip {value.type}")
        if sure is not None:
            yield tag("span", f" {sure:.0%} sure", class_="soft")
    elif isinstance(value, Path):
        steps = (join(*_words(part)) for part in _steps(value))
        yield join(*(tag("p", step, dir="auto") for step in steps))
    elif isinstance(value, list | tuple):
        yield join(*(tag("p", *_words(item), dir="auto") for item in value))
    elif isinstance(value, dict):
        yield join(*(tag("p", f"{name}: ", *_words(item), dir="auto") for name, item in value.items()))
    elif isinstance(value, bool):
        yield tag("span", "yes" if value else "no")
    elif value is not None:
        yield link(str(value), value)


def _steps(path: Path) -> Iterator[Node | Relation]:
    for i, node in enumerate(path.nodes):
        yield node
        yield from path.relations[i : i + 1]
