"""The `kg` command: finds the commands of the fan; errors become one line here and nowhere else."""

import sys

import click

import kg
from kg import plugins


class Commands(click.Group):
    """The fan of commands: each is imported when it is used, its help is read without that."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words that may follow `kg`."""
        return plugins.names("commands")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command behind a word."""
        module = plugins.get("commands", cmd_name)
        return None if module is None else module.command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command for the first word; a word that is none says which is near."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = plugins.nearest(args[0], self.list_commands(ctx))
            raise click.UsageError(f"no command is called '{args[0]}'{near}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help."""
        with formatter.section("Commands"):
            formatter.write_dl([(n, plugins.summary("commands", n)) for n in self.list_commands(ctx)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


if __name__ == "__main__":
    main()
