"""Write the whole graph in a format to hand on.

\b
kg export annotations.json --as annotations
"""

import click

import kg
from kg.commands._options import DB


@click.command(help=__doc__)
@click.argument("file")
@click.option("--as", "as_", metavar="NAME", help="The format; kg formats lists them.")
@DB
def command(file: str, as_: str | None, db: str | None) -> None:
    kg.export(file, as_, db)
    click.echo(f"{file} written")
