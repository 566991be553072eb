"""The flow: sources to discussions, discussions to records, records to a store."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from kg import asking, mapping, meeting, plugins
from kg.asking import Wish
from kg.data import folder
from kg.discussion import Discussion
from kg.errors import KgError, SourceError
from kg.findings import Found, Listed, Refused
from kg.graph import Node, Record
from kg.loading import wanted
from kg.reading.source import Source
from kg.text import counted
from kg.version import VERSION
from kg.works.catalogue import read as read_catalogue


@dataclass(slots=True)
class Report:
    """What happened on the way, to be said aloud: counts of what was read, and of what was passed over and why."""

    sources: int = 0
    discussions: int = 0
    posts: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    asked: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What to say, in words."""
        for what, count in sorted(self.skipped.items()):
            yield f"passed over: {count} {what}"
        read = counted(self.sources, "file"), counted(self.discussions, "discussion"), counted(self.posts, "post")
        yield f"read {read[0]}: {read[1]}, {read[2]}"
        yield from self.asked
        for (what, why), count in sorted(Counter((r.what, r.why) for r in self.refused).items()):
            yield f"refused: {counted(count, what.removesuffix('s'))} ({why})"


Progress = Callable[[str], None]
"""Told the name of each thing that is done."""


def find(paths: Iterable[str], format: str | None, encoding: str, report: Report) -> list[Source]:
    """The files to read, folders walked in the order of names; each file once.

    `seeds` means the discussions that come with kg where there is no folder of that name.
    """
    found: dict[Path, Source] = {}
    for given in paths:
        path = Path(given)
        if given.rstrip("/\\") == "seeds" and not path.exists():
            path = folder("seeds")
        name = os.path.normpath(given).replace(os.sep, "/")
        if path.is_dir():
            inside = list(_walk(path, name, format, encoding, report))
            if not inside:
                raise SourceError(
                    f"{given}: nothing in this folder that kg can read (known: {_known()}); see kg formats"
                )
        elif path.exists():
            source = Source(path, name, encoding)
            inside = [_with_format(source, _detect(source, format))]
        else:
            raise SourceError(f"{given}: no such file or folder; check the name")
        for source in inside:
            found.setdefault(source.path.resolve(), source)
    report.sources = len(found)
    return list(found.values())


def _walk(path: Path, name: str, format: str | None, encoding: str, report: Report) -> Iterator[Source]:
    """The files below a folder that a reader knows; the others are counted."""
    parts = {part for told in _readers().values() for part in told.get("PARTS", ())}
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        inside = file.relative_to(path).as_posix()
        if file.name in parts or any(p.startswith(".") for p in Path(inside).parts):
            continue
        source = Source(file, f"{name}/{inside}" if name != "." else inside, encoding)
        try:
            yield _with_format(source, _detect(source, format))
        except SourceError:
            report.skipped[f"file in no known format ({file.suffix or file.name})"] += 1


def _with_format(source: Source, format: str) -> Source:
    return Source(source.path, source.name, source.encoding, format)


def _known() -> str:
    return ", ".join(sorted({s for told in _readers().values() for s in told["SUFFIXES"]}))


def _readers() -> dict[str, dict[str, Any]]:
    """What each reader says of itself; only one that may read a file is imported."""
    return {name: plugins.constants("readers", name) for name in plugins.names("readers")}


def _detect(source: Source, format: str | None) -> str:
    """The reader for a file: the one asked for, else the one that knows its ending and its first words."""
    if format is not None:
        names = plugins.names("readers")
        if format not in names:
            near = plugins.nearest(format, names) or f" (known: {', '.join(names)})"
            raise KgError(f"no reader is called '{format}'{near}")
        return format
    suffix = source.path.suffix.lower()
    home = source.path.resolve().parent.name
    known = _readers()
    fitting = [n for n, told in known.items() if suffix in told["SUFFIXES"] or home in told.get("FOLDERS", ())]
    fitting.sort(key=lambda name: known[name].get("LAST_RESORT", False))
    if not fitting:
        raise SourceError(f"{source.name}: no reader for '{suffix}' (known: {_known()}); choose one with --format")
    head = source.head()
    if not head.strip():
        raise SourceError(f"{source.name}: the file is empty; save the page or thread again")
    for name in fitting:
        reader = plugins.get("readers", name)
        if reader is not None and reader.fits(head):
            return name
    tried = ", ".join(fitting)
    raise SourceError(f"{source.name}: not in a format that kg knows (tried {tried}); choose one with --format")


