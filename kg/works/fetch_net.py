"""A service of the web that is asked politely: one request after the other, with pauses, patience and bounds."""

import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import IO, Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from kg.errors import FetchError
from kg.version import VERSION
from kg.works.fetch_forms import Unusable, Unwelcome

_T = TypeVar("_T")

_AGAIN = {408, 425, 429, 500, 502, 503, 504}
"""Statuses that another try may mend."""
_NOBODY = "cannot be reached"
_TRIES = 5
_LONGEST_PAUSE = 300.0
_LARGEST = 16 * 2**20
"""Bytes of the largest answer that is read."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass
class Service:
    """One service: `pace` are the seconds from one request to the next, `mail` says who asks, where somebody does."""

    name: str
    address: str
    pace: float
    mail: str | None = None
    timeout: float = 30.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0, init=False)
    _heard: bool = field(default=False, init=False)

    def ask(self, path: str, parameters: Mapping[str, str], read: Callable[[bytes], _T]) -> _T | None:
        """What `read` makes of the answer; None where there is no such thing.

        Unwelcome where the question is refused; FetchError where the service does not answer it, however often asked.
        """
        url = f"{self.address.rstrip('/')}{path}{'?' + urlencode(parameters) if parameters else ''}"
        for number in range(1, _TRIES + 1):
            self._wait()
            pause = 3.0 * 2 ** (number - 1)
            try:
                return read(self._get(url))
            except HTTPError as error:
                error.close()
                self._heard = True
                if error.code in (404, 410):
                    return None
                if error.code in (400, 414, 422):
                    raise Unwelcome(str(error.code)) from error
                problem = f"answers {error.code}"
                if error.code not in _AGAIN:
                    break
                pause = max(pause, _retry_after(error.headers.get("Retry-After")))
            except Unwelcome:
                raise
            except (Unusable, OSError, HTTPException) as error:
                problem = _said(error)
                if problem == _NOBODY and not self._heard:
                    break  # a machine without a network need not wait a minute to hear that
            if pause > _LONGEST_PAUSE:
                problem = f"{problem} and asks to wait {pause:.0f} seconds"
                break
            if number < _TRIES:
                self.sleep(pause)
        raise FetchError(
            f"{self.name} ({self.address}): {problem}; what was found is kept, so run kg works fetch again later"
        )

    def _wait(self) -> None:
        """Until it is polite to ask again."""
        early = self._next - self.clock()
        if early > 0:
            self.sleep(early)
        self._next = self.clock() + self.pace

    def _get(self, url: str) -> bytes:
        who = f"kg/{VERSION}" + (f" (mailto:{self.mail})" if self.mail else "")
        request = Request(url, headers={"User-Agent": who, "Accept-Encoding": "identity"})  # noqa: S310  see _opener
        until = time.monotonic() + 4 * self.timeout
        with _opener(url).open(request, timeout=self.timeout) as response:
            self._heard = True
            body = bytearray()
            while piece := response.read1(2**16):
                body += piece
                if len(body) > _LARGEST:
                    raise Unusable(f"an answer larger than {_LARGEST // 2**20} MB")
                if time.monotonic() > until:
                    raise Unusable("an answer that does not end")
            length = response.headers.get("Content-Length", "")
            if length.isdecimal() and int(length) != len(body):
                raise Unusable("an answer that is cut off")
            return bytes(body)


class _SameHost(HTTPRedirectHandler):
    """Follows to the same host only: nobody else shall learn what is asked."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise Unusable("sends on to another address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(url: str) -> OpenerDirector:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise FetchError(f"{url}: no address of a service; correct KG_ARXIV_URL, KG_CROSSREF_URL or KG_DATACITE_URL")
    return build_opener(_SameHost, *([ProxyHandler({})] if parts.hostname in _LOOPBACK else []))


def _retry_after(written: str | None) -> float:
    """The seconds that `Retry-After` names, as a number or as a date; 0 where it names none."""
    if not written:
        return 0.0
    if written.strip().isdecimal():
        return float(written)
    try:
        return max(0.0, (parsedate_to_datetime(written) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _said(error: Exception) -> str:
    """What went wrong, in a few words."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return "does not answer in time"
    if isinstance(reason, ConnectionRefusedError | socket.gaierror):
        return _NOBODY
    return f"gives {reason}" if isinstance(reason, Unusable) else f"breaks off ({type(reason).__name__})"
