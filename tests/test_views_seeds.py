"""The picture of real discussions in a real Chromium: the seeds that come with kg, and the pages beside the checkout."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]

Open = Callable[..., "Page"]
QUESTIONS = ["rebuttals", "thread", "cited_works"]


def looked_at(opened: Open, folder: Path, sources: Path) -> None:
    """Each question as a picture: cards can be chosen and expanded, and the picture saved."""
    db = str(folder / "graph.kgl")
    kg.build(str(sources), db=db)
    for question in QUESTIONS:
        path = folder / f"{question}.html"
        rows = kg.view(question, path, db, "network")
        page = opened(path)
        if not rows:
            continue
        count = page.evaluate("data.answer")
        assert count > 0
        seen = page.evaluate(
            """() => { for (let id = 0; id < Math.min(data.answer, 15); id++) { reveal(id); showNode(id); expand(id); }
            for (const link of links.slice(0, 50)) showRelation(link.id);
            return [visible.size, toSvg().length > 100]; }"""
        )
        assert seen[0] >= count and seen[1]


def test_the_seeds_can_be_looked_at(opened: Open, tmp_path: Path) -> None:
    looked_at(opened, tmp_path, Path(__file__).parents[1] / "seeds")


def test_real_pages_can_be_looked_at(opened: Open, tmp_path: Path, shared: Path) -> None:
    looked_at(opened, tmp_path, shared / "seeds")
