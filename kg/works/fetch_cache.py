"""What the services said, on disk, one file a work: nothing is asked twice, and a fetch that stops can go on."""

from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ValidationError

from kg.errors import FetchError
from kg.kept import Kept
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
        self._kept = Kept(folder, FetchError)

    def get(self, id_: str) -> Said | None:
        """What was said of a work, None where nobody was asked yet."""
        kept = self._kept.get(_key(id_))
        try:
            entry = None if kept is None else _Entry.model_validate_json(kept)
        except ValidationError:
            return None
        if entry is None:
            return None
        return Said(service=entry.service, details=Details(entry.title, entry.authors, entry.year))

    def put(self, id_: str, said: Said) -> None:
        """Keep an answer in one step: a file is whole or not there."""
        entry = _Entry(id=id_, service=said.service, **said.details._asdict())
        self._kept.put(_key(id_), entry.model_dump())


def _key(id_: str) -> str:
    return sha256(id_.encode("utf-8", "replace")).hexdigest()
