"""The register over HTTP: bounded in time and size, asked twice at most, believed only when signed."""

import json
import logging
from datetime import timedelta
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpcore2

from idp import turns
from idp.outbound.network import FAILURES
from idp.outbound.tls import machine_authorities
from idp.registry.answers import SHORT_PAUSE, pause
from idp.registry.breaker import CircuitBreaker
from idp.registry.outcomes import Failure, Misconfigured, Trouble, Unavailable
from idp.registry.questions import Question
from idp.registry.signatures import NotSigned, RegisterKeys, WrongSignature

LARGEST_ANSWER = 256 * 1024
"""Bytes. A page of the change feed is the largest honest answer."""

TRIES = 2
_SECONDS_KEPT = 5.0
"""How long a connection waits for the next question."""

_WORTH_ANOTHER_TRY = {Trouble.NO_ANSWER, Trouble.GARBAGE}
_NOT_ITS_FAULT = {Trouble.BUSY, Trouble.SEVERAL_RECORDS}

log = logging.getLogger(__name__)


class HttpExchange:
    """Carries questions to a register at an address.

    Args:
        base_url: `http(s)://…` of the register, without a path of the interface.
        api_key: The key by which the register knows us.
        jwks: Its public keys as JSON; empty: fetched from it once and pinned, which only a demo may do.
        timeout: How long one try may take; there are at most two.
        breaker: Spares a register that keeps failing.

    Raises:
        ValueError: The address, the key or the key set cannot be one.
    """

    def __init__(
        self, base_url: str, *, api_key: str, jwks: str, timeout: timedelta, breaker: CircuitBreaker
    ) -> None:
        if not (api_key.isascii() and api_key.isprintable()):
            raise ValueError("the key for the population register has letters that HTTP cannot carry")
        self._seconds = timeout.total_seconds()
        self._breaker = breaker
        parts = urlsplit(base_url)
        if not parts.hostname or not base_url.isascii():
            raise ValueError("the population register's address names no host that HTTP can carry")
        self._origin = parts.scheme, parts.hostname, parts.port
        self._path = parts.path.rstrip("/")
        self._headers = [
            ("Host", parts.netloc.rpartition("@")[2]),
            ("User-Agent", "Sen-ID"),
            ("Authorization", f"Bearer {api_key}"),
            ("Accept-Encoding", "identity"),
        ]
        self._http = httpcore2.ConnectionPool(
            ssl_context=machine_authorities(), max_connections=None, keepalive_expiry=_SECONDS_KEPT
        )
        self._keys = RegisterKeys(jwks, fetch=None if jwks else self._fetch_keys)

    def ask(self, question: Question) -> dict[str, Any] | Failure:
        """See `Exchange`."""
        wait = self._breaker.wait()
        if wait is not None:
            return Unavailable(question.request_id, Trouble.RESTING, wait)
        answer: dict[str, Any] | Failure = _no_answer(question)
        for _ in range(TRIES):
            with turns.aside():
                answer = self._try(question)
            if not (isinstance(answer, Unavailable) and answer.trouble in _WORTH_ANOTHER_TRY):
                break
        self._note(answer)
        return answer

    def close(self) -> None:
        """See `Exchange`."""
        self._http.close()

    def _note(self, answer: dict[str, Any] | Failure) -> None:
        failed = isinstance(answer, Unavailable) and answer.trouble not in _NOT_ITS_FAULT
        if isinstance(answer, Unavailable):
            log.warning("The population register gave no usable answer: %s", answer.trouble.value)
        elif isinstance(answer, Misconfigured):
            log.error("The population register refuses this provider: code %s", answer.code)
        if failed or (isinstance(answer, dict) and answer.get("code") in ("011", "012")):
            self._breaker.failed()
        else:
            self._breaker.succeeded()

    def _try(self, question: Question) -> dict[str, Any] | Failure:
        try:
            received = self._send(question)
            return _checked(self._keys.open(received.body), question)
        except FAILURES:
            return _no_answer(question)
        except _TooLarge:
            return Unavailable(question.request_id, Trouble.TOO_LARGE, SHORT_PAUSE)
        except WrongSignature:
            return Unavailable(question.request_id, Trouble.BAD_SIGNATURE, SHORT_PAUSE)
        except NotSigned:
            return _unsigned(question, received)

    def _send(self, question: Question) -> "_Received":
        if question.body is None:
            parameters = {"request_id": question.request_id, "since": question.since}
            return self._receive(f"{question.path}?{urlencode(parameters)}")
        # ASCII only, so that no typed oddity (a lone surrogate) can break the encoding.
        return self._receive(question.path, json.dumps(dict(question.body)).encode("ascii"))

    def _receive(self, target: str, content: bytes | None = None) -> "_Received":
        """Read an answer as it comes, so that neither its size nor its slowness is the other side's choice."""
        scheme, host, port = self._origin
        url = httpcore2.URL(scheme=scheme, host=host, port=port, target=self._path + target)
        headers = self._headers if content is None else [*self._headers, ("Content-Type", "application/json")]
        limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)}
        method = "GET" if content is None else "POST"
        deadline = monotonic() + self._seconds
        with self._http.stream(method, url, headers=headers, content=content, extensions=limits) as response:
            body = bytearray()
            for chunk in response.iter_stream():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    raise _TooLarge
                if monotonic() > deadline:
                    raise httpcore2.ReadTimeout("the answer trickles")
            return _Received(response.status, _retry_after(response), bytes(body))

    def _fetch_keys(self) -> str:
        body = self._receive("/.well-known/jwks.json").body
        log.warning(
            "The population register's keys were fetched from itself and are pinned; set IDP_POPULATION_JWKS"
        )
        return body.decode("utf-8", errors="replace")


class _TooLarge(Exception):
    """The answer is larger than any honest one."""


class _Received(NamedTuple):
    status: int
    retry_after: str | None
    body: bytes


def _retry_after(response: httpcore2.Response) -> str | None:
    values = [value for name, value in response.headers if name.lower() == b"retry-after"]
    return values[0].decode("ascii", "replace") if values else None


def _checked(content: Any, question: Question) -> dict[str, Any] | Failure:
    """Only an answer to this very question counts; a list is several people, and the first is never picked."""
    if isinstance(content, list):
        return Unavailable(question.request_id, Trouble.SEVERAL_RECORDS, SHORT_PAUSE)
    if not isinstance(content, dict):
        return Unavailable(question.request_id, Trouble.GARBAGE, SHORT_PAUSE)
    if content.get("request_id") != question.request_id:
        return Unavailable(question.request_id, Trouble.OTHER_REQUEST, SHORT_PAUSE)
    return content


def _unsigned(question: Question, received: _Received) -> Failure:
    """Something on the way answered instead of the register: read no more than the status of it."""
    if received.status in (401, 403):
        return Misconfigured(question.request_id, "006")
    if received.status == 429:
        return Unavailable(question.request_id, Trouble.BUSY, pause(received.retry_after))
    if received.status >= 500:
        return Unavailable(question.request_id, Trouble.NO_ANSWER, pause(received.retry_after))
    return Unavailable(question.request_id, Trouble.GARBAGE, SHORT_PAUSE)


def _no_answer(question: Question) -> Unavailable:
    return Unavailable(question.request_id, Trouble.NO_ANSWER, SHORT_PAUSE)