def read(sources: Sequence[Source], report: Report, progress: Progress = lambda _: None) -> Iterator[Discussion]:
    """The discussions of all sources; files of one discussion meet in one.

    One source is a stream, of which no more than one discussion is held; several are held until all are read,
    and come in the order of their ids.
    """
    if len(sources) == 1:
        for discussion in _discussions(sources[0], report):
            yield _count(meeting.meet([discussion]), report)
        progress(sources[0].name)
        return
    parts: list[Discussion] = []
    for source in sources:
        parts += _discussions(source, report)
        progress(source.name)
    for met in meeting.groups(parts):
        yield _count(meeting.meet(met), report)


def _discussions(source: Source, report: Report) -> Iterator[Discussion]:
    reader = plugins.get("readers", source.format)
    assert reader is not None, source.format  # noqa: S101  find() has looked it up
    for discussion in reader.read(source):
        report.skipped.update(discussion.skipped)
        yield discussion


def _count(discussion: Discussion, report: Report) -> Discussion:
    report.discussions += 1
    report.posts += len(discussion.posts)
    if discussion.owed:
        report.skipped["post not in any file"] += len(discussion.owed)
    return discussion


@cache
def extractors() -> list[ModuleType]:
    """The extractors, each after those it needs, else in alphabetical order."""
    waiting = dict(plugins.every("extractors"))
    done: list[ModuleType] = []
    names: set[str] = set()
    while waiting:
        name = next(n for n in sorted(waiting) if set(waiting[n].NEEDS) <= names)
        done.append(waiting.pop(name))
        names.add(name)
    return done


def find_in(discussion: Discussion, catalogue: tuple[Listed, ...] = ()) -> Found:
    """All findings of one discussion; `catalogue` are the works that the user listed."""
    found = Found(catalogue=catalogue)
    for extractor in extractors():
        for finding in extractor.extract(discussion, found):
            found.add(finding)
    return found


def extract(
    sources: list[Source],
    report: Report,
    progress: Progress = lambda _: None,
    wish: Wish = asking.NOTHING,
    works: str | Path | None = None,
) -> list[Record]:
    """The records of all sources, one for each key, checked against the ontology, in a fixed order; `works` is a
    catalogue that tells which works names mean."""
    return wanted.checked(_records(sources, report, progress, wish, works))


def _records(
    sources: list[Source], report: Report, progress: Progress, wish: Wish, works: str | Path | None
) -> Iterator[Record]:
    """What each discussion yields, before it is checked; nothing of a discussion is held when the next one comes."""
    catalogue = read_catalogue(works) if works is not None else ()
    told = sha256(Path(works).read_bytes()).hexdigest()[:12] if works is not None else None
    yield from (_load_node(source, told) for source in sources)
    discussions: Iterable[Discussion] = read(sources, report, progress)
    models = []
    if wish.models:  # before a model is asked, it is to say what all of that will cost
        discussions = list(discussions)
        models = asking.ask(wish, discussions, progress)
    for discussion in discussions:
        found = find_in(discussion, catalogue)
        report.refused += asking.add(models, discussion, found)
        yield from mapping.records(discussion, found)
        progress(discussion.id)
    report.asked += [model.spent() for model in models]


def _load_node(source: Source, catalogue: str | None) -> Node:
    """The book-keeping of one source."""
    document = source.document
    more = {"catalogue": catalogue} if catalogue else {}
    return Node(
        "Load",
        {
            **more,
            "id": source.name,
            "caption": source.name.rpartition("/")[2],
            "document": document.id,
            "format": document.format,
            "sha256": document.sha256,
            "version": VERSION,
            "sources": [source.name],
        },
    )
