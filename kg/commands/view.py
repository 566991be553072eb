"""Write a saved question as one page that opens without a network, or with --all a folder of them.

\b
kg view rebuttals -o rebuttals.html
kg view thread --as reader -o thread.html --open
kg view --all -o site
"""

import webbrowser
from pathlib import Path

import click

import kg
from kg.commands._completing import Question, questions
from kg.commands._options import ANY_PARAMETERS, DB, parameters
from kg.commands._telling import progress
from kg.text import counted


@click.command(cls=Question, context_settings=ANY_PARAMETERS, help=__doc__)
@click.argument("name", required=False, shell_complete=questions)
@click.option("-o", "--output", required=True, metavar="FILE.html|DIR", help="The page to write, or the folder.")
@click.option("--as", "as_", metavar="KIND", help="The kind of page; without it, what shows the question best.")
@click.option("--all", "every", is_flag=True, help="A folder with an index and pages of all discussions and questions.")
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@DB
@click.pass_context
def command(
    context: click.Context, name: str | None, output: str, as_: str | None, every: bool, open_: bool, db: str | None
) -> None:
    if every:
        if name or as_ or context.args:
            raise kg.KgError("--all takes no question, kind or parameter; leave out either")
        with progress() as tell:
            pages = kg.view_all(output, db, tell)
        click.echo(f"{output}: {counted(pages, 'page')}; open index.html in it")
        first = Path(output) / "index.html"
    else:
        if not name:
            raise kg.KgError("which question? kg ask lists them; or --all for all of them")
        rows = kg.view(name, output, db, as_, **parameters(context.args))
        click.echo(f"{output}: {counted(rows, 'row')}; open it in a browser")
        first = Path(output)
    if open_ and not webbrowser.open(first.resolve().as_uri()):
        raise kg.KgError(f"{first}: no browser could be opened; open it yourself")
