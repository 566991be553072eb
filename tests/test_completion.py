"""Completion as the shells themselves do it: bash, zsh and fish ask kg, and show what it offers."""

import os
import resource
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg import completion
from kg.stores.embedded import connect
from tests.graphs import load_node, node

BASH = 'source <(_KG_COMPLETE=bash_source kg); COMP_WORDS=({0}); COMP_CWORD={1}; _kg_completion kg; printf "%s\\n" "${{COMPREPLY[@]}}"'
ZSH = """compdef() {{ :; }}; compadd() {{ local n=${{@[-1]}}; print -l -- ${{(P)n}}; }}; _describe() {{ print -l -- ${{${{(P)3}}%%:*}}; }}
eval "$(_KG_COMPLETE=zsh_source kg)"; words=({0}); CURRENT=$(({1} + 1)); _kg_completion"""
FISH = '_KG_COMPLETE=fish_source kg | source; complete -C "{2}"'
SHELLS = {"bash": ["bash", "--norc", "-c", BASH], "zsh": ["zsh", "-f", "-c", ZSH], "fish": ["fish", "-N", "-c", FISH]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph and a `kg` to call."""
    folder = tmp_path_factory.mktemp("shell")
    with closing(connect(str(folder / "discussion.kgl"))) as store:
        names = ["Ann", "Ann Lee", "Anton", "Bo; rm -rf *", "O'Hara $HOME"]
        people = [node("Speaker", f"s{i}", "a", name=name, caption=name) for i, name in enumerate(names)]
        store.load([load_node("a"), *people, node("Work", "doi:1", "a", title="On Cats")])
    program = folder / "bin" / "kg"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kg.cli "$@"\n')
    program.chmod(0o755)
    return folder


def offered(home: Path, shell: str, line: str) -> list[str]:
    """What the shell offers for the last word of a line."""
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} on the PATH; install it to run this")
    words = line.split(" ")
    last = f"{' '.join(words)} ''" if not words[-1] else line
    command = [*SHELLS[shell][:-1], SHELLS[shell][-1].format(last, len(words) - 1, line)]
    root = str(Path(__file__).parent.parent)
    environment = {
        **os.environ,
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": root,
        "LC_ALL": "C.UTF-8",
    }
    environment |= {"XDG_CACHE_HOME": str(home / "cache"), "HOME": str(home)}
    environment.pop("KG_DB", None)
    ran = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in ran.stderr
    return [line.split("\t")[0] for line in ran.stdout.splitlines() if line]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_offers_names_of_speakers(home: Path, shell: str) -> None:
    found = offered(home, shell, "kg ask speaker_claims --speaker an")
    assert [name.replace("\\", "") for name in found] == ["Ann", "Ann Lee", "Anton"]


@pytest.mark.long
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("kg fi", ["find"]),
        ("kg ask most_re", ["most_rebutted"]),
        ("kg view speaker_c", ["speaker_claims"]),
        ("kg ask speaker_claims --", ["--speaker", "--least", "--limit"]),
        ("kg ask speaker_claims --speaker Ann --li", ["--limit"]),
        ("kg ask speaker_claims --db nowhere.kgl --speaker A", []),
        ("kg ask no_such_question --", ["--db"]),
        ("kg find x --in w", ["works"]),
    ],
)
def test_a_shell_offers_what_may_follow(home: Path, shell: str, line: str, some: list[str]) -> None:
    found = offered(home, shell, line)
    assert set(some) <= set(found)
    assert some or not found


def test_bash_gets_names_that_it_takes_for_one_word(home: Path) -> None:
    assert offered(home, "bash", "kg ask speaker_claims --speaker b") == [r"Bo\;\ rm\ -rf\ \*"]


def test_names_are_kept_until_the_graph_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    db = str(tmp_path / "a.kgl")

    def load(*names: str) -> None:
        with closing(connect(db)) as store:
            store.load([load_node("a"), *(node("Speaker", name, "a", name=name) for name in names)])

    load("ann", "bo")
    assert completion.values("speaker", db, "A") == ["ann"]
    monkeypatch.setattr(completion, "open_store", _refused)
    assert completion.values("speaker", db, "b") == ["bo"]
    assert completion.values("claim", db, "b") == []
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load("ann", "ada", "bo")
    assert completion.values("speaker", db, "A") == ["ada", "ann"]


def _refused(db: str) -> Any:
    raise AssertionError("the graph is not read again")


def test_an_answer_is_quick(home: Path) -> None:
    offered(home, "bash", "kg ask speaker_claims --speaker a")  # now the names are kept
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "COMP_WORDS": "kg ask speaker_claims --speaker a", "COMP_CWORD": "4"}
    environment |= {"_KG_COMPLETE": "bash_complete", "XDG_CACHE_HOME": str(home / "cache")}
    environment |= {"PYTHONPATH": str(Path(__file__).parent.parent)}
    ran = subprocess.run([str(home / "bin" / "kg")], cwd=home, env=environment, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "plain,Ann" in ran.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.4
