"""The guide for the Neo4j Browser: six steps with saved questions to click, written down in guide.html.

There `{{NAME}}` or `{{NAME parameter=value}}` stands for a saved question as a block that runs when it is clicked.
"""

import re
from html import escape
from pathlib import Path

from kg.questions import queries

_TEXT = Path(__file__).with_name("guide.html")
_PLACE = re.compile(r"\{\{(\w+)((?: \w+=\w+)*)\}\}")


def written() -> str:
    """The guide as HTML."""
    return _PLACE.sub(lambda place: _block(place[1], place[2]), _TEXT.read_text(encoding="utf-8"))


def _block(name: str, parameters: str) -> str:
    query, given = queries.get(name), dict(word.split("=") for word in parameters.split())
    text = escape(f"// {query.title}\n{queries.standalone(query, given)}", quote=False)
    for parameter, value in given.items():
        # What is typed into `<input value-for="parameter">` takes the place of a text; a number stands in no quotes.
        text = text.replace(f"'{value}'", f"'<span value-key=\"{parameter}\">{value}</span>'")
    return f'<pre class="code runnable">{text}</pre>'
