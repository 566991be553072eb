"""Finds the plug-ins of a fan: a plug-in is a module, its file name is the word the user types."""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
_FIRST_BLOCK = re.compile(r"(?m)^(?:def |class |@)")


def names(fan: str) -> list[str]:
    """The plug-ins of the folder `fan`, in alphabetical order; nothing is imported."""
    return sorted(p.stem for p in (_PACKAGE / fan).glob("*.py") if not p.stem.startswith("_"))


def get(fan: str, name: str) -> ModuleType | None:
    """The module of plug-in `name` of `fan`, or None where there is no such plug-in."""
    return import_module(f"kg.{fan}.{name}") if name in names(fan) else None


def every(fan: str) -> Iterator[tuple[str, ModuleType]]:
    """Each plug-in of `fan` with its module, in alphabetical order, imported one after the other."""
    for name in names(fan):
        yield name, import_module(f"kg.{fan}.{name}")


@cache
def constants(fan: str, name: str) -> dict[str, Any]:
    """What a plug-in sets to literals before its first function or class, read without importing it."""
    text = (_PACKAGE / fan / f"{name}.py").read_text(encoding="utf-8")
    told: dict[str, Any] = {}
    for line in ast.parse(_FIRST_BLOCK.split(text, maxsplit=1)[0]).body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        if isinstance(line, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and line.value is not None:
            with suppress(ValueError):  # no literal
                told[target.id] = ast.literal_eval(line.value)
    return told


def summary(fan: str, name: str) -> str:
    """The first line of a plug-in's docstring, read without importing it."""
    tree = ast.parse((_PACKAGE / fan / f"{name}.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def nearest(word: str, known: list[str]) -> str:
    """`; did you mean 'x'?` where a known word is near, else an empty string."""
    near = get_close_matches(word, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
