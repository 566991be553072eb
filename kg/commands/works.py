"""Work with what is cited: one id for each work, and what is known about it.

\b
kg works id https://arxiv.org/pdf/1706.03762v7.pdf
kg works fetch --mail jane@example.org
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

import kg
from kg.commands._options import DB, Group
from kg.commands._telling import print_counts, progress


@click.group(cls=Group, help=__doc__)
def command() -> None:
    pass


@command.command("id")
@click.argument("texts", nargs=-1, metavar="[URL]...")
@click.option("--tsv", is_flag=True, help="A table with the columns url and id, a header first.")
def id_(texts: tuple[str, ...], tsv: bool) -> None:
    """Print the id of the work behind each link or identifier, one a line, without a network.

    Without URL the lines of standard input are read; an empty line gives an empty line.

    \b
    kg works id "doi:10.1038/nature14539" https://youtu.be/EUjc1WuyPT8
    kg works id --tsv < links.txt > ids.tsv
    """
    with click.open_file("-", encoding="utf-8", errors="replace") as given:
        lines: Iterable[str] = texts if texts else (line.rstrip("\r\n") for line in given)
        _print_ids(lines, tsv)


def _print_ids(texts: Iterable[str], tsv: bool) -> None:
    from kg.works.ids import canonical

    out: Callable[[str], object] = sys.stdout.write  # click.echo flushes each line, which is slow for many
    if tsv:
        out("url\tid\n")
    for text in texts:
        shown = f"{' '.join(text.split())}\t" if tsv else ""
        out(f"{shown}{canonical(text) if text.strip() else ''}\n")


@command.command("find")
@click.argument("file", default="-", metavar="[FILE]")
def find(file: str) -> None:
    """Print the mentions of works in texts: an object a line with `id`, `text` and `links` in, `id` and `mentions` out.

    A link is an object with `start`, `end` and `url`, a mention one with `start`, `end` and `work`; offsets count
    code points. Without FILE standard input is read.

    \b
    kg works find comments.jsonl > mentions.jsonl
    """
    import json

    from kg.mentions import finder, given

    for row in given.texts(file):
        found = [{"start": h.start, "end": h.end, "work": h.work} for h in finder.find(row.text, row.links)]
        sys.stdout.write(json.dumps({"id": row.id, "mentions": found}, ensure_ascii=False) + "\n")


@command.command()
@click.argument("folder", metavar="[DIR]", required=False)
@DB
@click.option("--mail", metavar="ADDRESS", help="Your mail address, which Crossref likes to know; else KG_MAIL.")
@click.option("--cache", metavar="DIR", help="Where answers are kept; else the user's cache folder.")
def fetch(folder: str | None, db: str | None, mail: str | None, cache: str | None) -> None:
    """Ask arXiv, Crossref and DataCite for the titles, authors and years that cited works lack.

    The graph is brought up to date, or with DIR the records in that folder. Answers are kept: what was answered once
    is not asked again, and a fetch that was stopped goes on where it was.

    \b
    kg works fetch --db debate.kgl --mail jane@example.org
    kg works fetch records
    """
    if folder and db:
        raise click.UsageError("either records in DIR or a graph with --db")
    if folder and not Path(folder).is_dir():
        raise kg.KgError(f"{folder}: no folder of records; make one with kg extract, or name a graph with --db")
    with progress() as tell:
        fetched, counts = kg.fetch_works(db, folder, mail, cache, tell)
    for line in fetched.lines():
        click.echo(line, err=True)
    if counts is not None:
        print_counts(counts, db)
    if fetched.troubles:
        raise kg.KgError("; ".join(fetched.troubles))
