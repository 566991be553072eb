"""Work with what is cited: one id for each work.

\b
kg works id https://arxiv.org/pdf/1706.03762v7.pdf
kg works id < links.txt
"""

import sys
from collections.abc import Callable, Iterable

import click


@click.group(help=__doc__)
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
