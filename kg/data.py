"""Where the data folders (cypher, ontology, seeds) lie: inside the wheel, or beside the package in a checkout."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name` of kg's own data files; FileNotFoundError where the installation is broken."""
    for place in (_HERE / "_data" / name, _HERE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"kg's own data folder '{name}' is missing; install kg again")
