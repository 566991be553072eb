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
from kg.kept import Kept
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
        self._kept = Kept(folder, ModelError)

    def get(self, key: str) -> Reply | None:
        """The answer, or None where there is no whole one."""
        kept = self._kept.get(key)
        try:
            return None if kept is None else Reply.model_validate_json(kept)
        except ValidationError:
            return None

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer in one step: a file is whole or not there."""
        self._kept.put(key, reply.model_dump())
