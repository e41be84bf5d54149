"""Servers on this machine that receive what the provider sends out, and behave as badly as a test wants."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Behaviour = Callable[["Handler"], None]


@dataclass(frozen=True)
class Received:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """A server that notes every request and answers by its present behaviour."""

    address: str
    behaviour: Behaviour
    received: list[Received] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.title(): value for name, value in self.headers.items()}
        self.receiver.received.append(Received(self.command, self.path, headers, body))
        with suppress(OSError):  # the other side has hung up, as it should
            self.receiver.behaviour(self)

    do_GET = do_POST  # noqa: N815  the names are the base class's

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer, properly."""
    return lambda handler: handler.answer(status, body, **headers)


def is_silent(handler: Handler) -> None:
    """Take the request and never say a word."""
    handler.receiver.ended.wait()


def trickles(handler: Handler) -> None:
    """Send one byte of a header now and then, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.receiver.ended.wait(0.05):
        handler.wfile.write(b"x")


def never_ends(handler: Handler) -> None:
    """Say yes, and go on talking."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.receiver.ended.is_set():
        handler.wfile.write(b"x" * 65536)


def hangs_up(handler: Handler) -> None:
    """Close the connection without an answer."""
    handler.connection.close()


def talks_nonsense(handler: Handler) -> None:
    """Answer something that is not HTTP."""
    handler.wfile.write(b"\x00\x01 what do you want?\r\n\r\n")


CONTENT = answers(200)


@contextmanager
def receiver(behaviour: Behaviour = CONTENT, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver while a block runs; over TLS if it is given what to speak it with."""
    handler = type("BoundHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "https" if tls else "http"
    handler.receiver = Receiver(f"{scheme}://localhost:{server.server_port}", behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield handler.receiver
    finally:
        handler.receiver.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
