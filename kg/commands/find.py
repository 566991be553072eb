"""Find speakers, works, claims and posts by their words, the best first.

All words must be there, in any order and case; where nothing holds all of them, what holds most is shown.

\b
kg find reward hacking
kg find '"exact words"' --in claims --limit 5
kg find 'subterf*' --format json
"""

from typing import TYPE_CHECKING, Any

import click

import kg
from kg.commands._options import DB, OUTPUT

if TYPE_CHECKING:
    from kg.questions.search import Hit

_KINDS = ("speakers", "works", "claims", "posts")


@click.command(help=__doc__)
@click.argument("words", nargs=-1, required=True)
@DB
@click.option("--in", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only these; may be given several times.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many to show.")
@OUTPUT
def command(words: tuple[str, ...], db: str | None, kinds: tuple[str, ...], limit: int, format_: str) -> None:
    from kg.graph import Table
    from kg.questions import tables

    found = kg.find(" ".join(words), db, kinds, limit)
    if format_ == "table":
        _print(found, db)
        return
    columns: tuple[str, ...] = ("kind", "who", "words", "where", "score", "id")
    rows: list[tuple[Any, ...]] = [(hit.kind, hit.who, hit.marked, hit.where, hit.score, hit.id) for hit in found]
    if format_ in ("json", "ndjson"):
        columns += ("marks",)
        rows = [(*row[:2], hit.words, *row[3:], hit.marks) for row, hit in zip(rows, found, strict=True)]
    tables.tell(Table(columns, rows), format_, "", "")


def _print(found: "list[Hit]", db: str | None) -> None:
    """Each hit with who says it, where, and its id, folded to the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.questions.tables import shown

    if not found:
        click.echo(f"Nothing found in {db or kg.default_db()}.")
        return
    grid = Table.grid(padding=(0, 2))
    for hit in found:
        words = Text(shown(hit.marked))
        words.highlight_regex(r"\[[^\[\]]+\]", "bold")
        words.append("\n" + shown(", ".join(filter(None, (hit.who, hit.where))) or hit.kind.lower()), "dim")
        words.append("\n" + shown(hit.id), "cyan")
        grid.add_row(Text(f"{hit.score:.2f}"), Text(hit.kind.lower()), words)
    Console(highlight=False).print(grid)
