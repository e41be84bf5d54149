"""The only way out by HTTP: to addresses the policy allows, bounded in time and size, never by a redirect."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpcore2

from idp import turns
from idp.outbound.addresses import Policy, Resolve, resolve
from idp.outbound.network import FAILURES, Deadline, GuardedNetwork
from idp.outbound.tls import machine_authorities

SECONDS = 3.0
"""How long an exchange may take, from the first packet to the last."""

LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer's body."""

_COMMON = (("User-Agent", "Sen-ID"), ("Accept-Encoding", "identity"))


class NoAnswer(Exception):
    """The other side could not be asked, or did not answer properly. `reason` is one word for logs and tables."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What came back. A redirect is an answer like any other: it is not followed."""

    status: int
    body: bytes
    certificate_ends: datetime | None = None
    """When the certificate ends that the other side showed; None without TLS."""

    @property
    def is_success(self) -> bool:
        """Whether the other side did what it was asked."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: It is none.
        """
        return json.loads(self.body)


class Outgoing:
    """Asks other people's servers.

    Args:
        policy: What may be reached.
        tls: How certificates are checked; the machine's authorities if left out.
        resolve: Finds the addresses of a name.
        seconds: How long an exchange may take.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
        seconds: float = SECONDS,
    ) -> None:
        self._policy = policy
        self._tls = tls or machine_authorities()
        self._resolve = resolve
        self._seconds = seconds

    def get(self, url: str, *, accept: str = "application/json", largest: int = LARGEST_ANSWER) -> Answer:
        """Get a document.

        Args:
            url: Where it is.
            accept: Of which media type.
            largest: Bytes it may have.

        Raises:
            AddressForbidden: The address may not be reached.
            NoAnswer: It did not answer in time and properly.
        """
        return self._exchange("GET", url, {"Accept": accept}, b"", largest)

    def get_json(self, url: str) -> Any:
        """Get a JSON document.

        Raises:
            AddressForbidden: The address may not be reached.
            NoAnswer: There is no such document.
        """
        answer = self.get(url)
        if not answer.is_success:
            raise NoAnswer(f"status_{answer.status}")
        try:
            return answer.json()
        except (ValueError, RecursionError):
            raise NoAnswer("not_json") from None

    def get_text(self, url: str) -> str:
        """Get a signed document: text of printable ASCII, as a JWT is.

        Raises:
            AddressForbidden: The address may not be reached.
            NoAnswer: There is no such document.
        """
        answer = self.get(url, accept="application/oauth-authz-req+jwt, application/jwt;q=0.9, */*;q=0.1")
        if not answer.is_success:
            raise NoAnswer(f"status_{answer.status}")
        try:
            return answer.body.decode("ascii")
        except UnicodeDecodeError:
            raise NoAnswer("not_text") from None

    def post_form(self, url: str, fields: Mapping[str, str]) -> Answer:
        """Send a form. Only the status of the answer is read: its body is nobody's business.

        Raises:
            AddressForbidden: The address may not be reached.
            NoAnswer: It did not answer in time and properly.
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cache-Control": "no-store"}
        return self._exchange("POST", url, headers, urlencode(fields).encode("ascii"), 0)

    def post_json(self, url: str, content: Any, headers: Mapping[str, str]) -> Answer:
        """Send a JSON document.

        Raises:
            AddressForbidden: The address may not be reached.
            NoAnswer: It did not answer in time and properly.
        """
        sent = {"Content-Type": "application/json", "Accept": "application/json", **headers}
        return self._exchange("POST", url, sent, json.dumps(content).encode("ascii"), LARGEST_ANSWER)

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes, most: int
    ) -> Answer:
        target = self._policy.parsed(url)
        network = GuardedNetwork(self._policy, self._resolve, Deadline(self._seconds))
        # A pool of its own for every exchange: a connection that was checked for one name never serves another.
        with (
            turns.aside(),
            httpcore2.ConnectionPool(ssl_context=self._tls, network_backend=network) as pool,
        ):
            try:
                with pool.stream(
                    method, target, headers=[*_COMMON, *headers.items()], content=content
                ) as answer:
                    return Answer(answer.status, _body(answer, most), _certificate_ends(answer))
            except FAILURES as error:
                raise NoAnswer(_reason(error)) from None


def _certificate_ends(answer: httpcore2.Response) -> datetime | None:
    stream = answer.extensions.get("network_stream")
    secured = stream.get_extra_info("ssl_object") if stream is not None else None
    shown = secured.getpeercert() if secured is not None else None
    ends = (shown or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None


def _body(answer: httpcore2.Response, most: int) -> bytes:
    body = bytearray()
    if most:
        for chunk in answer.iter_stream():
            body += chunk
            if len(body) > most:
                raise NoAnswer("too_large")
    return bytes(body)


def _reason(error: Exception) -> str:
    if isinstance(error, httpcore2.TimeoutException):
        return "timeout"
    if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
        return "tls"
    return "connection" if isinstance(error, httpcore2.NetworkError) else "protocol"
