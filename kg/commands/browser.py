"""Make the Neo4j Browser ready for kg: saved questions, colours, a guide, links.

\b
kg browser -o kit
kg browser open most_rebutted --limit 5
kg browser serve
"""

from pathlib import Path

import click

from kg.commands._options import ANY_PARAMETERS, parameters

_HELP = {"help_option_names": ["-h", "--help"]}


@click.group(help=__doc__, invoke_without_command=True)
@click.option(
    "-o", "--output", metavar="DIR", help="Write the kit to this folder; its README.md says what to do with it."
)
@click.pass_context
def command(context: click.Context, output: str | None) -> None:
    if context.invoked_subcommand is not None:
        return
    if output is None:
        raise click.UsageError("say where to write the kit: kg browser -o DIR", context)
    from kg import kit

    for path in kit.write(Path(output)):
        click.echo(path)


@command.command("open", context_settings=ANY_PARAMETERS)
@click.argument("name")
@click.option("--browser", metavar="URL", help="Where the Browser is; else that of kg neo4j up.")
@click.option("--bolt", metavar="ADDRESS", help="The server that its login form shall name, bolt://… or neo4j://….")
@click.pass_context
def open_(context: click.Context, name: str, browser: str | None, bolt: str | None) -> None:
    """Print the link that opens the Browser with a saved question in its editor; nothing runs before you say so.

    Parameters are given as to kg ask, and written into the question.

    \b
    kg browser open most_rebutted --limit 5
    kg browser open around_claim --claim tiny --browser http://localhost:7474/browser/
    """
    from kg import kit, local
    from kg.questions import queries

    query = queries.get(name)
    if browser is None:
        status = local.status()
        browser, bolt = status.browser or kit.links.BROWSER, bolt or status.address
    click.echo(kit.links.link(query, browser, bolt, parameters(context.args)))


@command.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), help="The port on localhost; else 7480 or the next free one.")
def serve(port: int | None) -> None:
    """Offer style and guide to a Browser on this machine, until Ctrl-C; kg neo4j up does it by itself."""
    from kg import kit

    server = kit.serving.server(port or kit.free_port(), kit.offered())
    for line in kit.told(server.server_port):
        click.echo(line, err=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        server.server_close()
