"""An endpoint that speaks OpenAI's chat completions: one question out, one reply in, with patience and bounds."""

import json
import time
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from kg.errors import ModelError
from kg.models import _reply
from kg.models._cache import Messages
from kg.models._reply import Reply, Unusable
from kg.models._settings import Settings, loopback
from kg.version import VERSION

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_AGAIN = {408, 409, 425, 429, 500, 502, 503, 504, 529}
"""Statuses that another try may mend."""
_TRIES = 6
_PAUSE = 2.0
"""Seconds before the second try; each pause is twice the one before: a minute in all, as limits are by the minute."""
_LONGEST_PAUSE = 120.0
_LARGEST = 2 * 2**20
"""Bytes of the largest answer that is read."""


class Endpoint:
    """The endpoint of some settings. Certificates are verified, redirects not followed; threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stopped = Event()  # set where nobody waits for answers any more
        self._pool = _pool(settings.url)
        # What only makes answers better or cheaper; an endpoint that will not have one of them is asked without.
        self._options: dict[str, Any] = {
            "temperature": 0,
            "response_format": {"type": "json_object"},
            "max_tokens": 8192,
        }

    def ask(self, messages: Messages) -> Reply:
        """The reply to some messages; Unusable where these cannot be answered, ModelError where none can."""
        while True:
            options = self._options
            wanted = {"model": self.settings.model, "messages": messages, **options}
            status, body = self._patiently(json.dumps(wanted).encode("ascii"))
            if status == 200:
                return _reply.read(body, self.settings.url, self.settings.key)
            said = _reply.problem(body, self.settings.key)
            named = {name for name in options if name in said} if status in (400, 422) else set()
            if not named:
                raise self._refusal(status, said)
            self._options = {name: value for name, value in options.items() if name not in named}

    def _patiently(self, body: bytes) -> tuple[int, bytes]:
        """Status and body of an answer; asked again, later and later, while that may help."""
        from urllib3.exceptions import HTTPError, TimeoutError

        url, tries = self.settings.url, _TRIES
        for number in range(1, _TRIES + 1):
            pause = _PAUSE * 2 ** (number - 1)
            try:
                status, wait, answer = self._once(body)
            except HTTPError as error:
                problem = self._trouble(error)
                if isinstance(error, TimeoutError):
                    tries = 2  # the server may work on, and count, what nobody waits for
            else:
                if status not in _AGAIN:
                    return status, answer
                said = _reply.problem(answer, self.settings.key)
                problem = f"answers {status}{f' ({said})' if said else ''}"
                if wait > _LONGEST_PAUSE:
                    raise ModelError(f"{url}: {problem} and asks to wait {wait:.0f} seconds; come back then")
                pause = wait or pause
            if number >= tries:
                break
            if self.stopped.wait(pause):
                raise ModelError("stopped")
        raise ModelError(f"{url}: {problem}, asked {number} times; try again later")

    def _trouble(self, error: Exception) -> str:
        """What went wrong on the way, where asking again may help; else ModelError."""
        from urllib3.exceptions import ConnectTimeoutError, ProxyError, SSLError, TimeoutError

        url = self.settings.url
        if isinstance(error, ConnectTimeoutError):
            raise ModelError(f"{url}: nobody answers there; check KG_LLM_URL, or start the server") from error
        if isinstance(error, SSLError):
            raise ModelError(f"{url}: no safe connection ({error}); check the address and its certificate") from error
        if isinstance(error, ProxyError):
            raise ModelError(f"{url}: cannot be reached through the proxy; check HTTPS_PROXY") from error
        if isinstance(error, TimeoutError):
            return f"no answer within {self.settings.timeout:g} seconds (KG_LLM_TIMEOUT says how long to wait)"
        return "breaks the connection off"

    def _once(self, body: bytes) -> tuple[int, float, bytes]:
        """Status, the seconds it asks to wait, and the body, of one request."""
        from urllib3 import Timeout

        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", "User-Agent": f"kg/{VERSION}"}
        if self.settings.key:
            headers["Authorization"] = f"Bearer {self.settings.key}"
        begun, seconds = time.monotonic(), self.settings.timeout
        response = self._pool.request(
            "POST",
            f"{self.settings.url}/chat/completions",
            body=body,
            headers=headers,
            timeout=Timeout(connect=min(10.0, seconds), read=seconds),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            return response.status, _wait(response), _body(response, begun + seconds)
        finally:
            response.close()

    def _refusal(self, status: int, said: str) -> Exception:
        """The error for an answer that is none, and that asking again would not mend."""
        url, model = self.settings.url, self.settings.model
        if status in (400, 413, 422) and (status == 413 or "context" in said.lower() or "too long" in said.lower()):
            return Unusable("post too long for the model")
        if 300 <= status < 400:
            return ModelError(
                f"{url}: sends on to another address ({status}); set KG_LLM_URL to that one if you trust it"
            )
        if status in (401, 403):
            # What it says may hold a part of the key.
            what = "refuses the key in KG_LLM_KEY; check it" if self.settings.key else "wants a key; set KG_LLM_KEY"
            return ModelError(f"{url}: {what} ({status})")
        if status == 404:
            return ModelError(
                f"{url}: has no model '{model}', or is no such endpoint (404); check KG_LLM_MODEL and KG_LLM_URL"
            )
        return ModelError(f"{url}: refuses the question ({status}{f': {said}' if said else ''}); check KG_LLM_MODEL")


def _pool(url: str) -> Any:
    """A pool of connections, through the proxy that the system names for such addresses."""
    try:
        import urllib3
    except ImportError as error:
        raise ModelError("the llm model needs urllib3; install it with pip install urllib3") from error
    parts = urlsplit(url)
    host = parts.hostname or ""
    proxy = None if loopback(host) or proxy_bypass(host) else getproxies().get(parts.scheme)
    if proxy:
        return urllib3.ProxyManager(proxy, maxsize=8, cert_reqs="CERT_REQUIRED")
    return urllib3.PoolManager(maxsize=8, cert_reqs="CERT_REQUIRED")


def _wait(response: "BaseHTTPResponse") -> float:
    """The seconds that `Retry-After` names, 0 where it names none."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().parse_retry_after(response.headers.get("Retry-After", "0"))
    except (InvalidHeader, ValueError, OverflowError):
        return 0.0


def _body(response: "BaseHTTPResponse", until: float) -> bytes:
    """The body, read as it comes, so that neither a flood nor a trickle lasts for ever."""
    from urllib3.exceptions import TimeoutError

    found = bytearray()
    while piece := response.read1(2**16, decode_content=False):
        found += piece
        if len(found) > _LARGEST:
            raise Unusable(f"answer larger than {_LARGEST // 2**20} MB")
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(found)
