"""Speakers: who wrote each post; told apart by the turns of the talk where the source has no names."""

import re
from collections.abc import Iterator

from kg.discussion import Discussion, Post, Speaker
from kg.findings import Author, Finding, Found

NEEDS: tuple[str, ...] = ()

_ADDRESSED = re.compile(
    r"^\W*(?:hey|hi|hello|dear|thanks|thank you),?\s+([A-Z][\w'’-]{1,30})\s*[,!.:\n]", re.IGNORECASE
)
_NO_NAME = frozenset(
    {"all", "everyone", "everybody", "folks", "guys", "there", "again", "for", "so", "to", "op", "you"}
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """One Author for each post with words, where somebody can be told."""
    for post in discussion.posts:
        if post.speaker is not None:
            yield Author(post.id, post.speaker)
    if discussion.named:
        return
    voices = _voices(discussion)
    known = {voices[post.id]: post.speaker for post in discussion.posts if post.speaker is not None}
    names = _addressed(discussion, voices)
    for post in discussion.with_text():
        if post.speaker is None:
            voice = voices[post.id]
            place = f"{discussion.id}:speaker-{_letters(voice)}"
            aliases = tuple(sorted(names.get(voice, ())))
            yield Author(post.id, known.get(voice) or Speaker(place, None, aliases), asserted=False)


def _voices(discussion: Discussion) -> dict[str, int]:
    """A number for each speaker, by post, given whom each post answers.

    In a talk by turns, whoever wrote the post before the one replied to speaks again; a reply to the first
    post is a newcomer's; and posts that answer nothing on the page are one person's feed.
    """
    posts = discussion.by_id()
    voices: dict[str, int] = {}
    newest = 0
    if all(post.voice is not None for post in discussion.posts):
        return {post.id: post.voice or 0 for post in discussion.posts}
    for post in discussion.posts:
        parent = posts.get(post.reply_to or "")
        if parent is None or parent.id not in voices:
            voices[post.id] = 0
            continue
        before = posts.get(parent.reply_to or "")
        if before is not None and before.id in voices and not _introduces(post):
            voices[post.id] = voices[before.id]
        else:
            newest += 1
            voices[post.id] = newest
    return voices


def _introduces(post: Post) -> bool:
    """Whether the post presents its writer as somebody new to the talk."""
    return bool(re.match(r"\W*(?:author|op|mod|dev|maintainer) (?:here|of)\b", post.text or "", re.IGNORECASE))


def _addressed(discussion: Discussion, voices: dict[str, int]) -> dict[int, set[str]]:
    """Names by which a post greets the writer of the post it answers."""
    posts = discussion.by_id()
    names: dict[int, set[str]] = {}
    for post in discussion.with_text():
        parent = posts.get(post.reply_to or "")
        greeting = _ADDRESSED.match(post.text or "")
        if parent is not None and greeting and greeting[1].casefold() not in _NO_NAME:
            names.setdefault(voices[parent.id], set()).add(greeting[1])
    return names


def _letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    out = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = _LETTERS[rest] + out
    return out
