"""Load records that kg extract wrote.

\b
kg load records --db neo4j://localhost --dry-run
"""

import click

import kg
from kg.commands._options import DB
from kg.commands._telling import print_counts, rows


@click.command(help=__doc__)
@click.argument("folder", metavar="DIR")
@DB
@click.option("--dry-run", is_flag=True, help="Only say what would be added, changed, removed; status 1 if anything.")
def command(folder: str, db: str | None, dry_run: bool) -> int:
    with rows() as tell:
        counts = kg.load(folder, db, dry_run, tell)
    print_counts(counts, db, dry_run)
    return 1 if dry_run and counts else 0
