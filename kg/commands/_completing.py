"""What a shell offers when Tab is pressed: questions, their parameters, and names from the graph. It never fails."""

import os
import re
from contextlib import suppress

import click
from click.shell_completion import CompletionItem

_UNSAFE = re.compile(r"[^\w@%+:./,-]")


def questions(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The saved questions that begin so."""
    with suppress(Exception):
        from kg.questions import queries

        found = [name for name in queries.names() if name.startswith(incomplete)]
        return [CompletionItem(name, help=queries.get(name).title) for name in found]
    return []


class Question(click.Command):
    """A command that takes the name of a question, and then the question's own parameters."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of parameters after `--`, and after such a name its values."""
        items = super().shell_complete(ctx, incomplete)
        with suppress(Exception):
            items += _more(ctx, incomplete)
        return items


def _more(context: click.Context, incomplete: str) -> list[CompletionItem]:
    from kg import completion
    from kg.questions import queries

    query = queries.get(context.params["name"])
    given = [word for word in context.args if word != "="]  # bash cuts --name=value in three
    if incomplete.startswith("-"):
        parameters = [
            p for p in query.parameters if f"--{p.name}".startswith(incomplete) and f"--{p.name}" not in given
        ]
        return [CompletionItem(f"--{p.name}", help=p.help) for p in parameters]
    wanted = [p for p in query.parameters if given and given[-1] == f"--{p.name}"]
    return [_item(name) for p in wanted for name in completion.values(p.kind, context.params.get("db"), incomplete)]


def _item(name: str) -> CompletionItem:
    """A name as the shell wants it; bash takes it as typed, after a `read` that takes one of two backslashes."""
    bash = os.environ.get("_KG_COMPLETE", "").startswith("bash")
    return CompletionItem(_UNSAFE.sub(lambda match: f"\\\\{match[0]}", name) if bash else name)
