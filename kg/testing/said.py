"""What a test run says, at once or at its end, and tests that lack a program: skipped aloud, or failed."""

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


def tell(config: pytest.Config, line: str) -> None:
    """Say `line` at once where there is a terminal, past what pytest keeps to itself while a test runs."""
    reporter, capture = (config.pluginmanager.get_plugin(name) for name in ("terminalreporter", "capturemanager"))
    if reporter is not None and capture is not None:
        with capture.global_and_fixture_disabled():
            reporter.ensure_newline()
            reporter.write_line(line)


def fail(why: str) -> NoReturn:
    """Fail with this line, and not with what led to it."""
    raise pytest.fail.Exception(why, pytrace=False) from None


def missing(config: pytest.Config, what: str, why: str, required: str) -> NoReturn:
    """Skip aloud, or fail where the variable `required` says that it must be there."""
    if os.environ.get(required) == "1":
        fail(f"{what} tests must run ({required}=1), but: {why}")
    say(config, f"{what.upper()} TESTS SKIPPED: {why}")
    pytest.skip(why)
