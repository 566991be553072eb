"""Citations: links, identifiers, titles and names of works, each joined with the work that the discussion means."""

from collections.abc import Iterator
from dataclasses import replace

from kg.discussion import Discussion, Post
from kg.findings import Finding, Found, Listed, Mention, Span, Work
from kg.mentions import finder, listed, uses
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
    shelf = Shelf(listed.shelf(found.catalogue))
    rows = finder.in_discussion(texts, links, parents, shelf, listed.titles(found.catalogue))
    works = _Works(found.catalogue, rows)
    for post, row in zip(posts, rows, strict=True):
        for link in post.links:
            if link.start == link.end and link.url.startswith(("http://", "https://")):
                work = works.of(canonical(link.url), link.url)
                yield Mention(Span(post.id, link.start, link.end), work, 0.97, "citations:post", url=link.url)
        for hit in row:
            # The address in a mailing list's footer is no work that anybody cites.
            if not any(a <= hit.start < b for a, b in post.asides):
                yield _mention(post, hit, works.of(hit.work, hit.url, hit.year if hit.rule == "author" else None))


def _mention(post: Post, hit: Hit, work: Work) -> Mention:
    use = uses.find(post.text or "", hit.start, hit.end)
    return Mention(
        Span(post.id, hit.start, hit.end),
        work,
        hit.sure,
        f"citations:{hit.rule}",
        url=hit.url,
        because=hit.because,
        use=use.name,
        use_confidence=use.confidence,
        use_words=Span(post.id, *use.words) if use.words else None,
    )


class _Works:
    """What is known of works: what the catalogue says, else the longest title that the discussion calls them by."""

    def __init__(self, catalogue: tuple[Listed, ...], rows: list[list[Hit]]) -> None:
        self._listed = listed.ids(catalogue)
        self._titles: dict[str, str] = {}
        for hit in (h for row in rows for h in row if h.title):
            if len(hit.title or "") > len(self._titles.get(hit.work, "")):
                self._titles[hit.work] = hit.title or ""

    def of(self, id: str, url: str | None, year: int | None = None) -> Work:
        known = self._listed.get(id)
        if known is None:
            return Work(id, self._titles.get(id), year=year, url=url)
        return replace(known.work, url=known.work.url or url)
