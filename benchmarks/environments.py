"""Virtual environments with pinned packages, one for each loader that is measured, kept in the user's cache folder."""

import os
import subprocess
import sys
import tomllib
import venv
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent


def python(name: str, needs: list[str]) -> Path:
    """The interpreter of the environment that holds just these packages; made where it is not there yet."""
    pins = "\n".join([sys.version, *sorted(needs)])
    folder = cache() / f"{name}-{sha256(pins.encode()).hexdigest()[:8]}"
    found, whole = folder / "bin" / "python", folder / "whole"
    if not whole.exists():
        print(f"installing {', '.join(needs)} ...", file=sys.stderr, flush=True)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([found, "-m", "pip", "install", "--quiet", *needs], check=True)  # noqa: S603
        whole.touch()
    return found


def own() -> list[str]:
    """What kg itself needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def cache() -> Path:
    """Where all of it is kept."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if Path(named).is_absolute() else Path.home() / ".cache") / "kg" / "benchmarks"
