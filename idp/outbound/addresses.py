"""Which addresses an outgoing request may reach: nothing inside the house may be asked for by a stranger's URL."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import SplitResult, quote, urlsplit

import httpcore2

from idp.config import Settings

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]
"""Gives every address of a host name. Raises OSError when there is none."""

_PLAIN = re.compile(r"[^\x00-\x20\x7f]+")
"""Nothing that could begin another line of a request."""

_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))

_HOST = re.compile(r"[a-z0-9._-]+")
_NAT64 = IPv6Network("64:ff9b::/96")


class AddressForbidden(Exception):
    """An outgoing request may not go there. The text says why, without the address."""


@dataclass(frozen=True)
class Policy:
    """What outgoing requests may reach.

    Args:
        http: Plain http, too.
        loopback: This machine, too.
        private: Private networks, too. Link-local addresses stay forbidden: cloud metadata lives there.
    """

    http: bool = False
    loopback: bool = False
    private: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The policy for addresses that applications registered."""
        inside = settings.allow_private_addresses
        return cls(http=settings.is_demo, loopback=settings.is_demo or inside, private=inside)

    @classmethod
    def of_operator(cls, settings: Settings) -> Self:
        """The policy for addresses that whoever runs the provider has set."""
        return cls(http=settings.is_demo, loopback=True, private=True)

    def parsed(self, url: str) -> httpcore2.URL:
        """Look at an address before anything is resolved; where its host leads is checked when connecting.

        Raises:
            AddressForbidden: It is no http(s) address, or not one this policy allows.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _AS_IT_IS)
        except ValueError:
            raise AddressForbidden("not an address") from None
        if parts.scheme not in ("http", "https") or not _PLAIN.fullmatch(url) or not _is_host(parts):
            raise AddressForbidden("not an http or https address")
        if port == 0:
            raise AddressForbidden("not a port")
        if parts.scheme == "http" and not self.http:
            raise AddressForbidden("not https")
        if "@" in parts.netloc:
            raise AddressForbidden("holds a name or password")
        return httpcore2.URL(scheme=parts.scheme, host=host, port=port, target=target)

    def pinned(self, host: str, port: int, resolve: Resolve) -> list[str]:
        """Resolve a host once; the connection goes to what was found, whatever the name means a moment later.

        Raises:
            AddressForbidden: One of its addresses may not be reached. A name that leads to both worlds is refused.
            OSError: It has no address.
        """
        found = resolve(host, port)
        if not found:
            raise OSError("the name has no address")
        for text in found:
            if not self.allows(ip_address(text.partition("%")[0])):
                raise AddressForbidden("leads to an address that may not be reached")
        return found

    def allows(self, address: Address) -> bool:
        """Whether a connection to an address may be made."""
        inner = _embedded(address)
        if inner is not None:
            return self.allows(inner)
        if address.is_loopback:
            return self.loopback
        if address.is_unspecified or address.is_multicast or address.is_link_local or address.is_reserved:
            return False
        return address.is_global or (self.private and address.is_private)


def _is_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if "[" not in parts.netloc:
        return _HOST.fullmatch(host) is not None
    try:
        return isinstance(ip_address(host), IPv6Address) and "%" not in host
    except ValueError:
        return False


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host name, as the machine's resolver knows it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, in any of the ways there are."""
    if not isinstance(address, IPv6Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour
