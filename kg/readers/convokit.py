"""ConvoKit corpora: utterances.jsonl (or .json) and what is known of speakers and conversations, in a folder or zip.

A file of lines is read twice: first to learn which rows make which conversation, then conversation by conversation.
"""

import re
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError
from typing_extensions import TypedDict

from kg.discussion import Discussion, Document, Post, Speaker
from kg.errors import SourceError
from kg.readers._corpus import CONVERSATIONS, SPEAKERS, opened
from kg.reading import stream
from kg.reading.quotation import quoted
from kg.reading.source import Source
from kg.reading.stream import reason
from kg.text import iso, slug

SUFFIXES = (".jsonl", ".json", ".zip")
PARTS = ("speakers.json", "users.json", "conversations.json", "corpus.json", "index.json")

_KEY = r'"{}"\s*:'
_NOBODY = ("", "[deleted]", "[removed]", "[unknown]")
_REMOVED = ("[deleted]", "[removed]")
_FIRST, _LAST = 10**8, 10**11  # seconds from 1973 to 5138; smaller numbers count something else


def fits(head: str) -> bool:
    """JSON objects with an id, a conversation (`root` in old corpora), and words or a speaker; or a zip."""
    if head.startswith(("PK\3\4", "PK\5\6")):
        return True
    if head.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{"):
        return False
    wanted = ("id", "(conversation_id|root)", "(text|speaker|user)")
    return all(re.search(_KEY.format(key), head) for key in wanted)


class _Meta(TypedDict, total=False):
    """What corpora of forums keep of an utterance; they keep much else, which is not even looked at."""

    score: Any


class _Utterance(BaseModel):
    """One line; the names of old corpora (`user`, `root`, `reply-to`) stand beside those of new ones."""

    id: str | int
    speaker: str | int | None = Field(None, validation_alias=AliasChoices("speaker", "user"))
    conversation: str | int | None = Field(None, validation_alias=AliasChoices("conversation_id", "root"))
    reply_to: str | int | None = Field(None, validation_alias=AliasChoices("reply_to", "reply-to"))
    text: str | None = None
    timestamp: str | int | float | None = None
    meta: _Meta | None = None

    @property
    def posted(self) -> str | None:
        """When it was said: seconds since 1970 as ISO 8601, anything else as it came."""
        if self.timestamp is None:
            return None
        try:
            seconds = float(self.timestamp)
        except (ValueError, OverflowError):
            return str(self.timestamp)
        if not _FIRST < seconds < _LAST:
            return str(self.timestamp)
        return iso(datetime.fromtimestamp(seconds, UTC))

    @property
    def score(self) -> int | None:
        """The votes, where the corpus keeps them."""
        score = self.meta.get("score") if self.meta else None
        return score if type(score) is int else None


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each conversation, in order of first mention; broken rows are counted in the first."""
    with opened(source) as folder, stream.opened(folder.utterances) as file:
        listed = _listed(folder.utterances)
        index = _Index("byte" if listed is None else "place")
        if listed is not None:
            rows = dict(index.take(enumerate(listed, 1), _Utterance.model_validate))
        else:
            places = index.take(stream.lines(file), lambda line: stream.row(_Utterance, line, folder.utterances))
            deque(places, maxlen=0)
        if not index.threads:
            why = f" ({index.problem})" if index.problem else ""
            raise SourceError(f"{source.name}: no utterance in it{why}; name the utterances file of a ConvoKit corpus")
        if not index.words:
            raise SourceError(f"{source.name}: no 'text' in any utterance; name the utterances file of a whole corpus")
        site = f"convokit-{slug(folder.name) or 'corpus'}"
        about = folder.part(CONVERSATIONS)
        corpus = _Corpus(site, source.document, index.homes, folder.part(SPEAKERS))
        for conversation, found in index.threads.items():
            if listed is None:
                utterances = [stream.row(_Utterance, x, folder.utterances) for x in stream.lines_at(file, found)]
            else:
                utterances = [rows[place] for place in found]
            yield corpus.discussion(conversation, _told(about, conversation, "title"), utterances, index.skipped)
            index.skipped = Counter()


def _listed(source: Source) -> list[Any] | None:
    """The rows where the file is one JSON list, as in old corpora."""
    if not source.head().lstrip("\ufeff \t\r\n").startswith("["):
        return None
    listed = source.json()
    return listed if isinstance(listed, list) else []


@dataclass
class _Index:
    """Which rows make which conversation, and the conversation of each utterance; `unit` is what places count."""

    unit: str
    homes: dict[str, str] = field(default_factory=dict)
    threads: dict[str, "array[int]"] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    problem: str = ""
    words: bool = False  # whether any utterance says what was said

    def take(
        self, rows: Iterable[tuple[int, Any]], parsed: Callable[[Any], _Utterance]
    ) -> Iterator[tuple[int, _Utterance]]:
        """Note where each row is; the rows that are utterances, each once, are handed on."""
        for place, row in rows:
            try:
                utterance = parsed(row)
            except (ValidationError, SourceError) as error:
                self.skipped["broken row"] += 1
                self.problem = self.problem or f"the row at {self.unit} {place}: {reason(error)}"
                continue
            key = str(utterance.id)
            if key in self.homes:
                self.skipped["repeated row"] += 1
                continue
            told = "text" in utterance.model_fields_set
            self.words |= told
            if not told:
                self.skipped["utterance without words"] += 1
            self.homes[key] = home = _home(utterance, self.homes)
            self.threads.setdefault(home, array("q")).append(place)
            yield place, utterance


def _home(utterance: _Utterance, homes: dict[str, str]) -> str:
    """The conversation it belongs to: its own word for it, else that of what it answers, else a new one."""
    if utterance.conversation is not None:
        return str(utterance.conversation)
    return homes.get(str(utterance.reply_to), str(utterance.id))


def _told(part: dict[str, Any], key: str, name: str) -> str | None:
    """A text that a part tells of `key`, in its `meta` or, in old corpora, directly."""
    entry = part.get(key)
    inner = entry.get("meta") if isinstance(entry, dict) else None
    for place in (inner, entry):
        value = place.get(name) if isinstance(place, dict) else None
        if isinstance(value, str) and value.strip():
            return value
    return None


@dataclass(frozen=True)
class _Corpus:
    """What the conversations of a corpus share: `homes` has the conversation of each utterance in the file."""

    site: str
    document: Document
    homes: dict[str, str]
    names: dict[str, Any]
    known: dict[str, Speaker] = field(default_factory=dict)

    def discussion(
        self, conversation: str, title: str | None, utterances: list[_Utterance], skipped: Counter[str]
    ) -> Discussion:
        """The conversation; what it answers and the corpus does not hold comes last, without words."""
        posts = [self._post(utterance, position) for position, utterance in enumerate(utterances)]
        skipped["deleted utterance"] = sum(_removed(utterance) for utterance in utterances)
        answered = dict.fromkeys(post.reply_to for post in posts if post.reply_to)
        keys = [full.removeprefix(f"{self.site}:") for full in answered]
        for position, key in enumerate((k for k in keys if k not in self.homes), len(posts)):
            full = f"{self.site}:{key}"
            posts.append(Post(full, None, None, self.document, source_id=key, position=position))
        return Discussion(f"{self.site}:{conversation}", self.site, posts, title, skipped=skipped)

    def _post(self, utterance: _Utterance, position: int) -> Post:
        text = None if _removed(utterance) else utterance.text
        own, answered = str(utterance.id), "" if utterance.reply_to is None else str(utterance.reply_to)
        return Post(
            id=f"{self.site}:{own}",
            text=text,
            speaker=self._speaker("" if utterance.speaker is None else str(utterance.speaker)),
            document=self.document,
            reply_to=f"{self.site}:{answered}" if answered not in ("", own) else None,
            source_id=own,
            posted=utterance.posted,
            score=utterance.score,
            position=position,
            quotes=quoted(text or ""),
        )

    def _speaker(self, account: str) -> Speaker | None:
        # "[deleted]" stands for many people, not for one.
        if account.strip() in _NOBODY:
            return None
        known = self.known.get(account)
        if known is None:
            name = _told(self.names, account, "name") or account
            known = self.known[account] = Speaker(f"{self.site}:{account}", name)
        return known


def _removed(utterance: _Utterance) -> bool:
    return (utterance.text or "").strip() in _REMOVED
