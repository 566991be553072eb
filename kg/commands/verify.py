"""Check every span against its text and the graph against the ontology; status 1 if anything is wrong.

With DIR, a folder that kg extract wrote, also row by row against these records: what is missing, extra or different.

\b
kg verify
kg verify records --db neo4j://localhost
"""

import click

import kg
from kg.commands._options import DB


@click.command(help=__doc__)
@click.argument("folder", metavar="[DIR]", required=False)
@DB
def command(folder: str | None, db: str | None) -> int:
    from kg.questions.tables import shown

    found = kg.verify(db, folder)
    for line in found:
        click.echo(shown(line))
    click.echo(
        f"{db or kg.default_db()}: {f'{len(found)} problems' if found else 'every span and record holds'}", err=True
    )
    return 1 if found else 0
