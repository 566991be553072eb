"""Offers the style and the guide to the Neo4j Browser on `http://localhost:PORT`, and nothing else to nobody else."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kg.errors import KgError

# The Browser asks first (OPTIONS), since its own request carries `pragma` and `cache-control`.
_ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
}


def server(port: int, files: Mapping[str, tuple[str, bytes]]) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 for `files`, name to kind and bytes; KgError where the port is taken."""

    class Handler(_Handler):
        offered = files

    try:
        return ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError as error:
        raise KgError(
            f"port {port} of 127.0.0.1 cannot be had ({error.strerror}); choose another with --port"
        ) from error


class _Handler(BaseHTTPRequestHandler):
    """Answers from memory; no path of a request reaches the disk."""

    offered: Mapping[str, tuple[str, bytes]] = {}
    timeout = 20

    def do_OPTIONS(self) -> None:
        """The Browser's question whether it may ask."""
        self._answer(204, "", b"")

    def do_GET(self) -> None:
        """A file, or 404."""
        kind, content = self.offered.get(self.path.partition("?")[0].removeprefix("/"), ("", b""))
        self._answer(200 if kind else 404, kind, content)

    do_HEAD = do_GET

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        for name, value in _ALLOWED.items():
            self.send_header(name, value)
        if kind:
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a line for each look at a guide helps nobody."""
