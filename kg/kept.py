"""Answers kept on disk, one file each, named by a hash of what was asked; only their owner can look into the folder."""

import json
import os
from pathlib import Path
from typing import Any

from kg.errors import KgError


class Kept:
    """A folder of answers; `error` is raised, with one line, where there is no place for them."""

    def __init__(self, folder: Path, error: type[KgError]) -> None:
        self.folder = folder
        self._error = error

    def get(self, key: str) -> bytes | None:
        """What was kept under a hash, None where nothing was."""
        try:
            return self._path(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._broken(error) from error

    def put(self, key: str, answer: dict[str, Any]) -> None:
        """Keep an answer in one step: a file is whole or not there."""
        path = self._path(key)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.parent.mkdir(exist_ok=True)
            new = path.with_name(f".{key}.{os.getpid()}")
            # ASCII, for an answer may hold half a surrogate pair.
            new.write_text(json.dumps(answer, indent=1) + "\n", encoding="ascii")
            new.replace(path)
        except OSError as error:
            raise self._broken(error) from error

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _broken(self, error: OSError) -> KgError:
        return self._error(f"{self.folder}: no place for answers ({error.strerror}); choose a folder with --cache")
