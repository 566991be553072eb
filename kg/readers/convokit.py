"""ConvoKit corpora: a folder with utterances.jsonl (or .json) and what is known of speakers and conversations."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from kg.discussion import Discussion, Post, Speaker
from kg.errors import SourceError
from kg.quotation import quoted
from kg.source import Source

SUFFIXES = (".jsonl", ".json")
PARTS = ("speakers.json", "users.json", "conversations.json", "corpus.json", "index.json")

_KEY = r'"{}"\s*:'
_NOBODY = ("", "[deleted]", "[removed]", "[unknown]")
_REMOVED = ("[deleted]", "[removed]")
_EPOCHS = range(10**8, 10**11)  # seconds from 1973 to 5138; smaller numbers count something else


def fits(head: str) -> bool:
    """JSON objects with an id, a conversation (`root` in old corpora), and words or a speaker (`user` in old ones)."""
    if head.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{"):
        return False
    wanted = ("id", "(conversation_id|root)", "(text|speaker|user)")
    return all(re.search(_KEY.format(key), head) for key in wanted)


class _Utterance(BaseModel):
    """One line; the names of old corpora (`user`, `root`, `reply-to`) stand beside those of new ones."""

    id: str | int
    speaker: str | int | None = Field(None, validation_alias=AliasChoices("speaker", "user"))
    conversation: str | int | None = Field(None, validation_alias=AliasChoices("conversation_id", "root"))
    reply_to: str | int | None = Field(None, validation_alias=AliasChoices("reply_to", "reply-to"))
    text: str | None = None
    timestamp: str | int | float | None = None
    meta: dict[str, Any] | None = None

    @property
    def posted(self) -> str | None:
        """When it was said: seconds since 1970 as ISO 8601, anything else as it came."""
        if self.timestamp is None:
            return None
        try:
            seconds = float(self.timestamp)
            if not _EPOCHS.start < seconds < _EPOCHS.stop:
                return str(self.timestamp)
        except (ValueError, OverflowError):
            return str(self.timestamp)
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")

    @property
    def score(self) -> int | None:
        """The votes, where the corpus keeps them."""
        score = (self.meta or {}).get("score")
        return score if type(score) is int else None


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each conversation, in order of first mention; broken lines are counted in the first."""
    skipped: Counter[str] = Counter()
    homes: dict[str, str] = {}
    threads: dict[str, list[_Utterance]] = {}
    problem = ""
    for number, row in _rows(source):
        try:
            utterance = _Utterance.model_validate(row)
        except ValidationError as error:
            skipped["broken row"] += 1
            problem = problem or f"line {number}: {error.errors(include_input=False, include_url=False)[0]['msg']}"
            continue
        key = str(utterance.id)
        if key in homes:
            skipped["repeated row"] += 1
            continue
        homes[key] = _home(utterance, homes)
        threads.setdefault(homes[key], []).append(utterance)
    if not threads:
        why = f" ({problem})" if problem else ""
        raise SourceError(f"{source.name}: no utterance in it{why}; name the utterances file of a ConvoKit corpus")
    site = f"convokit-{_slug(source.path.resolve().parent.name)}"
    names, about = _part(source, "speakers.json", "users.json"), _part(source, "conversations.json")
    corpus = _Corpus(site, source, homes, names)
    for conversation, utterances in threads.items():
        yield corpus.discussion(conversation, _told(about, conversation, "title"), utterances, skipped)
        skipped = Counter()


def _rows(source: Source) -> Iterator[tuple[int, Any]]:
    """The utterances with their line numbers, or numbers in the list where the file is one."""
    if source.text.lstrip("\ufeff \t\r\n").startswith("["):
        yield from enumerate(source.json(), 1)
    else:
        yield from source.json_lines()


def _home(utterance: _Utterance, homes: dict[str, str]) -> str:
    """The conversation it belongs to: its own word for it, else that of what it answers, else a new one."""
    if utterance.conversation is not None:
        return str(utterance.conversation)
    return homes.get(str(utterance.reply_to), str(utterance.id))


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "corpus"


def _part(source: Source, *names: str) -> dict[str, Any]:
    """What the first of these files beside the utterances holds; nothing where there is none."""
    for name in names:
        path = source.path.with_name(name)
        if path.is_file():
            held = Source(path, f"{source.name.rpartition('/')[0]}/{name}".lstrip("/"), source.encoding).json()
            return held if isinstance(held, dict) else {}
    return {}


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
    source: Source
    homes: dict[str, str]
    names: dict[str, Any]

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
            posts.append(Post(full, None, None, self.source.document, source_id=key, position=position))
        counts = {what: n for what, n in sorted(skipped.items()) if n}
        return Discussion(f"{self.site}:{conversation}", self.site, posts, title, skipped=counts)

    def _post(self, utterance: _Utterance, position: int) -> Post:
        text = None if _removed(utterance) else utterance.text
        own, answered = str(utterance.id), "" if utterance.reply_to is None else str(utterance.reply_to)
        return Post(
            id=f"{self.site}:{own}",
            text=text,
            speaker=self._speaker("" if utterance.speaker is None else str(utterance.speaker)),
            document=self.source.document,
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
        return Speaker(f"{self.site}:{account}", _told(self.names, account, "name") or account)


def _removed(utterance: _Utterance) -> bool:
    return (utterance.text or "").strip() in _REMOVED
