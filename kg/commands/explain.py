"""Say where a node or relation comes from: the words, the rule, the source.

ID may be the beginning of an id, where no other begins like that.
"""

import click

import kg
from kg.commands._options import DB


@click.command(help=__doc__)
@click.argument("id_", metavar="ID")
@DB
def command(id_: str, db: str | None) -> None:
    from kg.questions.tables import shown

    for line in kg.explain(id_, db):
        click.echo(shown(line))
