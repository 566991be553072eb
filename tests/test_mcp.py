"""kg mcp as an assistant meets it: the official client starts the command and talks to it over standard input."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg.assistants import Tools
from kg.graph import Table
from kg.questions import queries
from kg.stores.embedded import Embedded, connect
from tests.asked import cats

pytest.importorskip("mcp", reason="no package mcp; pip install -e '.[dev]' to run this")


def talk(db: str, work: Callable[[Any], Awaitable[None]], *options: str) -> None:
    """Start kg mcp on a graph and do something as its client."""
    from mcp import Client, StdioServerParameters

    words = ["-m", "kg.cli", "mcp", "--db", db, *options]
    environment = {"PYTHONPATH": ":".join([str(Path(__file__).parent.parent), *sys.path])}
    started = StdioServerParameters(command=sys.executable, args=words, env=environment)

    async def run() -> None:
        async with Client(started) as client:
            await work(client)

    # In a thread of its own: Playwright keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asyncio.wait_for(run(), 120)).result()


def value(result: Any) -> Any:
    """What a tool gave."""
    assert not result.is_error, result.content
    found = result.structured_content
    return found["result"] if set(found) == {"result"} else found


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "cats.kgl")
    with closing(connect(path)) as store:
        store.load(cats())
    return path


def test_an_assistant_lists_asks_finds_explains_and_reads(db: str) -> None:
    before = Path(db).read_bytes()

    async def work(client: Any) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {"list_questions", "ask", "find", "explain", "read"}
        assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
        listed = value(await client.call_tool("list_questions"))
        assert [q["name"] for q in listed if q["name"] == "most_rebutted"] == ["most_rebutted"]
        assert len(listed) == len(queries.names())
        answer = value(await client.call_tool("ask", {"name": "speaker_claims", "parameters": {"speaker": "an"}}))
        assert {row["speaker"]["name"] for row in answer["rows"]} == {"Ann"}
        (hit, *_) = value(await client.call_tool("find", {"words": "never gets", "kinds": ["claims"]}))
        node = value(await client.call_tool("read", {"id": hit["id"]}))
        assert node["label"] == "Claim"
        assert "never gets" in node["text"]
        lines = value(await client.call_tool("explain", {"id": hit["id"]}))
        assert lines[0] == f"Claim {hit['id']}"

    talk(db, work)
    assert Path(db).read_bytes() == before


@pytest.mark.long
def test_what_an_assistant_does_wrong_is_told_in_one_line_and_rows_are_cut(db: str) -> None:
    async def work(client: Any) -> None:
        for tool, given, says in (
            ("ask", {"name": "most_rebuted"}, "did you mean 'most_rebutted'"),
            ("ask", {"name": "most_rebutted", "parameters": {"limit": -1}}, "a whole number from 0 up"),
            ("ask", {"name": "speaker_claims", "parameters": {"speaker": "zzz"}}, "no speaker fits"),
            ("find", {"words": "***"}, "no word to look for"),
            ("read", {"id": "'}) DETACH DELETE n //"}, "nothing has the id"),
            ("explain", {"id": "nowhere"}, "no node or relation has the id"),
        ):
            result = await client.call_tool(tool, given)
            said = " ".join(part.text for part in result.content)
            assert result.is_error
            assert says in said
            assert "Traceback" not in said
        cut = value(await client.call_tool("ask", {"name": "speaker_claims"}))
        assert (len(cut["rows"]), cut["more"]) == (1, True)
        assert len(value(await client.call_tool("find", {"words": "cat*", "limit": 50}))) == 1

    talk(db, work, "--rows", "1")


def test_what_is_explained_keeps_to_the_limits_too(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run, limits = Embedded.run, set()

    def noted(self: Embedded, query: str, parameters: dict[str, Any]) -> Table:
        limits.add(self.seconds)
        return run(self, query, parameters)

    monkeypatch.setattr(Embedded, "run", noted)
    lines = Tools(db, 2, 3.5).explain("ann")
    assert len(lines) == 3 and lines[-1].endswith(" lines more")
    assert limits == {3.5}


def test_a_query_that_takes_too_long_is_stopped(db: str) -> None:
    from kg.errors import QueryError

    with closing(connect(db)) as store:
        store.seconds = 0.2
        with pytest.raises(QueryError, match=r"took longer than 0\.2 seconds"):
            store.run("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n", {})


@pytest.mark.neo4j
def test_a_server_stops_a_query_that_takes_too_long(neo4j_address: str) -> None:
    from kg.errors import QueryError
    from tests.graphs import opened

    with closing(opened(neo4j_address)) as store:
        store.seconds = 0.5
        with pytest.raises(QueryError, match=r"took longer than 0\.5 seconds"):
            store.run("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n", {})
