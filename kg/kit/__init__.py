"""The Browser kit: what the Neo4j Browser takes in, made from the saved questions and the ontology."""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import KgError
from kg.kit import favourites, guide, links, serving, style
from kg.local.place import GUIDE
from kg.local.place import free_port as _free_port

_README = Path(__file__).with_name("README.md")


def files() -> dict[str, bytes]:
    """The files of the kit; the same kg makes the same bytes."""
    return {
        "README.md": _README.read_bytes(),
        "guide.html": guide.written().encode(),
        "kg-favourites.zip": favourites.zipped(),
        "kg-saved-cypher.csv": favourites.table().encode(),
        "kg-style.json": f"{style.one_line()}\n".encode(),
        "kg.grass": style.grass().encode(),
    }


def write(folder: Path) -> Iterator[Path]:
    """Write the kit to a folder, which is made where there is none; yields each file that is written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files().items():
            (folder / name).write_bytes(content)
            yield folder / name
    except OSError as error:
        raise KgError(f"{folder}: cannot be written ({error.strerror}); choose another folder or make room") from error


def offered() -> dict[str, tuple[str, bytes]]:
    """What `kg browser serve` offers: the kind and content of each name."""
    return {
        "guide.html": ("text/html", guide.written().encode()),
        "kg.grass": ("text/plain", style.grass().encode()),
    }


def free_port() -> int:
    """Where style and guide are offered: the usual port, or the next that is free."""
    return _free_port(GUIDE)


def told(port: int) -> Iterator[str]:
    """What to type in the Browser to get what is offered at `port`."""
    yield "type in the Neo4j Browser:"
    yield f"  :style {_address(port)}/kg.grass"
    yield f"  :guide {_address(port)}/guide.html"


def greeting(port: int) -> str:
    """What a Browser runs at each login: the style, which needs no server, and the guide that is offered at `port`.

    The style is shown as an answer when it is set; `clear` takes that away.
    """
    return f"style {style.one_line()}; clear; guide {_address(port)}/guide.html"


def _address(port: int) -> str:
    """The Browser trusts the name, not the number 127.0.0.1."""
    return f"http://localhost:{port}"


__all__ = [
    "favourites",
    "files",
    "free_port",
    "greeting",
    "guide",
    "links",
    "offered",
    "serving",
    "style",
    "told",
    "write",
]
