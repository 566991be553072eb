"""Answer a saved question; without a name, list what there is.

\b
kg ask
kg ask most_rebutted --limit 5
kg ask speaker_claims --speaker Alice --format json
"""

import click

import kg
from kg.commands._options import ANY_PARAMETERS, DB, parameters


@click.command(context_settings=ANY_PARAMETERS, help=__doc__)
@click.argument("name", required=False)
@DB
@click.option("--format", "format_", default="table", type=click.Choice(["table", "json", "ndjson", "csv"]))
@click.pass_context
def command(context: click.Context, name: str | None, db: str | None, format_: str) -> None:
    from kg import queries, tables

    if name is None:
        _list_questions()
        return
    query = queries.get(name)
    table = kg.ask(name, db, **parameters(context.args))
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
