"""Answers on disk, one file each, named by what was asked: whatever was answered once is never paid for again."""

import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from kg import data
from kg.errors import ModelError
from kg.models._reply import Reply

Messages = list[dict[str, str]]


def own(environment: Mapping[str, str] = os.environ, platform: str = sys.platform, user: Path | None = None) -> Path:
    """The folder that the system sets aside for what programs can make again."""
    return data.cache("llm", environment, platform, user)


def key(model: str, messages: Messages) -> str:
    """A hash of the model's name and all it is told, instructions and posts; not of where it runs."""
    return sha256(json.dumps([model, messages]).encode("ascii")).hexdigest()


class Cache:
    """A folder of answers; posts may be private, so only its owner can look into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Reply | None:
        """The answer, or None where there is no whole one."""
        try:
            return Reply.model_validate_json(self._path(key).read_bytes())
        except (FileNotFoundError, NotADirectoryError, ValidationError):
            return None
        except OSError as error:
            raise self._broken(error) from error

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer in one step: a file is whole or not there."""
        path = self._path(key)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.parent.mkdir(exist_ok=True)
            new = path.with_name(f".{key}.{os.getpid()}")
            # ASCII, for a model may write half a surrogate pair.
            new.write_text(json.dumps(reply.model_dump(), indent=1) + "\n", encoding="ascii")
            new.replace(path)
        except OSError as error:
            raise self._broken(error) from error

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _broken(self, error: OSError) -> ModelError:
        return ModelError(f"{self.folder}: no place for answers ({error.strerror}); choose a folder with --cache")
