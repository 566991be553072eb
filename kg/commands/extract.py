"""Read and extract into records on disk, without a graph.

\b
kg extract thread.json -o records
"""

import click

import kg
from kg.commands._options import ENCODING, FORMAT, SOURCE
from kg.commands._telling import progress, say


@click.command(help=__doc__)
@SOURCE
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder for the Parquet files.")
@FORMAT
@ENCODING
def command(sources: tuple[str, ...], output: str, format_: str | None, encoding: str) -> None:
    from kg.pipeline import Report

    report = Report()
    with progress() as tell:
        found = kg.extract(*sources, to=output, format=format_, encoding=encoding, report=report, progress=tell)
    say(report)
    click.echo(f"{len(found)} records in {output}")
