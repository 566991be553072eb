"""The weights of `weights.toml`, each with its reason beside it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def weights(part: str) -> dict[str, Any]:
    """One table of the file."""
    return _tables()[part]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "weights.toml").read_text(encoding="utf-8"))
