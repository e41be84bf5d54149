"""Forwarded headers count only when they come from a proxy we were told to trust (RFC 9700, 4.13)."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from flask import Flask

from idp.variables import Network, parse_networks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PREFIX",
              "HTTP_FORWARDED")  # fmt: skip
_TRACE = ("HTTP_TRACEPARENT", "HTTP_TRACESTATE")
_CERTIFICATE = ("HTTP_X_SSL_CLIENT_CERT", "HTTP_X_SSL_CLIENT_VERIFY")

_HEARSAY = (*_FORWARDED, *_CERTIFICATE, *_TRACE)


def trust_proxies(app: Flask, trusted: str) -> None:
    """Read the asker's address and scheme from trusted proxies, and drop such headers from everybody else.

    Args:
        app: The application to wrap.
        trusted: Addresses or networks, separated by commas.

    Raises:
        ConfigurationError: One of them is no address.
    """
    app.wsgi_app = _Proxies(app.wsgi_app, parse_networks(trusted))  # type: ignore[method-assign]  # Flask's documented way


class _Proxies:
    def __init__(self, inner: "WSGIApplication", trusted: list[Network]) -> None:
        self._inner = inner
        self._trusted = trusted

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        forwarded = {name: environ.pop(name) for name in _HEARSAY if name in environ}
        if self._trusts(environ.get("REMOTE_ADDR", "")):
            hops = [
                hop.strip() for hop in forwarded.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()
            ]
            environ["REMOTE_ADDR"] = self._first_foreign(hops) or environ.get("REMOTE_ADDR", "")
            if forwarded.get("HTTP_X_FORWARDED_PROTO") in ("http", "https"):
                environ["wsgi.url_scheme"] = forwarded["HTTP_X_FORWARDED_PROTO"]
            environ.update({name: forwarded[name] for name in (*_CERTIFICATE, *_TRACE) if name in forwarded})
        return self._inner(environ, start_response)

    def _first_foreign(self, hops: list[str]) -> str | None:
        # From the nearest hop outwards: what lies beyond the first untrusted address is hearsay.
        for hop in reversed(hops):
            if not self._trusts(hop):
                return hop if _is_address(hop) else None
        return hops[0] if hops and _is_address(hops[0]) else None

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self._trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
