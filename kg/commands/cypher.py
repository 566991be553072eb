"""Run Cypher of your own, from the command line or standard input; it may only read, unless --write is given.

\b
kg cypher 'MATCH (c:Claim) RETURN c.kind AS kind, count(*) AS number'
kg cypher 'MATCH (s:Speaker {name: $who}) RETURN s' --param who=Alice
echo 'MATCH (c:Claim) RETURN c LIMIT 3' | kg cypher --format json
"""

import json
import sys
from typing import Any

import click

import kg
from kg.commands._options import DB, EXPLAIN, OUTPUT


@click.command(help=__doc__)
@click.argument("query", required=False)
@DB
@OUTPUT
@click.option("--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter, as JSON or text; repeatable.")
@click.option("--write", is_flag=True, help="Let the query change the graph.")
@EXPLAIN
def command(
    query: str | None, db: str | None, format_: str, given: tuple[str, ...], write: bool, explain: bool
) -> None:
    from kg.questions import tables

    text = (query if query is not None else _piped()).strip().rstrip(";")
    if not text:
        raise kg.KgError("no query; write kg cypher 'MATCH (n) RETURN count(n)', or pipe one in")
    if write and explain:
        raise kg.KgError("--explain runs what it explains, so it does not go with --write; take one of them")
    parameters = dict(map(_parameter, given))
    with kg.open_store(db) as store:
        if explain:
            plan = store.plan(text, parameters)
            tables.tell(plan.steps, format_, plan.title, "")
            return
        table, changes = store.write(text, parameters) if write else (store.run(text, parameters), {})
    if table.columns:
        tables.tell(table, format_, "", "", hidden=True)
    if write:
        said = ", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in sorted(changes.items()))
        click.echo(f"{db or kg.default_db()}: {said or 'nothing changed'}", err=True)


def _piped() -> str:
    """What comes from standard input; nothing where that is a person's terminal."""
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise kg.KgError(f"standard input: byte {error.start} is no UTF-8; pipe the query in as UTF-8") from error


def _parameter(words: str) -> tuple[str, Any]:
    name, equals, value = words.partition("=")
    if not equals or not name.isidentifier():
        raise kg.KgError(f"--param takes NAME=VALUE, not '{words}'")
    try:
        return name, json.loads(value, parse_constant=str)
    except (ValueError, RecursionError):
        return name, value
