"""The house keeps its order: arrows only downward, small rooms, plug-ins that say what they are."""

import ast
from pathlib import Path

import pytest

from kg import plugins

PACKAGE = Path(__file__).parent.parent / "kg"

FANS = {"commands", "readers", "extractors", "stores", "exports", "views", "models", "procedures"}

# From the roof down; a file may import from the floors below its own, never from its own floor or above.
# A folder that is no fan (local, pages) is one room: its files may know each other.
FLOORS: list[set[str]] = [
    {"cli", "testing"},
    {"commands.*"},
    {"commands"},
    {"kg"},
    {"assistants", "kit", "site"},
    {"completion"},
    {"pipeline", "questions", "checks", "changes", "provenance", "sameness", "surroundings"},
    {"opening", "handles"},
    {"asking"},
    {f"{fan}.*" for fan in FANS - {"commands"}},
    FANS - {"commands"},
    {"loading"},
    {"mapping", "meeting", "pages", "argument", "mentions", "reading"},
    {"records", "sought", "reasons", "claimed", "cues", "works", "spans", "scene", "local"},
    {"findings", "graph", "text"},
    {"discussion"},
    {"ontology"},
    {"plugins", "kept", "publishing"},
    {"errors", "data", "version"},
]
FILES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """`kg/readers/dump.py` is `readers.dump`; the package itself is `kg`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(p for p in parts if p != "__init__") or "kg"


def floor_of(name: str) -> int:
    room = name.partition(".")[0]
    wanted = f"{room}.*" if room in FANS and "." in name else room
    for number, floor in enumerate(FLOORS):
        if wanted in floor:
            return number
    raise AssertionError(f"kg.{name} has no floor in this test")


def one_room(name: str, other: str) -> bool:
    """Files of a folder that is no fan; in a fan, a plug-in and what begins with `_` beside it."""
    room, other_room = name.partition(".")[0], other.partition(".")[0]
    return room == other_room and "." in other + name and (room not in FANS or "._" in other)


def imports_of(path: Path) -> set[str]:
    known = {name_of(p) for p in FILES}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
            inside = (node.module or "").removeprefix("kg").lstrip(".")
            for alias in node.names:
                deeper = f"{inside}.{alias.name}".lstrip(".")
                found.add(deeper if deeper in known else inside or "kg")
        elif isinstance(node, ast.Import):
            found |= {a.name.removeprefix("kg").lstrip(".") or "kg" for a in node.names if a.name.split(".")[0] == "kg"}
    return found


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_arrows_go_only_downward(path: Path) -> None:
    name = name_of(path)
    for other in imports_of(path):
        assert one_room(name, other) or floor_of(other) > floor_of(name), f"kg.{name} imports kg.{other}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_are_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))
    assert not {"utils", "base", "core", "helpers", "manager"} & {path.stem, path.parent.name}


@pytest.mark.parametrize("fan", sorted(FANS))
def test_each_plug_in_offers_what_its_fan_asks(fan: str) -> None:
    offers = {
        "commands": {"command"},
        "readers": {"SUFFIXES", "fits", "read"},
        "extractors": {"NEEDS", "extract"},
        "stores": {"SCHEMES", "connect"},
        "exports": {"SUFFIXES", "write"},
        "views": {"draw"},
        "models": {"prepare"},
        "procedures": {"answer"},
    }[fan]
    assert plugins.names(fan)
    for name, module in plugins.every(fan):
        assert offers <= set(vars(module)), name
        assert len(plugins.summary(fan, name)) > 10
