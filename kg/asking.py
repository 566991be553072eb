"""Asking models: those that were asked for by name are made ready, say what they cost, and answer if that is agreed."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import plugins
from kg.discussion import Discussion
from kg.errors import KgError, ModelError
from kg.findings import Found, Refused

if TYPE_CHECKING:
    from kg.models import Model

Agree = Callable[[str], bool]
"""Told what is about to be asked and what it costs; whether to go on."""

REFUSED = "refused.ndjson"
"""The file beside the records that lists what models gave and does not count."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The models to ask, the folder for their answers (None for the user's own), and who agrees to the cost."""

    models: Sequence[str] = ()
    cache: Path | None = None
    agree: Agree = lambda line: True


NOTHING = Wish()
"""No model at all, as long as nobody asks for one."""


def ask(wish: Wish, discussions: Sequence[Discussion], progress: Callable[[str], None]) -> "list[Model]":
    """The models with all their answers known; ModelError where one cannot be had or its cost is not agreed to."""
    names = plugins.names("models")
    for name in wish.models:
        if name not in names:
            near = plugins.nearest(name, names) or f" (known: {', '.join(names)})"
            raise KgError(f"no model is called '{name}'{near}")
    models = []
    for name in dict.fromkeys(wish.models):
        module = plugins.get("models", name)
        assert module is not None, name  # noqa: S101  looked up above
        model: Model = module.prepare(discussions, wish.cache)
        if model.missing:
            if not wish.agree(model.estimate()):
                raise ModelError(f"{name} was not asked, and nothing was written")
            model.ask(progress)
        models.append(model)
    return models


def add(models: "Iterable[Model]", discussion: Discussion, found: Found) -> list[Refused]:
    """Put what the models say about a discussion beside what the rules found; gives back what does not count."""
    refused = []
    for model in models:
        for finding in model.extract(discussion, found):
            if isinstance(finding, Refused):
                refused.append(finding)
            else:
                found.add(finding)
    return refused


def write(refused: Iterable[Refused], folder: Path) -> None:
    """List what was refused, one JSON object a line; without any there is no such file."""
    path = folder / REFUSED
    lines = [json.dumps(asdict(item)) + "\n" for item in refused]
    try:
        if lines:
            path.write_text("".join(lines), encoding="ascii", newline="\n")
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise KgError(f"{path}: cannot be written ({error.strerror}); choose another folder") from error
