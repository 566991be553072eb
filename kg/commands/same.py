"""Find claims of different discussions that may say the same, and tie them as candidates for a person to judge.

FILE.csv is the sheet: a row a pair, the surest first. Write yes or no in its first column and run the command again:
what is refused goes, what is accepted is marked as asserted. Nothing is ever merged.

\b
kg same same.csv
kg ask same_claims
"""

from pathlib import Path

import click

import kg
from kg.commands._options import DB
from kg.commands._telling import print_counts


@click.command(help=__doc__)
@click.argument("file", metavar="FILE.csv")
@DB
def command(file: str, db: str | None) -> None:
    print_counts(kg.same(file, db), db)
    from kg import sameness

    pairs = len(sameness.read(Path(file)).pairs)
    judge = f"pairs to judge: {pairs}; write yes or no in the first column and run this again"
    click.echo(f"{file}: {judge if pairs else 'no claims of different discussions are alike enough'}", err=True)
