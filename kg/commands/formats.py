"""List what can be read and written, and which models can be asked."""

import click


@click.command(help=__doc__)
def command() -> None:
    from kg import plugins

    for fan, head in (("readers", "kg can read"), ("exports", "kg can write")):
        click.echo(f"{head}:")
        for name in plugins.names(fan):
            endings = ", ".join(plugins.constants(fan, name)["SUFFIXES"])
            click.echo(f"  {name:14}{plugins.summary(fan, name)}{f' ({endings})' if endings else ''}")
    click.echo("kg can ask, where kg extract is told --with:")
    for name in plugins.names("models"):
        click.echo(f"  {name:14}{plugins.summary('models', name)}")
