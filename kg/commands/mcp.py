"""Offer the graph to an assistant over the Model Context Protocol, on standard input and output; it only reads.

\b
kg mcp --db discussion.kgl
"""

import click

import kg
from kg.commands._options import DB


@click.command(help=__doc__)
@DB
@click.option("--rows", default=100, show_default=True, type=click.IntRange(1, 10_000), help="The most of one answer.")
@click.option(
    "--seconds", default=20.0, show_default=True, type=click.FloatRange(0.1, 3600), help="The longest a query may run."
)
def command(db: str | None, rows: int, seconds: float) -> None:
    from kg import assistants

    server = assistants.serve(db, rows, seconds)
    with kg.open_store(db):
        pass  # what is wrong with the address is told now, not to the assistant
    server.run("stdio")
