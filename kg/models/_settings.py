"""Where the language model is, what it is called and what it costs, from the environment only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from kg.errors import ModelError

_TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Settings:
    """An endpoint that speaks OpenAI's chat completions; `price` is dollars for a million tokens in, and out.

    The key is in no `repr`, so that no traceback shows it.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    price: tuple[float, float] | None = None
    timeout: float = _TIMEOUT

    @property
    def host(self) -> str:
        """Whom the posts are sent to."""
        return urlsplit(self.url).netloc

    def dollars(self, tokens_in: int, tokens_out: int) -> str:
        """What so many tokens cost, or that nobody knows."""
        if self.price is None:
            return "cost unknown (set KG_LLM_PRICE=IN,OUT, in dollars for a million tokens)"
        return f"${(tokens_in * self.price[0] + tokens_out * self.price[1]) / 1e6:.4f}"


def read(environment: Mapping[str, str]) -> Settings:
    """The settings; ModelError where one is missing or cannot be."""
    given = {
        name: environment.get(f"KG_LLM_{name}", "").strip() for name in ("URL", "MODEL", "KEY", "PRICE", "TIMEOUT")
    }
    if not given["URL"]:
        raise ModelError("no model is set up; set KG_LLM_URL (such as http://localhost:11434/v1) and KG_LLM_MODEL")
    if not given["MODEL"] or not given["MODEL"].isprintable() or len(given["MODEL"]) > 200:
        raise ModelError("KG_LLM_MODEL: no name of a model; set it to one that the endpoint offers")
    key = given["KEY"] or None
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise ModelError("KG_LLM_KEY: holds blanks or marks that no key has; set it again")
    return Settings(_url(given["URL"], key), given["MODEL"], key, _price(given["PRICE"]), _seconds(given["TIMEOUT"]))


def loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _url(given: str, key: str | None) -> str:
    """The address without a `/` at its end; what is wrong with it is said without showing it."""
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https") or not given.isprintable() or " " in given:
        raise ModelError("KG_LLM_URL: no address of the form https://HOST/v1; mend it there")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ModelError("KG_LLM_URL: give it without user, password, ? and #; the key belongs in KG_LLM_KEY")
    if key and parts.scheme == "http" and not loopback(host):
        raise ModelError(f"KG_LLM_URL: over http the key would reach {host} for everybody to read; use https")
    return given.rstrip("/")


def _price(given: str) -> tuple[float, float] | None:
    if not given:
        return None
    try:
        tokens_in, tokens_out = (float(part) for part in given.split(","))
    except ValueError:
        tokens_in = tokens_out = -1.0
    if not (0 <= tokens_in < 1e6 and 0 <= tokens_out < 1e6):
        raise ModelError("KG_LLM_PRICE: give two numbers, dollars for a million tokens in and out, such as 0.15,0.60")
    return tokens_in, tokens_out


def _seconds(given: str) -> float:
    try:
        seconds = float(given or _TIMEOUT)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ModelError("KG_LLM_TIMEOUT: give the seconds to wait for one answer, such as 300")
    return seconds
