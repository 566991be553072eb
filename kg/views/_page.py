"""The page around every kind of view: its head, its policy, the common style, and the way to other pages."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from kg.scene import Scene
from kg.views._markup import Markup, join, tag, text

_HERE = Path(__file__).resolve().parent
# What could end a script block, start a comment, break a line of script, or not be written as UTF-8.
_RISKY = re.compile("[<>&\u2028\u2029\x7f\ud800-\udfff]")


def page(scene: Scene, body: Markup, css: str = "", scripts: Sequence[str] = (), data: Any = None) -> str:
    """The whole page: `body` (with `head` in it) under the common style and `css`; only these scripts can run.

    `data` is what the scripts read from the block with the id `data`; where it is None there is no such block.
    """
    style = read("page.css") + css
    rules = ["default-src 'none'", f"style-src {_hash(style)}", "base-uri 'none'", "form-action 'none'"]
    if scripts:
        rules.append("script-src " + " ".join(map(_hash, scripts)))
    blocks = [f"<script>{script}</script>" for script in scripts]
    if data is not None:
        blocks.insert(0, f'<script type="application/json" id="data">{as_json(data)}</script>')
    return Template(read("frame.html")).substitute(
        policy="; ".join(rules),
        title=text(scene.title),
        style=style,
        nav=_nav(scene),
        body=body,
        scripts="\n".join(blocks),
    )


def head(scene: Scene) -> Markup:
    """The question, and how to read its answer."""
    return tag("header", tag("h1", scene.title, dir="auto"), tag("p", scene.about, class_="about", dir="auto"))


def empty(scene: Scene) -> str:
    """The page for an answer without anything to show: it says so, and what to do next; no script is needed."""
    return page(scene, join(head(scene), Markup(read("empty.html"))))


def as_json(data: Any) -> str:
    """JSON that can stand in a script block and be written as UTF-8."""
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _RISKY.sub(lambda m: f"\\u{ord(m[0]):04x}", written)


@cache
def read(name: str) -> str:
    """A template, style or script that stands beside this file."""
    return (_HERE / name).read_text(encoding="utf-8")


def _nav(scene: Scene) -> Markup:
    """The other pages of the site; the one without an address is this page."""
    if not scene.links:
        return Markup("")
    pages = (
        tag("a", link.words, href=link.address or "#", aria_current=None if link.address else "page", dir="auto")
        for link in scene.links
    )
    return tag("nav", tag("ul", (tag("li", p) for p in pages)), aria_label="Pages")


def _hash(code: str) -> str:
    """The source expression that lets exactly this inline script or style run."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"
