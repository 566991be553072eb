"""Drives the Neo4j Browser as a person would: logs in, pastes, drops files, clicks, and reads what is shown."""

import base64
import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from neo4j import Query
from neo4j.graph import Graph, Node
from playwright.sync_api import Locator, Page, Route, TimeoutError, expect

from kg import ontology
from kg.testing.servers import Neo4jGraph, Server

_PATIENCE = 60_000
_EDITOR = "#monaco-main-editor"
_PASTE = """text => {
    const area = document.querySelector('#monaco-main-editor textarea'), data = new DataTransfer();
    area.focus();
    data.setData('text/plain', text);
    area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
_COPY = """() => {
    const area = document.querySelector('#monaco-main-editor textarea'), data = new DataTransfer();
    area.dispatchEvent(new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
    return data.getData('text/plain');
}"""
_FILE = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0)), data = new DataTransfer();
    data.items.add(new File([bytes], name));
    return data;
}"""
_CHIP = re.compile(r"(\S+) \((\d+)\)")


@dataclass(frozen=True)
class Shown:
    """What is shown of a graph: how many nodes and relations, of which labels and types."""

    nodes: int
    relations: int
    labels: dict[str, int]
    types: dict[str, int]


def driven(graph: Neo4jGraph, text: str) -> Graph:
    """The nodes and relations in the answer to a statement, as the driver has them: each once."""
    with graph.driver.session() as session:
        return session.run(Query(text)).graph()


def in_answer(graph: Neo4jGraph, text: str) -> Shown:
    """What a picture of the answer has to show."""
    found = driven(graph, text)
    labels = Counter(label for node in found.nodes for label in node.labels)
    types = Counter(relation.type for relation in found.relationships)
    return Shown(len(found.nodes), len(found.relationships), dict(labels), dict(types))


def own_label(node: Node) -> str:
    """The label that says most: a Paper is a Work too."""
    known = ontology.load().nodes
    return max(node.labels, key=lambda label: len(known[label].labels))


def local_only(page: Page) -> None:
    """Let the page reach this machine only; the Browser asks for fonts and trackers, and does without."""

    def decide(route: Route) -> None:
        here = urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost")
        route.continue_() if here else route.abort()

    page.set_default_timeout(_PATIENCE)
    page.route("**/*", decide)


class Classic:
    """The Browser that 5.26 opens with."""

    def __init__(self, page: Page, server: Server) -> None:
        local_only(page)
        self.page, self.server = page, server

    def open(self, address: str | None = None) -> None:
        """Open a link, else the start page with the server in the form."""
        bolt = quote(f"bolt://{self.server.user}@{urlsplit(self.server.address).netloc}", safe="")
        self.page.goto(address or f"{self.server.browser}?dbms={bolt}", wait_until="commit")
        self.page.locator(f"{_EDITOR} textarea").wait_for(state="attached")

    def log_in(self) -> None:
        """Fill the form and connect; the address comes late and by itself."""
        field = self.page.get_by_test_id("boltaddress")
        expect(field).to_have_value(urlsplit(self.server.address).netloc, timeout=_PATIENCE)
        self.page.get_by_test_id("username").fill(self.server.user)
        self.page.get_by_test_id("password").fill(self.server.password)
        self.page.get_by_test_id("connect").click()
        self.page.get_by_test_id("password").wait_for(state="hidden")

    def written(self) -> str:
        """The text in the editor, as copying it gives it."""
        self.page.locator(_EDITOR).click()
        self.page.keyboard.press("Control+A")
        return str(self.page.evaluate(_COPY))

    def type(self, text: str) -> None:
        """Put a text in the editor and run it; typed letter by letter the editor would add brackets."""
        self.page.locator(_EDITOR).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.evaluate(_PASTE, text)
        self.page.get_by_test_id("editor-Run").click()

    def style(self) -> object:
        """The style sheet as the Browser keeps it."""
        return self.page.evaluate("() => JSON.parse(localStorage.getItem('neo4j.grass'))")

    def clear(self) -> None:
        """Take all answers away."""
        self.type(":clear")
        expect(self.page.get_by_test_id("frame")).to_have_count(0, timeout=_PATIENCE)

    def answer(self) -> Locator:
        """The one answer there is, when it has come; AssertionError where it is an error."""
        frames = self.page.get_by_test_id("frame")
        expect(frames).to_have_count(1, timeout=_PATIENCE)
        come = "[data-testid=frame-loaded-contents], [data-testid=cypherFrameErrorMessage]"
        try:
            frames.locator(come).first.wait_for()
        except TimeoutError as error:
            raise AssertionError(f"no answer: {frames.inner_text()}") from error
        assert not frames.get_by_test_id("cypherFrameErrorMessage").count(), frames.inner_text()
        return frames

    def drop(self, name: str, content: bytes) -> None:
        """Drop one file on the page."""
        data = self.page.evaluate_handle(_FILE, [name, base64.b64encode(content).decode()])
        for event in ("dragenter", "dragover", "drop"):
            self.page.dispatch_event(_EDITOR, event, {"dataTransfer": data})


def picture(frame: Locator) -> Shown:
    """What the picture of an answer shows: its nodes and lines counted one by one, the panel read beside them."""
    panel = frame.get_by_test_id("vizInspector")
    panel.wait_for()
    labels, _, types = panel.inner_text().partition("Relationship types")
    return Shown(
        frame.locator("g.node").count(),
        frame.locator("g.relationship").count(),
        _chips(labels),
        _chips(types),
    )


def _chips(text: str) -> dict[str, int]:
    return {name: int(number) for name, number in _CHIP.findall(text) if name != "*"}
