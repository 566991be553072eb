"""What is said at the end of a test run, and tests skipped for want of a program: aloud, or failed where it must be."""

import os
from typing import NoReturn

import pytest

_SAID = pytest.StashKey[list[str]]()


def lines(config: pytest.Config) -> list[str]:
    """What is to be said."""
    return config.stash.get(_SAID, [])


def say(config: pytest.Config, line: str) -> None:
    """Say `line` at the end of the run, once."""
    said = config.stash.setdefault(_SAID, [])
    if line not in said:
        said.append(line)


def missing(config: pytest.Config, what: str, why: str, required: str) -> NoReturn:
    """Skip aloud, or fail where the variable `required` says that it must be there."""
    if os.environ.get(required) == "1":
        pytest.fail(f"{what} tests must run ({required}=1), but: {why}", pytrace=False)
    say(config, f"{what.upper()} TESTS SKIPPED: {why}")
    pytest.skip(why)
