"""Drives the newer Neo4j Browser, which 5.26 has at /browser/preview/: logs in, imports, picks, runs, reads the panel."""

import re
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, TimeoutError

from kg.testing.servers import Server
from tests.neo4j_browser import local_only


class Newer:
    """The newer Browser; its pictures are painted, so the panel beside them is all that can be counted."""

    def __init__(self, page: Page, server: Server) -> None:
        local_only(page)
        self.page, self.server = page, server

    def log_in(self) -> None:
        """Open it, fill the form and connect."""
        self.page.goto(f"{self.server.browser}preview/", wait_until="commit")
        self.page.locator("input[name=hostname]").fill(urlsplit(self.server.address).netloc)
        self.page.locator("input[name=username]").fill(self.server.user)
        self.page.locator("input[name=password]").fill(self.server.password)
        connected = self.page.get_by_test_id("connection-menu-connected-status")
        for _ in range(3):  # on a busy machine it gives up by itself
            with suppress(TimeoutError):
                self.page.get_by_test_id("connection-form-submit").click()
                connected.wait_for(timeout=30_000)
                break
        connected.wait_for()
        self.page.get_by_label("Cypher panel").click()

    def import_saved(self, name: str, content: bytes) -> None:
        """Give a file to *Import saved Cypher*."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_label("Import saved Cypher").click()
        chooser.value.set_files(FilePayload(name=name, mimeType="text/csv", buffer=content))

    def folder(self, name: str) -> Locator:
        """A folder of saved Cypher."""
        return self.page.locator("[id^=saved-cypher-tree-folder]").filter(has_text=name)

    def picture(self) -> tuple[int, int]:
        """How many nodes and relations the panel beside the picture counts."""
        panel = self.page.get_by_test_id("viz-inspector")
        panel.get_by_text(re.compile(r"Relationships \(")).wait_for()
        nodes, relations = (re.search(rf"{word} \((\d+)\)", panel.inner_text()) for word in ("Nodes", "Relationships"))
        assert nodes and relations
        return int(nodes[1]), int(relations[1])
