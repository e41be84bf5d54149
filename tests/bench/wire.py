"""HTTP as an application server speaks it: one connection kept open, and as little work on this side as can be.

All that the benchmark measures is asked this way, ours and peers. What this side costs is printed with the results.
"""

import json
import socket
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

SECONDS_TO_ANSWER = 60
_PIECE = 64 * 1024
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Ended(ConnectionError):
    """The other side closed the connection before an answer was complete."""


@dataclass(frozen=True)
class Reply:
    """What came back. `cookies` are the values of its Set-Cookie headers."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def location(self) -> str | None:
        """Where it leads."""
        return self.headers.get("location")

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8", "replace")


class Wire:
    """A connection to one server. Not for two threads.

    Args:
        address: Where the server listens, `http://localhost:8000`. It is reached by IPv4.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.address = address
        self.sent = 0
        """How many requests went out."""
        self._place = ("127.0.0.1", parts.port or 80)
        self._host = parts.netloc
        self._socket: socket.socket | None = None
        self._rest = b""

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Reply:
        """Send a request and wait for its answer.

        A server may close a connection that was idle: then, before a byte has come back, it is sent once more.

        Args:
            method: `GET` or `POST`.
            path: With its query.
            headers: On top of Host and Content-Length.
            body: What is sent.

        Raises:
            Ended: The server closed the connection in the middle of an answer.
        """
        self.sent += 1
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        request = "\r\n".join([*lines, "", ""]).encode() + body
        is_reused = self._socket is not None
        try:
            return self._exchange(request)
        except OSError as failure:
            nothing_came = not self._rest
            self.close()
            if not (is_reused and nothing_came and isinstance(failure, ConnectionError)):
                raise
        return self._exchange(request)

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, Any]:
        """Send a GET; the status and the JSON that came back."""
        return _read(self.ask("GET", path, headers))

    def post(self, path: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, Any]:
        """Send a form; the status and the JSON that came back."""
        return _read(self.ask("POST", path, {**headers, **_FORM}, urlencode(form).encode()))

    def submit(self, path: str, fields: dict[str, str], headers: dict[str, str]) -> Reply:
        """Send a form; the page that came back."""
        return self.ask("POST", path, {**headers, **_FORM}, urlencode(fields).encode())

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _exchange(self, request: bytes) -> Reply:
        if self._socket is None:
            self._socket = socket.create_connection(self._place, SECONDS_TO_ANSWER)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = self._socket
        link.sendall(request)
        head = self._until(link, b"\r\n\r\n").decode("latin-1").split("\r\n")
        headers, cookies = {}, []
        for line in head[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                cookies.append(value.strip())
            else:
                headers[name.lower()] = value.strip()
        status = int(head[0].split(" ", 2)[1])
        body = self._body(link, status, headers)
        if headers.get("connection", "").lower() == "close" or head[0].startswith("HTTP/1.0"):
            self.close()
        return Reply(status, headers, cookies, body)

    def _body(self, link: socket.socket, status: int, headers: dict[str, str]) -> bytes:
        if status in (204, 304):
            return b""
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return b"".join(self._chunks(link))
        if "content-length" in headers:
            return self._exactly(link, int(headers["content-length"]))
        pieces = [self._rest]
        while piece := link.recv(_PIECE):
            pieces.append(piece)
        self._rest = b""
        return b"".join(pieces)

    def _chunks(self, link: socket.socket) -> list[bytes]:
        pieces: list[bytes] = []
        while size := int(self._until(link, b"\r\n").split(b";")[0], 16):
            pieces.append(self._exactly(link, size))
            self._exactly(link, 2)
        while self._until(link, b"\r\n"):
            pass
        return pieces

    def _until(self, link: socket.socket, end: bytes) -> bytes:
        while (place := self._rest.find(end)) < 0:
            self._more(link)
        found, self._rest = self._rest[:place], self._rest[place + len(end) :]
        return found

    def _exactly(self, link: socket.socket, size: int) -> bytes:
        while len(self._rest) < size:
            self._more(link)
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def _more(self, link: socket.socket) -> None:
        piece = link.recv(_PIECE)
        if not piece:
            raise Ended
        self._rest += piece


def basic(client_id: str, secret: str) -> dict[str, str]:
    """The header of `client_secret_basic` (RFC 6749, 2.3.1)."""
    return {"Authorization": "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()}


def _read(reply: Reply) -> tuple[int, Any]:
    try:
        return reply.status, json.loads(reply.body)
    except ValueError:
        return reply.status, reply.text[:500]
