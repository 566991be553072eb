"""A small HTTP server on this machine that lives as long as a block, and the answers that tests have it give."""

import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


@dataclass
class Said:
    """One HTTP answer; `pause` is in seconds, `cut` breaks the connection off after so many bytes."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    cut: int | None = None
    drip: float = 0.0


class Handler(BaseHTTPRequestHandler):
    """Logs nothing, and sends what was said."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""

    def send(self, said: Said) -> None:
        """Send an answer, with its pause."""
        time.sleep(said.pause)
        self.send_response(said.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(said.body)), **said.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if said.drip:
            for byte in said.body:
                self.wfile.write(bytes([byte]))
                time.sleep(said.drip)
        self.wfile.write(said.body[: said.cut])
        self.close_connection = said.cut is not None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *given: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # which is somebody who does not wait any more
            super().handle_error(*given)


@contextmanager
def listening(handler: type[Handler], certificate: Path | None = None) -> Iterator[str]:
    """The address of a server; with a certificate it speaks TLS."""
    http = _Server(("127.0.0.1", 0), handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        http.socket = context.wrap_socket(http.socket, server_side=True)
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://127.0.0.1:{http.server_address[1]}"
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
