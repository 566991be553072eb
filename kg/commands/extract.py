"""Read and extract into records on disk, without a graph; with --with also what a model finds.

\b
kg extract thread.json -o records
kg extract thread.json -o records --with llm
"""

import sys
from pathlib import Path

import click

import kg
from kg.commands._options import ENCODING, FORMAT, SOURCE, WORKS
from kg.commands._telling import Progress, progress, say
from kg.text import counted


@click.command(help=__doc__)
@SOURCE
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder for the Parquet files.")
@click.option("--with", "models", multiple=True, metavar="MODEL", help="Ask a model too; kg formats lists them.")
@click.option("--cache", metavar="DIR", help="Where a model's answers are kept; else the user's cache folder.")
@click.option("-y", "--yes", is_flag=True, help="Ask a model without asking about its cost first.")
@FORMAT
@ENCODING
@WORKS
def command(
    sources: tuple[str, ...],
    output: str,
    models: tuple[str, ...],
    cache: str | None,
    yes: bool,
    format_: str | None,
    encoding: str,
    works: str | None,
) -> None:
    from kg.asking import REFUSED, Wish
    from kg.pipeline import Report

    report = Report()
    with progress() as tell:
        wish = Wish(models, Path(cache) if cache else None, lambda line: _agree(line, yes, tell))
        found = kg.extract(
            *sources, to=output, format=format_, encoding=encoding, works=works, report=report, progress=tell, wish=wish
        )
    say(report)
    if report.refused:
        click.echo(f"what was refused is listed in {Path(output) / REFUSED}", err=True)
    click.echo(f"{counted(len(found), 'record')} in {output}")


def _agree(line: str, yes: bool, tell: Progress) -> bool:
    """Say what is about to be asked, and ask a person at a terminal whether it may be."""
    tell.pause()
    click.echo(line, err=True)
    if yes:
        return True
    if not sys.stdin.isatty():
        raise kg.KgError("there is nobody to ask whether that is fine; say so with --yes")
    return click.confirm("Ask?", err=True)
