"""One canonical id for each work, made from a link or an identifier, offline."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_ARXIV = re.compile(
    r"(?i)(?:arxiv:\s?|arxiv\.org/(?:abs|pdf|html)/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(v\d+)?"
)
_DOI = re.compile(r"(?i)\b(10\.\d{4,9}/[^\s\"<>]+)")
_TRACKERS = re.compile(r"(?i)^(utm_\w+|fbclid|gclid|ref|ref_src|si|mc_[ce]id|igshid)$")


def canonical(url: str) -> str:
    """`arxiv:2311.08379`, `doi:10.…` or `url:host/path`: the same work gives the same id.

    The version of an arXiv link, the fragment, trackers, `www.` and a slash at the end do not count.
    """
    if match := _ARXIV.search(url):
        return f"arxiv:{match[1].lower()}"
    if match := _DOI.search(unquote(url)):
        doi = match[1].lower().rstrip(".,;:)]}'\"”’")
        arxiv = re.fullmatch(r"10\.48550/arxiv\.(.+)", doi)
        return f"arxiv:{arxiv[1]}" if arxiv else f"doi:{doi}"
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # a bracket or a port that no URL may have
        return f"url:{url.strip().lower()}"
    query = urlencode([p for p in parse_qsl(parts.query) if not _TRACKERS.match(p[0])])
    return f"url:{host}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def slug(words: str) -> str:
    """An id from a name: `Carlsmith's report` gives `carlsmith-report`."""
    bare = re.sub(r"['’]s\b", "", words.lower())
    return "-".join(re.findall(r"\w+", bare))
