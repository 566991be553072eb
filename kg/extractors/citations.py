"""Citations: links, identifiers, titles and names of works, each joined with the work that the discussion means."""

from collections.abc import Iterator

from kg.discussion import Discussion, Post
from kg.findings import Finding, Found, Mention, Span, Work
from kg.mentions import finder, uses
from kg.mentions.hits import Hit
from kg.mentions.shelf import Shelf
from kg.works.ids import canonical

NEEDS: tuple[str, ...] = ()


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """A Mention for all words that point at a work; in a post that is nothing but a link, one for the whole post."""
    posts = [p for p in discussion.posts if p.text or p.links]
    number = {post.id: n for n, post in enumerate(posts)}
    texts = [post.text or "" for post in posts]
    links = [[k for k in post.links if k.start < k.end] for post in posts]
    parents = [number.get(post.reply_to or "") for post in posts]
    rows = finder.in_discussion(texts, links, parents, Shelf())
    titles = _titles(rows)
    for post, row in zip(posts, rows, strict=True):
        for link in post.links:
            if link.start == link.end and link.url.startswith(("http://", "https://")):
                work = canonical(link.url)
                yield Mention(Span(post.id, link.start, link.end), Work(work, titles.get(work), url=link.url), 0.97,
                              "citations:post", url=link.url)  # fmt: skip
        for hit in row:
            # The address in a mailing list's footer is no work that anybody cites.
            if not any(a <= hit.start < b for a, b in post.asides):
                yield _mention(post, hit, titles.get(hit.work))


def _mention(post: Post, hit: Hit, title: str | None) -> Mention:
    use = uses.find(post.text or "", hit.start, hit.end)
    return Mention(
        Span(post.id, hit.start, hit.end),
        Work(hit.work, title, year=hit.year if hit.rule == "author" else None, url=hit.url),
        hit.sure,
        f"citations:{hit.rule}",
        url=hit.url,
        because=hit.because,
        use=use.name,
        use_confidence=use.confidence,
        use_words=Span(post.id, *use.words) if use.words else None,
    )


def _titles(rows: list[list[Hit]]) -> dict[str, str]:
    """For each work the longest title that the discussion calls it by, the first of these."""
    found: dict[str, str] = {}
    for hit in (h for row in rows for h in row if h.title):
        if len(hit.title or "") > len(found.get(hit.work, "")):
            found[hit.work] = hit.title or ""
    return found
