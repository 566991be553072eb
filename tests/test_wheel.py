"""The wheel holds all that kg needs: it works in an empty folder, with nothing of the checkout around."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent


def run(folder: Path, *words: str, **environment: str) -> str:
    ran = subprocess.run(words, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.long
def test_a_built_wheel_works_in_an_empty_folder(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(CHECKOUT, *pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path / "built"), ".")
    (wheel,) = (tmp_path / "built").glob("kg-*.whl")
    run(tmp_path, *pip, "install", "--no-deps", "--target", str(tmp_path / "site"), str(wheel))
    empty = tmp_path / "empty"
    empty.mkdir()

    def kg(*words: str) -> str:
        return run(empty, sys.executable, "-m", "kg.cli", *words, PYTHONPATH=str(tmp_path / "site"))

    where = run(empty, sys.executable, "-c", "import kg; print(kg.__file__)", PYTHONPATH=str(tmp_path / "site"))
    assert where.startswith(str(tmp_path / "site"))
    assert "nodes and relations" in kg("build", "seeds")
    assert "What is rebutted most?" in kg("ask", "most_rebutted")
    assert "60 rows" in kg("view", "rebuttals", "-o", "rebuttals.html")
    kg("verify")
    assert sorted(p.name for p in empty.iterdir()) == ["discussion.kgl", "rebuttals.html"]
    data = tmp_path / "site" / "kg" / "_data"
    assert {p.name for p in data.iterdir()} == {"cypher", "ontology", "seeds"}
    assert (tmp_path / "site" / "kg" / "py.typed").exists()
