"""The rows of a forum's GraphQL answers, as far as kg reads them: posts, comments, users and reactions."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from pydantic import BaseModel, Field, FiniteFloat, ValidationError, ValidatorFunctionWrapHandler, field_validator

from kg.discussion import Link, Reaction, Speaker
from kg.readers._outward import outward
from kg.readers._shown import Shown
from kg.reading.html import plain

_PAGE = re.compile(r"https?://[^/\s]+/(?:posts|events)/(\w+)")
_HOST = re.compile(r"https?://([\w.-]+)(?:/|$)")
_SITES = {"forum.effectivealtruism.org": "eaforum", "lesswrong.com": "lesswrong", "alignmentforum.org": "lesswrong"}
_LOST = "reaction on words that are not in the text"


class User(BaseModel):
    id: str | None = Field(None, alias="_id")
    username: str | None = None
    slug: str | None = None
    displayName: str | None = None


class Contents(BaseModel):
    markdown: str | None = None
    agentMarkdown: str | None = None  # what the forum offers to programs
    html: str | None = None
    plaintextMainText: str | None = None
    plaintextDescription: str | None = None  # its beginning only


class Passage(BaseModel):
    quote: str = ""


class React(BaseModel):
    """One person's mark on a post or comment; older answers give a quote as words, newer ones as an object."""

    userId: str | None = None
    displayName: str | None = None
    reactType: str = "created"
    quotes: list[Passage | str] | None = None


class Votes(BaseModel):
    reacts: dict[str, list[React]] = Field(default_factory=dict)


class Article(BaseModel):
    id: str | None = Field(None, alias="_id")
    title: str | None = None
    slug: str | None = None
    pageUrl: str | None = None


class Item(BaseModel):
    """A post or a comment; a comment says which post it is on."""

    id: str = Field(alias="_id", min_length=1)
    title: str | None = None
    slug: str | None = None
    pageUrl: str | None = None
    url: str | None = None
    linkUrl: str | None = None
    contents: Contents | None = None
    htmlBody: str | None = None
    postId: str | None = None
    post: Article | None = None
    parentCommentId: str | None = None
    parentAnswerId: str | None = None
    topLevelCommentId: str | None = None
    answer: bool | None = None
    user: User | None = None
    author: str | None = None
    deleted: bool | None = None
    postedAt: str | None = None
    createdAt: str | None = None
    lastEditedAt: str | None = None
    retracted: bool | None = None
    baseScore: FiniteFloat | None = None
    extendedScore: Votes | None = None

    @field_validator("extendedScore", mode="wrap")
    @classmethod
    def _lenient(cls, value: Any, known: ValidatorFunctionWrapHandler) -> Votes | None:
        # Other schemes of voting keep other things there; no comment is lost for that.
        try:
            return cast(Votes | None, known(value))
        except ValidationError:
            return None

    @property
    def article(self) -> str | None:
        """The id of the post it is, or is on; None where a comment does not say."""
        if told := self.postId or (self.post and self.post.id):
            return told
        if self.title and not self.parentCommentId and not self.topLevelCommentId:
            return self.id
        page = _PAGE.match(self.pageUrl or "")
        return page[1] if page else None

    @property
    def target(self) -> str | None:
        """The address that a link post points at; `linkUrl` leads there by way of the forum, or to the post itself."""
        for told in (self.url, self.linkUrl) if self.title else ():
            target = outward(told or "")
            page = _PAGE.match(target or "")
            if target and not (page and page[1] == self.id):
                return target
        return None

    @property
    def site(self) -> str | None:
        """The site that its page is on, where it says so."""
        page = self.pageUrl or (self.post and self.post.pageUrl) or ""
        if not page:
            return None
        host = _HOST.match(page)
        return _SITES.get(host[1].removeprefix("www.")) if host else None

    def words(self) -> tuple[str | None, tuple[Link, ...]]:
        """Its text and the links that are not in the text; Markdown as it came, HTML as plain text."""
        contents = self.contents or Contents()
        whole = (Link(0, 0, self.target),) if self.target else ()
        html = contents.html or self.htmlBody
        markdown = contents.markdown or contents.agentMarkdown
        if markdown or not html:
            return markdown or contents.plaintextMainText or contents.plaintextDescription or None, whole
        text, links = plain(html)
        return text or None, (*whole, *links)

    def speaker(self, site: str) -> Speaker | None:
        """Who wrote it; None where nobody is named."""
        user = self.user
        if user is None:
            return _speaker(site, None, None, None, self.author)
        return _speaker(site, user.username, user.slug, user.displayName, self.author)

    def reactions(self, site: str, text: str, writers: dict[str, Speaker], skipped: Counter[str]) -> Iterator[Reaction]:
        """The marks on it, each on all of it or on the words of it that the mark quotes.

        `writers` are those who wrote in the thread, by user id and by shown name: a mark gives no account name.
        """
        given = sorted(self.extendedScore.reacts.items()) if self.extendedScore else []
        shown = Shown(text)
        for name, react in ((name, react) for name, reacts in given for react in reacts):
            who = react.displayName or react.userId
            if not who:
                skipped["reaction of nobody"] += 1
                continue
            # Somebody may mark that a reaction does not fit; the site counts that against it.
            mark = f"not {name}" if react.reactType == "disagreed" else name
            known = writers.get(react.userId or "") or writers.get(react.displayName or "")
            speaker = known or Speaker(f"{site}:{react.userId or who}", react.displayName)
            words = [q if isinstance(q, str) else q.quote for q in react.quotes or ()]
            for quote in [w for w in words if w.strip()] or [text]:
                place = shown.place(quote)
                if place:
                    yield Reaction(speaker, mark, *place)
                else:
                    skipped[_LOST] += 1


@lru_cache(4096)
def _speaker(site: str, user: str | None, slug: str | None, shown: str | None, author: str | None) -> Speaker | None:
    """The one speaker of all these names; None where there is none."""
    account = user or slug or shown or author
    if not account:
        return None
    name = shown or author or account
    return Speaker(f"{site}:{account}", name, tuple(sorted({a for a in (user, slug, author) if a} - {name})))
