"""A small server on this machine that speaks as arXiv, Crossref and DataCite do, and fails as a test tells it to."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kg.works.fetch_net import Service
from tests.listening import Handler, Said, listening

ARXIV = {
    "1706.03762": ("Attention Is\n  All You Need", ("Ashish Vaswani", "Noam Shazeer"), "2017-06-12T17:57:34Z"),
    "hep-th/9901001": ("A <Very> Short & Old Paper", ("J. Doe",), "1999-01-01T00:00:00Z"),
}
CROSSREF: dict[str, Any] = {
    "10.1038/nature14539": {
        "title": ["Deep <i>learning</i> &amp; more"],
        "author": [{"given": "Yann", "family": "LeCun"}, {"name": "A Group"}],
        "issued": {"date-parts": [[2015, 5, 27]]},
    },
    "10.1000/bare": {"title": [], "issued": {"date-parts": [[None]]}},
}
DATACITE: dict[str, Any] = {
    "10.5281/zenodo.1": {
        "titles": [{"title": "A subtitle", "titleType": "Subtitle"}, {"title": "A data set"}],
        "creators": [
            {"name": "Doe, Jane", "nameType": "Personal"},
            {"name": "Roe, Ann", "givenName": "Ann", "familyName": "Roe"},
            {"name": "Institute for Things, Inc.", "nameType": "Organizational"},
        ],
        "publicationYear": "2018",
    }
}


def feed(*ids: str, more: str = "") -> bytes:
    """The Atom feed that answers a question for these ids; unknown ones are not in it."""
    entries = []
    for id_ in ids:
        if id_ in ARXIV:
            title, authors, published = ARXIV[id_]
            names = "".join(f"<author><name>{escape(name)}</name></author>" for name in authors)
            entries.append(
                f"<entry><id>http://arxiv.org/abs/{id_}v2</id><title>{escape(title)}</title>{names}"
                f"<published>{published}</published><updated>2023-01-01T00:00:00Z</updated></entry>"
            )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title>'
        f"<id>http://arxiv.org/api/x</id>{''.join(entries)}{more}</feed>"
    ).encode()


ERROR = "<entry><id>http://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title></entry>"


@dataclass
class Services:
    """`trouble` may answer in place of the service: it is told the path and how often anything was asked before."""

    address: str
    trouble: Callable[[str, int], Said | None] = lambda path, number: None
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    def answer(self, target: str) -> Said:
        """What the services themselves would say."""
        parts = urlsplit(target)
        kind, _, doi = parts.path[1:].partition("/")
        if kind == "arxiv":
            return Said(feed(*parse_qs(parts.query)["id_list"][0].split(",")))
        known = (CROSSREF if kind == "crossref" else DATACITE).get(unquote(doi))
        if known is None:
            return Said(b"Resource not found.", 404)
        found = {"message": known} if kind == "crossref" else {"data": {"id": unquote(doi), "attributes": known}}
        return Said(json.dumps(found).encode())

    def environment(self) -> dict[str, str]:
        """What makes kg ask here."""
        return {f"KG_{name.upper()}_URL": f"{self.address}/{name}" for name in ("arxiv", "crossref", "datacite")}

    def one(self, name: str, **more: Any) -> Service:
        """One service, whose pauses are put down and not made."""
        return Service(name, f"{self.address}/{name}", 0.0, **more)


@contextmanager
def serving() -> Iterator[Services]:
    """The services, for the length of the block."""

    class Answering(Handler):
        def do_GET(self) -> None:
            services.asked.append(self.path)
            services.agents.append(self.headers["User-Agent"])
            self.send(services.trouble(self.path, len(services.asked) - 1) or services.answer(self.path))

    with listening(Answering) as address:
        services = Services(address)
        yield services
