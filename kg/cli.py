"""The `kg` command: parse, call the face, print; errors become one line here and nowhere else."""

import sys
import time
from contextlib import contextmanager
from typing import Any

import click

import kg

SOURCE = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
DB = click.option("--db", metavar="ADDRESS", help="PATH.kgl, bolt://… or neo4j://…; else KG_DB, else discussion.kgl.")
FORMAT = click.option("--format", "format_", metavar="NAME", help="The reader to use; kg formats lists them.")
ENCODING = click.option("--encoding", default="utf-8", show_default=True, help="How the bytes of the sources are read.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg")
def cli() -> None:
    """Turn an online discussion into a graph that can be asked: who rebutted what, on which evidence.

    \b
    kg build seeds                      read, extract and load
    kg ask most_rebutted                a saved question as a table
    kg view rebuttals -o rebuttals.html the same as an interactive page
    """


def main() -> None:
    """Run the command; a KgError or a wrong usage is one line on standard error and status 2."""
    try:
        status = cli.main(prog_name="kg", standalone_mode=False)
    except kg.KgError as error:
        _fail(str(error))
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        help_ = f"; see {context.command_path} --help" if context else ""
        _fail(f"{error.format_message().rstrip('.')}{help_}")
    except click.Abort:
        _fail("stopped", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _fail(line: str, status: int = 2) -> None:
    click.echo(line, err=True)
    sys.exit(status)


def _say(report: Any) -> None:
    """What was read, and what was passed over, on standard error."""
    for line in report.lines():
        click.echo(line, err=True)


def _print_counts(counts: Any, db: str | None, dry_run: bool = False) -> None:
    """What a load did or would do, by label and relation type."""
    for line in counts.lines(db or kg.default_db(), dry_run):
        click.echo(line)


@contextmanager
def _progress() -> Any:
    """A function to call with each thing that is done; after two seconds a person at a terminal sees it."""
    begun, done, status = time.monotonic(), 0, None

    def tell(name: str) -> None:
        nonlocal done, status
        done += 1
        if not sys.stderr.isatty() or time.monotonic() - begun < 2:
            return
        if status is None:
            from rich.console import Console

            status = Console(stderr=True).status("")
            status.start()
        from rich.markup import escape

        status.update(escape(f"{done} done, now {name[:60]}"))

    try:
        yield tell
    finally:
        if status is not None:
            status.stop()


@cli.command()
@SOURCE
@DB
@FORMAT
@ENCODING
def build(sources: tuple[str, ...], db: str | None, format_: str | None, encoding: str) -> None:
    """Read, extract and load files or folders into a graph.

    \b
    kg build thread.json notes.md
    kg build page.txt --db neo4j://localhost
    """
    from kg.pipeline import Report

    report = Report()
    with _progress() as progress:
        counts = kg.build(*sources, db=db, format=format_, encoding=encoding, report=report, progress=progress)
    _say(report)
    _print_counts(counts, db)


@cli.command()
@SOURCE
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder for the Parquet files.")
@FORMAT
@ENCODING
def extract(sources: tuple[str, ...], output: str, format_: str | None, encoding: str) -> None:
    """Read and extract into records on disk, without a graph.

    \b
    kg extract thread.json -o records
    """
    from kg.pipeline import Report

    report = Report()
    with _progress() as progress:
        found = kg.extract(*sources, to=output, format=format_, encoding=encoding, report=report, progress=progress)
    _say(report)
    click.echo(f"{len(found)} records in {output}")


@cli.command()
@click.argument("folder", metavar="DIR")
@DB
@click.option("--dry-run", is_flag=True, help="Only say what would be added, changed, removed; status 1 if anything.")
def load(folder: str, db: str | None, dry_run: bool) -> int:
    """Load records that kg extract wrote.

    \b
    kg load records --db neo4j://localhost --dry-run
    """
    counts = kg.load(folder, db, dry_run)
    _print_counts(counts, db, dry_run)
    return 1 if dry_run and counts else 0


@cli.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@DB
@click.option("--format", "format_", default="table", type=click.Choice(["table", "json", "ndjson", "csv"]))
@click.pass_context
def ask(context: click.Context, name: str | None, db: str | None, format_: str) -> None:
    """Answer a saved question; without a name, list what there is.

    \b
    kg ask
    kg ask most_rebutted --limit 5
    kg ask speaker_claims --speaker Alice --format json
    """
    from kg import queries, tables

    if name is None:
        _list_questions()
        return
    query = queries.get(name)
    table = kg.ask(name, db, **_parameters(context.args))
    if format_ != "table":
        for piece in tables.written(table, format_):
            click.echo(piece, nl=False)
    elif table.rows:
        tables.print_table(table, query.title, query.about)
    else:
        click.echo(f"{query.title} Nothing found in {db or kg.default_db()}.")


def _list_questions() -> None:
    from kg import queries

    for name in queries.names():
        query = queries.get(name)
        takes = " ".join(f"--{p.name} {p.kind.upper()}" for p in query.parameters)
        click.echo(f"{name:18}{query.title}{f'  [{takes}]' if takes else ''}")
    click.echo("\nAsk one with kg ask NAME, see it with kg view NAME -o FILE.html")


def _parameters(words: list[str]) -> dict[str, str]:
    """`--name value` and `--name=value` pairs."""
    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise kg.KgError(f"'{word}' is not a parameter; write --NAME VALUE")
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise kg.KgError(f"--{name} needs a value; write --{name} VALUE")
            value = rest.pop(0)
        given[name.replace("-", "_")] = value
    return given


@cli.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name")
@click.option("-o", "--output", required=True, metavar="FILE.html", help="The page to write.")
@DB
@click.pass_context
def view(context: click.Context, name: str, output: str, db: str | None) -> None:
    """Write a saved question as one interactive page that opens without a network.

    \b
    kg view rebuttals -o rebuttals.html
    """
    nodes = kg.view(name, output, db, **_parameters(context.args))
    click.echo(f"{output}: {nodes} nodes; open it in a browser")


@cli.command()
@click.argument("file")
@click.option("--as", "as_", metavar="NAME", help="The format; kg formats lists them.")
@DB
def export(file: str, as_: str | None, db: str | None) -> None:
    """Write the whole graph in a format to hand on.

    \b
    kg export annotations.json --as annotations
    """
    kg.export(file, as_, db)
    click.echo(f"{file} written")


@cli.command()
@DB
def verify(db: str | None) -> int:
    """Check every span against its text and the graph against the ontology; status 1 if anything is wrong."""
    found = kg.verify(db)
    for line in found:
        click.echo(line)
    click.echo(
        f"{db or kg.default_db()}: {f'{len(found)} problems' if found else 'every span and record holds'}", err=True
    )
    return 1 if found else 0


@cli.command()
@click.argument("id_", metavar="ID")
@DB
def explain(id_: str, db: str | None) -> None:
    """Say where a node or relation comes from: the words, the rule, the source.

    ID may be the beginning of an id, where no other begins like that.
    """
    from kg.tables import shown

    for line in kg.explain(id_, db):
        click.echo(shown(line))


@cli.command()
def formats() -> None:
    """List what can be read and written."""
    from kg import plugins

    for fan, head in (("readers", "kg can read"), ("exports", "kg can write")):
        click.echo(f"{head}:")
        for name, module in plugins.every(fan):
            endings = ", ".join(module.SUFFIXES)
            click.echo(f"  {name:14}{plugins.summary(fan, name)}{f' ({endings})' if endings else ''}")


@cli.command()
@click.argument("what", type=click.Choice(["up", "down", "status"]))
def neo4j(what: str) -> int:
    """Start, stop or look at a local Neo4j with its Browser, for hand use.

    \b
    kg neo4j up
    kg build seeds --db neo4j://localhost
    """
    from kg import local

    def tell(line: str) -> None:
        click.echo(line, err=True)

    if what == "status":
        found = local.status()
        click.echo(found.text)
        return 0 if found.running else 1
    click.echo((local.up if what == "up" else local.down)(tell).text)
    return 0


if __name__ == "__main__":
    main()
