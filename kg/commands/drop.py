"""Remove a source from a graph: what it alone yields goes, what others yield too stays.

\b
kg drop thread.json --db neo4j://localhost
"""

import click

import kg
from kg.commands._options import DB
from kg.commands._telling import print_counts


@click.command(help=__doc__)
@click.argument("source", metavar="SOURCE")
@DB
def command(source: str, db: str | None) -> None:
    print_counts(kg.drop(source, db), db)
