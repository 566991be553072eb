"""Titles, authors and years of cited works, asked of arXiv, Crossref and DataCite; only ever on request."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from kg.errors import FetchError
from kg.works import fetch_forms as forms
from kg.works.fetch_cache import Cache, Said
from kg.works.fetch_forms import Details, Unwelcome
from kg.works.fetch_net import Service

BATCH = 50
"""arXiv ids to a request."""

_ADDRESSES = {
    "arxiv": ("KG_ARXIV_URL", "https://export.arxiv.org/api/query", 3.0),
    "crossref": ("KG_CROSSREF_URL", "https://api.crossref.org/works", 0.2),
    "datacite": ("KG_DATACITE_URL", "https://api.datacite.org/dois", 0.2),
}


def services(mail: str | None, environment: Mapping[str, str] = os.environ) -> dict[str, Service]:
    """The three services, at the addresses that the environment names, else at their own."""
    mail = mail or environment.get("KG_MAIL") or None
    if mail and not re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+", mail):
        raise FetchError(f"'{mail}' is no mail address; write it like jane@example.org, with --mail or in KG_MAIL")
    return {
        name: Service(name, environment.get(variable) or address, pace, mail)
        for name, (variable, address, pace) in _ADDRESSES.items()
    }


@dataclass
class Fetched:
    """What came out, by work; `troubles` says which service stopped answering, and why."""

    said: dict[str, Said] = field(default_factory=dict)
    cached: int = 0
    unasked: int = 0
    troubles: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What to say, in words."""
        found = sum(said.service is not None for said in self.said.values())
        yield f"{found} works found, {self.cached} of all answers already known"
        if missing := len(self.said) - found:
            yield f"{missing} works that neither arXiv, Crossref nor DataCite knows"
        if self.unasked:
            yield f"{self.unasked} works without arXiv id or DOI, about which nobody is asked"


def fetch(
    ids: Iterable[str], asked: Mapping[str, Service], cache: Cache, tell: Callable[[str], None] = lambda _: None
) -> Fetched:
    """What is known about each work; a service that fails is left alone, the others are asked on."""
    fetched = Fetched()
    papers: dict[str, list[str]] = {"arxiv": [], "doi": []}
    for id_ in sorted(set(ids)):
        kind = id_.partition(":")[0]
        if kind not in papers:
            fetched.unasked += 1
        elif (said := cache.get(id_)) is not None:
            fetched.said[id_] = said
            fetched.cached += 1
        else:
            papers[kind].append(id_)

    def keep(id_: str, service: str | None, details: Details) -> None:
        fetched.said[id_] = Said(service=service, details=details)
        cache.put(id_, fetched.said[id_])
        tell(id_)

    for ask, wanted in ((_ask_arxiv, papers["arxiv"]), (_ask_doi, papers["doi"])):
        try:
            ask(wanted, asked, keep)
        except FetchError as error:
            fetched.troubles.append(str(error))
    return fetched


_Keep = Callable[[str, str | None, Details], None]


def _ask_arxiv(ids: list[str], asked: Mapping[str, Service], keep: _Keep) -> None:
    """All of them many at a time; those that are not among the answers a second time, as arXiv forgets some."""
    missing = ids
    for _ in range(2):
        waiting, missing = [missing[n : n + BATCH] for n in range(0, len(missing), BATCH)], []
        while waiting:
            batch = waiting.pop(0)
            wanted = {"id_list": ",".join(id_.removeprefix("arxiv:") for id_ in batch), "max_results": str(len(batch))}
            try:
                entries = asked["arxiv"].ask("", wanted, forms.atom) or {}
            except Unwelcome:
                # One id that arXiv will not have spoils the whole question.
                if len(batch) > 1:
                    half = len(batch) // 2
                    waiting[:0] = [batch[:half], batch[half:]]
                    continue
                entries = {}
            for id_ in batch:
                if id_ in entries:
                    keep(id_, "arxiv", entries[id_])
                else:
                    missing.append(id_)
    for id_ in missing:
        keep(id_, None, Details())


def _ask_doi(ids: list[str], asked: Mapping[str, Service], keep: _Keep) -> None:
    """Crossref knows most DOIs, DataCite most others."""
    crossref, datacite = asked["crossref"], asked["datacite"]
    mail = {"mailto": crossref.mail} if crossref.mail else {}
    for id_ in ids:
        path = "/" + quote(id_.removeprefix("doi:"), safe="")
        service, details = "crossref", _one(crossref, path, mail, forms.crossref)
        if details is None:
            service, details = "datacite", _one(datacite, path, {}, forms.datacite)
        keep(id_, service if details else None, details or Details())


def _one(
    service: Service, path: str, parameters: Mapping[str, str], read: Callable[[bytes], Details]
) -> Details | None:
    try:
        return service.ask(path, parameters, read)
    except Unwelcome:
        return None
