"""Start, stop or look at a local Neo4j with its Browser, for hand use.

\b
kg neo4j up
kg build seeds --db neo4j://localhost
"""

import click


@click.command(help=__doc__)
@click.argument("what", type=click.Choice(["up", "down", "status"]))
def command(what: str) -> int:
    from kg import kit, local

    def tell(line: str) -> None:
        click.echo(line, err=True)

    if what == "status":
        found = local.status()
        click.echo(found.text)
        return 0 if found.running else 1
    done = local.up(tell, greeting=kit.greeting) if what == "up" else local.down(tell)
    click.echo(done.text)
    return 0
