"""Read, extract and load files or folders into a graph.

\b
kg build thread.json notes.md
kg build page.txt --db neo4j://localhost
kg build page.txt --works library.bib
"""

import click

import kg
from kg.commands._options import DB, ENCODING, FORMAT, SOURCE, WORKS
from kg.commands._telling import print_counts, progress, say


@click.command(help=__doc__)
@SOURCE
@DB
@FORMAT
@ENCODING
@WORKS
def command(sources: tuple[str, ...], db: str | None, format_: str | None, encoding: str, works: str | None) -> None:
    from kg.pipeline import Report

    report = Report()
    with progress() as tell:
        counts = kg.build(*sources, db=db, format=format_, encoding=encoding, works=works, report=report, progress=tell)
    say(report)
    print_counts(counts, db)
