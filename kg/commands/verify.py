"""Check every span against its text and the graph against the ontology; status 1 if anything is wrong."""

import click

import kg
from kg.commands._options import DB


@click.command(help=__doc__)
@DB
def command(db: str | None) -> int:
    found = kg.verify(db)
    for line in found:
        click.echo(line)
    click.echo(
        f"{db or kg.default_db()}: {f'{len(found)} problems' if found else 'every span and record holds'}", err=True
    )
    return 1 if found else 0
