"""The scripts of the picture: the vis-network that the installed pyvis brings, and kg's own, each with one job."""

import re
from functools import cache
from pathlib import Path

from kg.views._page import read

_FILES = (
    "state",
    "filters",
    "cards",
    "picture",
    "groups",
    "around",
    "path",
    "legend",
    "search",
    "context",
    "panel",
    "links",
    "save",
    "tables",
    "start",
)
"""The files of `_network`, in the order in which they run."""


def scripts() -> list[str]:
    """vis-network, and kg's own as one script: they share their names."""
    return [_vis_network(), "".join(read(f"_network/{name}.js") for name in _FILES)]


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
