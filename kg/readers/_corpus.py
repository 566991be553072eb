"""Where a ConvoKit corpus lies: a folder, or a zip that is unpacked for as long as it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

from kg.errors import SourceError
from kg.reading.source import Source
from kg.reading.stream import copy

UTTERANCES = ("utterances.jsonl", "utterances.json")
SPEAKERS = ("speakers.json", "users.json")
CONVERSATIONS = ("conversations.json",)


@dataclass(frozen=True)
class Folder:
    """The files of a corpus; `name` is what the corpus is called."""

    name: str
    utterances: Source

    def part(self, names: tuple[str, ...]) -> dict[str, Any]:
        """What the first of these files beside the utterances holds; nothing where there is none."""
        source = self.utterances
        for name in names:
            path = source.path.with_name(name)
            if path.is_file():
                shown = f"{source.name.rpartition('/')[0]}/{name}".lstrip("/")
                held = Source(path, shown, source.encoding).json()
                return held if isinstance(held, dict) else {}
        return {}


@contextmanager
def opened(source: Source) -> Iterator[Folder]:
    """The folder that the file stands in, or the one inside the zip."""
    if source.path.suffix.lower() != ".zip":
        yield Folder(source.path.resolve().parent.name, source)
        return
    with TemporaryDirectory() as home:
        try:
            found = _unpack(source, Path(home))
        except (OSError, BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib_error, ValueError) as error:
            raise SourceError(f"{source.name}: cannot be unpacked ({error}); fetch it again, or unpack it") from error
        inside = PurePosixPath(found)
        name = inside.parent.name or source.path.name.removesuffix(source.path.suffix).removesuffix(".corpus")
        yield Folder(name, Source(Path(home) / inside.name, f"{source.name}/{found}", source.encoding))


def _unpack(source: Source, home: Path) -> str:
    """Write the files of the corpus into `home`; the path of the utterances inside the zip."""
    with source.open() as file, ZipFile(file) as packed:
        members = {PurePosixPath(m.filename): m for m in packed.infolist() if not m.is_dir()}
        found = sorted(
            (len(p.parts), UTTERANCES.index(p.name), str(p)) for p in members if p.name in UTTERANCES
        )  # a Mac puts a second, empty tree beside the first, under a name that sorts later and is deeper
        if not found:
            raise SourceError(f"{source.name}: no utterances.jsonl in it, which the zip of a ConvoKit corpus must have")
        chosen = PurePosixPath(found[0][2])
        for name in (chosen.name, *SPEAKERS, *CONVERSATIONS):
            member = members.get(chosen.with_name(name))
            if member is not None:
                _write(packed, member, home / name, source.name)
    return str(chosen)


def _write(packed: ZipFile, member: ZipInfo, path: Path, name: str) -> None:
    with packed.open(member) as stream, path.open("wb") as whole:
        copy(stream, whole, member.compress_size, name)
