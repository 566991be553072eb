"""A reply: what a model wrote about one post, and the tokens it took, out of an endpoint's JSON."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import ModelError

_Tokens = Field(default=None, ge=0, le=10**9)


class Reply(BaseModel):
    """The words of a model, as they are kept; `finish` is `length` where they were cut off."""

    model_config = ConfigDict(frozen=True)

    content: str
    finish: str | None = None
    tokens_in: int | None = _Tokens
    tokens_out: int | None = _Tokens


class Unusable(Exception):
    """One post cannot be answered, and why; the others can."""


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = _Tokens
    completion_tokens: int | None = _Tokens


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


class _Problem(BaseModel):
    message: str


class _Failure(BaseModel):
    error: _Problem | str


def read(body: bytes, url: str, key: str | None) -> Reply:
    """The reply in a chat completion; ModelError where the endpoint speaks otherwise."""
    try:
        whole = _Completion.model_validate_json(body)
    except ValidationError as error:
        said = problem(body, key)  # some say so with status 200
        what = f"answers with an error ({said})" if said else "answers no chat completion"
        raise ModelError(f"{url}: {what}; check KG_LLM_MODEL, and KG_LLM_URL (most end in /v1)") from error
    first, usage = whole.choices[0], whole.usage or _Usage()
    return Reply(
        content=first.message.content or "",
        finish=first.finish_reason,
        tokens_in=usage.prompt_tokens,
        tokens_out=usage.completion_tokens,
    )


def problem(body: bytes, key: str | None) -> str:
    """What an endpoint says is wrong, short and without the key; nothing where it says so in no known form."""
    try:
        error = _Failure.model_validate_json(body).error
    except ValidationError:
        return ""
    said = error if isinstance(error, str) else error.message
    return (said.replace(key, "…") if key else said)[:200]
