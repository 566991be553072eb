"""The saved questions as the Neo4j Browser imports them: a zip of favourites, and a CSV for its newer kind."""

import csv
import io
import zipfile
from collections.abc import Iterator

from kg.questions import queries
from kg.questions.queries import Query

_HEADER = ("name", "description", "query", "id", "parentId", "isFolder")
_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def numbered() -> Iterator[tuple[str, list[tuple[str, Query]]]]:
    """Each folder with its questions and their numbers; both Browsers sort by name, so the number keeps the order."""
    for folder, found in queries.by_folder().items():
        yield f"kg {folder}", [(f"{number:02}", query) for number, query in enumerate(found, 1)]


def statement(number: str, query: Query) -> str:
    """One statement; the first line is its name in the Browser, the second tells how to read it."""
    return f"// {number} {query.title}\n// {query.about}\n{queries.standalone(query)}\n"


def zipped() -> bytes:
    """`FOLDER/NN NAME.cypher`, with an entry for each folder: without it the new Browser drops the folders."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for folder, found in numbered():
            archive.writestr(_entry(f"{folder}/"), b"")
            for number, query in found:
                archive.writestr(_entry(f"{folder}/{number} {query.name}.cypher"), statement(number, query).encode())
    return written.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a clock and without the machine it was made on."""
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system = _UNIX
    entry.external_attr = (0o40755 << 16 | 0x10) if name.endswith("/") else 0o100644 << 16
    return entry


def table() -> str:
    """The same as CSV; ids are names, so a second import takes the place of the first."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(_HEADER)
    for folder, found in numbered():
        parent = folder.replace(" ", "/")
        rows.writerow((folder, "", "", parent, "", "true"))
        for number, query in found:
            name, id = f"{number} {query.title}", f"{parent}/{query.name}"
            rows.writerow((name, query.about, queries.standalone(query), id, parent, "false"))
    return written.getvalue()
