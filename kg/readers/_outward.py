"""The address that a link leads to at last, where a forum sends people out by way of a page of its own."""

from urllib.parse import parse_qs, urlsplit


def outward(url: str) -> str | None:
    """The address of another page, without the forum's `/out?url=`; None for what is no web address."""
    if not url.startswith(("https://", "http://", "/out?")):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    told = next(iter(parse_qs(parts.query).get("url", ())), "") if parts.path == "/out" else url
    return told if told.startswith(("https://", "http://")) else None
