"""A folder of pages that kg wrote: made anew as a whole, without touching what others put there."""

import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from kg.errors import KgError

MARK = ".kg-site.json"
"""The file that says which files of a folder kg wrote, by their hashes."""


def publish(folder: Path, pages: Iterable[tuple[str, str]]) -> int:
    """Write the pages into the folder and remove those of an earlier run; returns how many there are.

    All are made beside the folder first, so that it stays as it was if anything goes wrong. What kg did not write, or
    what was changed since, is never overwritten (KgError) nor removed.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            new = _write(made, pages)
            _place(folder, made, new)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise KgError(f"{folder}: cannot be written ({error.strerror}); choose another folder or make room") from error
    return len(new)


def _write(folder: Path, pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    new = {}
    for name, text in pages:
        data = text.encode("utf-8")
        (folder / name).write_bytes(data)
        new[name] = _hash(data)
    return new


def _place(folder: Path, made: Path, new: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    old = _known(folder)
    for name in new:
        if (folder / name).exists() and not _own(folder / name, old):
            raise KgError(f"{folder / name}: kg did not write this, or it was changed since; choose another folder")
    # Told first of both, so that a run that was stopped half-way leaves nothing that the next would not know.
    _mark(folder, {name: sorted({*old.get(name, ()), *([new[name]] if name in new else [])}) for name in {*old, *new}})
    for name in sorted(new, key=lambda name: (name == "index.html", name)):
        (made / name).replace(folder / name)
    for name in sorted(old.keys() - new.keys()):
        if _own(folder / name, old):
            (folder / name).unlink()
    _mark(folder, {name: [hashed] for name, hashed in new.items()})


def _known(folder: Path) -> dict[str, list[str]]:
    """The files that kg wrote here, with the hashes that they may have."""
    with suppress(OSError, ValueError, AttributeError, KeyError, TypeError):
        told = json.loads((folder / MARK).read_text(encoding="utf-8"))["files"]
        return {name: list(hashes) for name, hashes in told.items() if Path(name).name == name}
    return {}


def _own(path: Path, known: dict[str, list[str]]) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and _hash(path.read_bytes()) in known.get(path.name, ())
    except OSError:
        return False


def _mark(folder: Path, files: dict[str, list[str]]) -> None:
    new = folder / f"{MARK}.new"
    new.write_text(json.dumps({"files": files}, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    new.replace(folder / MARK)


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
