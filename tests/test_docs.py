"""What the documents show is true: each command runs, each file that is named is there."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from kg import cli, plugins
from kg.questions import queries

CHECKOUT = Path(__file__).parent.parent
PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """The kg commands of a page's indented and fenced lines, also those joined by `&&`."""
    lines = [line.strip().removeprefix("$ ") for line in text.splitlines() if line.startswith("    ")]
    return [part.strip() for line in lines for part in line.split("&&") if part.strip().startswith("kg ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_command_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)
    shown = commands(README)
    assert len(shown) >= 6
    for command in shown:
        words = shlex.split(command)
        if (
            "neo4j" in command
        ):  # those need a server: tests/test_stores.py and tests/test_local_neo4j_started.py run them
            words = [words[0], words[1], "--help"]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        assert stopped.value.code in (0, None), (command, said.err)
        if command.startswith("kg explain"):
            told = README.partition(f"$ {command}\n")[2].partition("\n\n")[0]
            for part in re.split("…|\n", told):  # the README cuts long lines short
                assert part.strip() in said.out, part


def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    exec(code, {})
    assert " rebuts " in capsys.readouterr().out


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `kg (\w+)", README, re.MULTILINE))
    assert named == set(plugins.names("commands"))


def test_nothing_in_the_project_names_the_machine_it_was_made_on() -> None:
    home = re.compile(r"/(?:work|root|home/\w+|var/tmp)/")
    for path in [*PAGES, *CHECKOUT.glob("*.toml"), *CHECKOUT.glob("kg/**/*.py"), *CHECKOUT.glob("seeds/**/*.*")]:
        assert not home.search(path.read_text(encoding="utf-8")), path


def test_every_dependency_is_named_with_its_reason() -> None:
    import tomllib

    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decisions = (CHECKOUT / "docs" / "decisions.md").read_text(encoding="utf-8")
    extras = [dependency for extra in project["optional-dependencies"].values() for dependency in extra]
    for dependency in [*project["dependencies"], *extras]:
        assert f"`{re.split('[<>=]', dependency)[0]}`" in decisions, dependency


def test_the_page_of_questions_tells_of_each_what_its_file_says() -> None:
    page = (CHECKOUT / "docs" / "questions.md").read_text(encoding="utf-8")
    for name in queries.names():
        query = queries.get(name)
        takes = ", ".join(f"`{p.name}`" for p in query.parameters)
        (line,) = (line for line in page.splitlines() if line.startswith(f"| `{name}`<br>{query.title} |"))
        assert f" | {query.about}" in line, name
        assert f" | {takes} | " in line, name
        assert query.cost == "light" or query.cost.capitalize() in line, name
