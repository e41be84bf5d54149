"""Calls a WSGI application within this process as a server does: neither sockets nor a test client are in the way."""

import sys
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from flask import Flask

from tests.caller import Caller

ISSUER = "https://id.anlien.example"


class Direct:
    """Calls a WSGI application as a server does, with the cookies of one browser."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._cookies: dict[str, str] = {}
        host = urlsplit(ISSUER).netloc
        self._always = {
            "SERVER_NAME": host,
            "SERVER_PORT": "443",
            "HTTP_HOST": host,
            "HTTP_ACCEPT": "*/*",
            "HTTP_USER_AGENT": "bench",
            "REMOTE_ADDR": "192.0.2.7",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SCRIPT_NAME": "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def get(self, address: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Send a GET."""
        return self._call("GET", address, headers, b"")

    def post(
        self, address: str, form: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a form."""
        return self._call("POST", address, headers, urlencode(form).encode("ascii"))

    def _call(
        self, method: str, address: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            **self._always,
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.input": BytesIO(body),
            **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()},
        }
        if method == "POST":
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
            environ["CONTENT_LENGTH"] = str(len(body))
        if self._cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return self._answer(environ)

    def _answer(self, environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        said: list[Any] = []
        answer = self._app(environ, lambda status, headers, *_: said.extend((status, headers)))
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        for name, value in said[1]:
            if name == "Set-Cookie":
                self._keep(value)
        return int(said[0][:3]), dict(said[1]), content

    def _keep(self, cookie: str) -> None:
        name, _, rest = cookie.partition("=")
        value, _, attributes = rest.partition(";")
        if "Max-Age=0" in attributes:
            self._cookies.pop(name, None)
        else:
            self._cookies[name] = value

    def take_cookies(self, browser: Caller) -> None:
        """Go on in the session of a test client."""
        self._cookies = {found.key: found.value for found in browser._cookies.values()}


class Sending:
    """`Traffic`'s sender through the direct road."""

    def __init__(self, direct: Direct) -> None:
        self._direct = direct

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, Any]:
        return self._parsed(*self._direct.get(path, headers))

    def post(self, path: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, Any]:
        return self._parsed(*self._direct.post(path, form, headers))

    @staticmethod
    def _parsed(status: int, _headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        # Only what the next request needs is read: a test's own work would be in the figures.
        return status, msgspec.json.decode(body)
