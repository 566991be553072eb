"""What the services said, on disk, one file a work: nothing is asked twice, and a fetch that stops can go on."""

import json
import os
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ValidationError

from kg.errors import FetchError
from kg.works.fetch_forms import Details


class _Entry(BaseModel):
    """`service` is None where nobody knows the work."""

    id: str
    service: str | None
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None


class Said(BaseModel):
    """Who said it, and what; nobody and nothing where the work is unknown."""

    service: str | None = None
    details: Details = Details()


class Cache:
    """A folder of answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, id_: str) -> Said | None:
        """What was said of a work, None where nobody was asked yet."""
        try:
            entry = _Entry.model_validate_json(self._path(id_).read_bytes())
        except (FileNotFoundError, NotADirectoryError, ValidationError):
            return None
        except OSError as error:
            raise self._broken(error) from error
        return Said(service=entry.service, details=Details(entry.title, entry.authors, entry.year))

    def put(self, id_: str, said: Said) -> None:
        """Keep an answer in one step: a file is whole or not there."""
        path = self._path(id_)
        entry = _Entry(id=id_, service=said.service, **said.details._asdict())
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_name(f".{path.name}.{os.getpid()}")
            new.write_text(json.dumps(entry.model_dump(), indent=1) + "\n", encoding="ascii")
            new.replace(path)
        except OSError as error:
            raise self._broken(error) from error

    def _path(self, id_: str) -> Path:
        name = sha256(id_.encode("utf-8", "replace")).hexdigest()
        return self.folder / name[:2] / f"{name}.json"

    def _broken(self, error: OSError) -> FetchError:
        return FetchError(f"{self.folder}: no place for answers ({error.strerror}); choose a folder with --cache")
