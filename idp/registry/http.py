"""The register over HTTP: bounded in time and size, asked twice at most, believed only when signed."""

import json
import logging
from datetime import timedelta
from time import monotonic
from typing import Any

import httpx2

from idp.outbound.tls import machine_authorities
from idp.registry.answers import SHORT_PAUSE, pause
from idp.registry.breaker import CircuitBreaker
from idp.registry.outcomes import Failure, Misconfigured, Trouble, Unavailable
from idp.registry.questions import Question
from idp.registry.signatures import NotSigned, RegisterKeys, WrongSignature

LARGEST_ANSWER = 256 * 1024
"""Bytes. A page of the change feed is the largest honest answer."""

TRIES = 2
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
        ValueError: The key or the key set cannot be one.
    """

    def __init__(
        self, base_url: str, *, api_key: str, jwks: str, timeout: timedelta, breaker: CircuitBreaker
    ) -> None:
        if not (api_key.isascii() and api_key.isprintable()):
            raise ValueError("the key for the population register has letters that HTTP cannot carry")
        self._seconds = timeout.total_seconds()
        self._breaker = breaker
        self._http = httpx2.Client(
            base_url=base_url.rstrip("/"),
            timeout=self._seconds,
            trust_env=False,
            verify=machine_authorities(),
            headers={"Authorization": f"Bearer {api_key}", "Accept-Encoding": "identity"},
        )
        self._keys = RegisterKeys(jwks, fetch=None if jwks else self._fetch_keys)

    def ask(self, question: Question) -> dict[str, Any] | Failure:
        """See `Exchange`."""
        wait = self._breaker.wait()
        if wait is not None:
            return Unavailable(question.request_id, Trouble.RESTING, wait)
        answer: dict[str, Any] | Failure = _no_answer(question)
        for _ in range(TRIES):
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
            status, headers, body = self._send(question)
            return _checked(self._keys.open(body), question)
        except httpx2.HTTPError:
            return _no_answer(question)
        except _TooLarge:
            return Unavailable(question.request_id, Trouble.TOO_LARGE, SHORT_PAUSE)
        except WrongSignature:
            return Unavailable(question.request_id, Trouble.BAD_SIGNATURE, SHORT_PAUSE)
        except NotSigned:
            return _unsigned(question, status, headers)

    def _send(self, question: Question) -> tuple[int, httpx2.Headers, bytes]:
        if question.body is None:
            parameters = {"request_id": question.request_id, "since": question.since}
            request = self._http.build_request("GET", question.path, params=parameters)
        else:
            # ASCII only, so that no typed oddity (a lone surrogate) can break the encoding.
            body = json.dumps(dict(question.body)).encode("ascii")
            headers = {"Content-Type": "application/json"}
            request = self._http.build_request("POST", question.path, content=body, headers=headers)
        return self._receive(request)

    def _receive(self, request: httpx2.Request) -> tuple[int, httpx2.Headers, bytes]:
        """Read an answer as it comes, so that neither its size nor its slowness is the other side's choice."""
        deadline = monotonic() + self._seconds
        response = self._http.send(request, stream=True)
        try:
            body = bytearray()
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    raise _TooLarge
                if monotonic() > deadline:
                    raise httpx2.ReadTimeout("the answer trickles", request=request)
            return response.status_code, response.headers, bytes(body)
        finally:
            response.close()

    def _fetch_keys(self) -> str:
        _, _, body = self._receive(self._http.build_request("GET", "/.well-known/jwks.json"))
        log.warning(
            "The population register's keys were fetched from itself and are pinned; set IDP_POPULATION_JWKS"
        )
        return body.decode("utf-8", errors="replace")


class _TooLarge(Exception):
    """The answer is larger than any honest one."""


def _checked(content: Any, question: Question) -> dict[str, Any] | Failure:
    """Only an answer to this very question counts; a list is several people, and the first is never picked."""
    if isinstance(content, list):
        return Unavailable(question.request_id, Trouble.SEVERAL_RECORDS, SHORT_PAUSE)
    if not isinstance(content, dict):
        return Unavailable(question.request_id, Trouble.GARBAGE, SHORT_PAUSE)
    if content.get("request_id") != question.request_id:
        return Unavailable(question.request_id, Trouble.OTHER_REQUEST, SHORT_PAUSE)
    return content


def _unsigned(question: Question, status: int, headers: httpx2.Headers) -> Failure:
    """Something on the way answered instead of the register: read no more than the status of it."""
    if status in (401, 403):
        return Misconfigured(question.request_id, "006")
    if status == 429:
        return Unavailable(question.request_id, Trouble.BUSY, pause(headers.get("Retry-After")))
    if status >= 500:
        return Unavailable(question.request_id, Trouble.NO_ANSWER, pause(headers.get("Retry-After")))
    return Unavailable(question.request_id, Trouble.GARBAGE, SHORT_PAUSE)


def _no_answer(question: Question) -> Unavailable:
    return Unavailable(question.request_id, Trouble.NO_ANSWER, SHORT_PAUSE)
