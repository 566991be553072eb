"""An answer, checked item by item: what has not the form that was asked for is refused, the rest is read on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kg.models._prompt import MOST
from kg.models._reply import Reply, Unusable

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
_Word = Annotated[str, StringConstraints(max_length=40)]


class Claimed(BaseModel):
    """A claim as the model gives it: its words and kind."""

    words: _Words
    kind: _Word


class Related(BaseModel):
    """A relation as the model gives it; `where` says which post holds the words of its target."""

    model_config = ConfigDict(populate_by_name=True)

    source: _Words = Field(alias="from")
    target: _Words = Field(alias="to")
    where: Literal["post", "answers"] = Field(alias="in")
    type: _Word
    evidence: _Words | None = None
    confidence: float = Field(default=0.5, ge=0, le=1, allow_inf_nan=False)


_I = TypeVar("_I", Claimed, Related)


@dataclass(slots=True)
class Answer:
    """What a model says about one post; `refused` are (claim or relation, its words, why)."""

    claims: list[Claimed] = field(default_factory=list)
    relations: list[Related] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)


def read(reply: Reply) -> Answer:
    """The answer in a reply; Unusable where it is no JSON object, or only the beginning of one."""
    whole = _json(reply)
    answer = Answer()
    answer.claims += _items(whole, "claims", Claimed, answer)
    answer.relations += _items(whole, "relations", Related, answer)
    return answer


def _json(reply: Reply) -> dict[str, Any]:
    """The object, without a fence around it or what the model thought aloud before it."""
    said = reply.content.rpartition("</think>")[2]
    start, end = said.find("{"), said.rfind("}")
    try:
        whole = json.loads(said[start : end + 1]) if start >= 0 else None
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict):
        return whole
    if reply.finish == "length":
        raise Unusable("answer cut off by the model's limit")
    raise Unusable("answer that is no JSON" if said.strip() else "empty answer")


def _items(whole: dict[str, Any], name: str, form: type[_I], answer: Answer) -> Iterator[_I]:
    given = whole.get(name, [])
    if not isinstance(given, list):
        answer.refused.append((name, _shown(given), "no list"))
        return
    for item in given[:MOST]:
        try:
            yield form.model_validate(item)
        except (ValidationError, RecursionError):
            answer.refused.append((name[:-1], _shown(item), "not of the form that was asked for"))
    if len(given) > MOST:
        answer.refused.append((name, f"{len(given) - MOST} more", f"more than {MOST} in one answer"))


def _shown(item: object) -> str:
    """An item as it came, cut to what a person can read."""
    try:
        return json.dumps(item)[:300]
    except RecursionError:
        return "…"
