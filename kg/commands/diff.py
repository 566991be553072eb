"""Say which claims appeared, went or were reworded between two folders of records; status 1 if any.

\b
kg extract thread.json -o before      and a week later
kg extract thread.json -o after
kg diff before after
"""

import click

import kg


@click.command(help=__doc__)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def command(old: str, new: str) -> int:
    from kg.questions.tables import shown
    from kg.text import counted

    found = kg.diff(old, new)
    for change in found:
        click.echo(shown(str(change)))
    told = f"{counted(len(found), 'claim')} {'differs' if len(found) == 1 else 'differ'}"
    click.echo(told if found else "the claims are the same", err=True)
    return 1 if found else 0
