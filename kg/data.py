"""Where data lie: kg's own (cypher, ontology, seeds) in the wheel or a checkout, and what kg keeps for its user."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name` of kg's own data files; FileNotFoundError where the installation is broken."""
    for place in (_HERE / "_data" / name, _HERE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"kg's own data folder '{name}' is missing; install kg again")


def cache(
    name: str, environment: Mapping[str, str] = os.environ, platform: str = sys.platform, user: Path | None = None
) -> Path:
    """The folder `name` in the place that the system sets aside for what programs can make again."""
    home = user or Path.home()
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "kg" / "Cache" / name
    if platform == "darwin":
        return home / "Library" / "Caches" / "kg" / name
    named = environment.get("XDG_CACHE_HOME", "")
    return (Path(named) if Path(named).is_absolute() else home / ".cache") / "kg" / name
