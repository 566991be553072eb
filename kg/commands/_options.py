"""What several commands take: sources, where the graph is, how to read and to print, a query's parameters."""

import click

import kg

SOURCE = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
DB = click.option("--db", metavar="ADDRESS", help="PATH.kgl, bolt://… or neo4j://…; else KG_DB, else discussion.kgl.")
FORMAT = click.option("--format", "format_", metavar="NAME", help="The reader to use; kg formats lists them.")
ENCODING = click.option("--encoding", default="utf-8", show_default=True, help="How the bytes of the sources are read.")
WORKS = click.option("--works", metavar="FILE", help="A catalogue of works (.bib, .ris, CSL .json) to tell names by.")
OUTPUT = click.option(
    "--format", "format_", default="table", type=click.Choice(["table", "json", "ndjson", "csv", "markdown"])
)

EXPLAIN = click.option(
    "--explain", is_flag=True, help="Show how the graph answers: its steps, their rows and the time."
)


class Group(click.Group):
    """A command with commands of its own: its help shows the whole first sentence of each."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(limit=200)) for name, one in self.commands.items()])


ANY_PARAMETERS = {"ignore_unknown_options": True, "allow_extra_args": True}


def parameters(words: list[str]) -> dict[str, str]:
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
