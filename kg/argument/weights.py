"""The weights of `weights.toml`, each with its reason beside it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def weights(part: str) -> dict[str, Any]:
    """One table of the file."""
    table: dict[str, dict[str, Any]] = tomllib.loads(
        (Path(__file__).parent / "weights.toml").read_text(encoding="utf-8")
    )
    return table[part]
