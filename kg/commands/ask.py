"""Answer a saved question; without a name, list what there is.

\b
kg ask
kg ask most_rebutted --limit 5
kg ask speaker_claims --help
kg ask speaker_claims --speaker Alice --format json
"""

from collections.abc import Iterator

import click

import kg
from kg.commands._completing import Question, questions
from kg.commands._options import ANY_PARAMETERS, DB, EXPLAIN, OUTPUT, parameters

_HELP = {"-h", "--help"}


# The help of a question is not the help of the command, so click may not answer `--help` by itself.
@click.command(cls=Question, context_settings=ANY_PARAMETERS, help=__doc__, add_help_option=False)
@click.argument("name", required=False, shell_complete=questions)
@DB
@OUTPUT
@EXPLAIN
@click.pass_context
def command(context: click.Context, name: str | None, db: str | None, format_: str, explain: bool) -> None:
    from kg.questions import queries, tables

    if name in _HELP or (name is None and _HELP & {*context.args}):
        click.echo(context.get_help())
        return
    if name is None:
        _say_all(_questions())
        return
    if name.startswith("--"):
        raise kg.KgError(f"'{name}' is no question; its name comes first: kg ask NAME {name} …; kg ask lists them")
    query = queries.get(name)
    if _HELP & {*context.args}:
        _say_all(_question(name))
        return
    given = parameters(context.args)
    if explain:
        with kg.open_store(db) as store:
            plan = store.plan(query.text, queries.meant(store, query, given))
        tables.tell(plan.steps, format_, plan.title, "")
        return
    table, limit = kg.ask(name, db, **given), queries.values(query, given).get("limit")
    if table.rows or format_ != "table":
        tables.tell(table, format_, query.title, query.about)
    elif limit == 0:
        click.echo(f"{query.title} --limit 0 asks for no row; give more.")
    else:
        click.echo(f"{query.title} Nothing found in {db or kg.default_db()}.")
    if limit and len(table.rows) == limit:
        click.echo(f"… the first {limit}; --limit {min(2 * limit, 2**63 - 1)} for more", err=True)


def _say_all(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


def _questions() -> Iterator[str]:
    """All questions, by what they are for."""
    from kg.questions import queries

    for folder, found in queries.by_folder().items():
        yield f"{folder}:"
        for query in found:
            takes = " ".join(f"--{p.name} {p.kind.upper()}" for p in query.parameters)
            yield f"  {query.name:18}{query.title}{f'  [{takes}]' if takes else ''}"
    yield "\nAsk one with kg ask NAME, read about it with kg ask NAME --help, see it with kg view NAME -o FILE.html"


def _question(name: str) -> Iterator[str]:
    """What a question is about, what it takes and gives, and an example."""
    from kg.questions import queries

    query = queries.get(name)
    yield query.title
    yield query.about
    example = ["kg ask", name]
    if query.parameters:
        yield "\nParameters:"
    for p in query.parameters:
        default = "not given" if p.default is None else p.default
        yield f"  --{p.name} {p.kind.upper()}  {p.help} (default: {default})"
        example += [f"--{p.name}", f"'{p.example}'" if " " in p.example else p.example]
    shown = ", ".join(f"{column} ({kind})" for column, kind in query.gives if not column.startswith("_"))
    yield f"\nGives: {shown}"
    if query.cost != "light":
        yield f"Cost: {query.cost}"
    yield f"\nExample: {' '.join(example)}"
