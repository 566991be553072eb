"""Write a saved question as one interactive page that opens without a network.

\b
kg view rebuttals -o rebuttals.html
kg view rebuttals --as network -o rebuttals.html
"""

import click

import kg
from kg.commands._options import ANY_PARAMETERS, DB, parameters
from kg.text import counted


@click.command(context_settings=ANY_PARAMETERS, help=__doc__)
@click.argument("name")
@click.option("-o", "--output", required=True, metavar="FILE.html", help="The page to write.")
@click.option("--as", "as_", metavar="KIND", help="The kind of page; without it, what shows the question best.")
@DB
@click.pass_context
def command(context: click.Context, name: str, output: str, as_: str | None, db: str | None) -> None:
    nodes = kg.view(name, output, db, as_, **parameters(context.args))
    click.echo(f"{output}: {counted(nodes, 'node')}; open it in a browser")
