"""The page around the picture: our template, our script and style, and the vis-network that pyvis brings."""

import base64
import hashlib
import html
import json
import re
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

_HERE = Path(__file__).resolve().parent
# What could end a script block, start a comment, break a line of script, or not be written as UTF-8.
_RISKY = re.compile("[<>&\u2028\u2029\x7f\ud800-\udfff]")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def page(title: str, about: str, data: dict[str, Any]) -> str:
    """The page with the picture; `data` is what network.js reads."""
    scripts = [_vis_network(), _read("network.js") + _read("panel.js")]
    return _whole("network.html", title, about, scripts, as_json(data))


def empty_page(title: str, about: str) -> str:
    """The page for an answer without nodes: it says so, and what to do next; no script is needed."""
    return _whole("empty.html", title, about, [])


def as_json(data: Any) -> str:
    """JSON that can stand in a script block and be written as UTF-8."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _RISKY.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def _whole(body: str, title: str, about: str, scripts: list[str], data: str = "") -> str:
    words = {"title": _escape(title), "about": _escape(about)}
    style = _read("network.css")
    rules = ["default-src 'none'", f"style-src {_hash(style)}", "base-uri 'none'", "form-action 'none'"]
    if scripts:
        rules.append("script-src " + " ".join(map(_hash, scripts)))
    return Template(_read("frame.html")).substitute(
        policy="; ".join(rules),
        title=words["title"],
        style=style,
        body=Template(_read(body)).substitute(words, data=data),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _escape(text: str) -> str:
    """The text as text of an HTML page, without what HTML cannot hold."""
    return html.escape(_NO_TEXT.sub("\ufffd", text))


def _hash(code: str) -> str:
    """The source expression that lets exactly this inline script or style run."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"


@cache
def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _vis_network() -> str:
    """The newest vis-network of the installed pyvis; its style is left out, as nothing here uses it."""
    import pyvis

    found = sorted(
        Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"),
        key=lambda p: [int(n) for n in re.findall(r"\d+", p.parent.name)],
    )
    if not found:
        raise FileNotFoundError("the installed pyvis brings no vis-network; install pyvis again")
    # Read with line ends made alike, as a browser does before it takes the hash. The source map is elsewhere.
    code = found[-1].read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE).strip() + "\n"
