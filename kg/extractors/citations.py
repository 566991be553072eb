"""Citations: links, arXiv numbers, DOIs, and names such as "Carlsmith's report" that stand for one of them."""

import re
from collections.abc import Iterator

from kg.discussion import Discussion, Post
from kg.findings import Finding, Found, Mention, Span, Work
from kg.works.ids import canonical, slug

NEEDS: tuple[str, ...] = ()

_MARK = re.compile(
    r"(?P<url>https?://[\w-]+\.[^\s<>\"“”\]″]+)"
    r"|(?P<arxiv>(?i:arxiv:)\s?\d{4}\.\d{4,5}(?:v\d+)?)"
    r"|(?P<doi>(?i:doi:)\s?10\.\d{4,9}/[^\s<>\"“”]+|\b10\.\d{4,9}/[^\s<>\"“”]+)"
)
_NAMED = re.compile(
    r"\b(?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s (?:\w+ )?"
    r"(?:report|paper|doc|essay|book|article|study|post|preprint)\b"
)
_TAIL = ".,;:!?'\"”’*_…"  # the marks of the sentence around a link, or of a page that cuts it off


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """A Mention for each link, identifier and possessive name; a name joins the link that stands with it."""
    known: dict[str, Work] = {}
    for post in (p for p in discussion.posts if p.text or p.links):
        mentions = sorted(_links(post), key=lambda m: m.span.start)
        named = list(_names(post, mentions, known))
        for mention in sorted([*mentions, *named], key=lambda m: (m.span.start, m.span.end)):
            # The address in a mailing list's footer is no work that anybody cites.
            if not any(a <= mention.span.start < b for a, b in post.asides):
                yield mention


def _links(post: Post) -> Iterator[Mention]:
    text = post.text or ""
    for link in post.links:
        if link.url.startswith(("http://", "https://")):
            work = Work(canonical(link.url), url=link.url)
            yield Mention(Span(post.id, link.start, link.end), work, 0.99, "citations:link", url=link.url)
    for match in _MARK.finditer(text):
        start, end = match.start(), _end(text, match.start(), match.end())
        written = text[start:end]
        kind = str(match.lastgroup)
        url = written if kind == "url" else None
        yield Mention(Span(post.id, start, end), Work(canonical(written), url=url), 0.99, f"citations:{kind}", url=url)


def _end(text: str, start: int, end: int) -> int:
    """Where a link ends: without the marks of the sentence around it, or a bracket it does not open."""
    while end > start and (
        text[end - 1] in _TAIL or (text[end - 1] == ")" and text.count("(", start, end) < text.count(")", start, end))
    ):
        end -= 1
    return end


def _names(post: Post, links: list[Mention], known: dict[str, Work]) -> Iterator[Mention]:
    """Possessive names; one joins the link that follows it on the same or the next line, for good."""
    text = post.text or ""
    for match in _NAMED.finditer(text):
        who = match["who"].split()[-1].lower()
        follows = next((m for m in links if m.span.start >= match.end()), None)
        if follows is not None and text.count("\n", match.end(), follows.span.start) <= 1:
            near = text[match.end() : follows.span.start]
            if len(near) <= 80 and not re.search(r"[.!?]\s+[A-Z]", near):
                known.setdefault(who, follows.work)
        work = known.get(who) or Work(slug(f"{who} {match[0].split()[-1]}"))
        sure = 0.85 if who in known else 0.5
        yield Mention(Span(post.id, match.start(), match.end()), work, sure, "citations:name")
