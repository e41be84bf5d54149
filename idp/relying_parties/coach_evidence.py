"""What the coach goes by: the latest calls of one application, in order, and what follows from their order.

What is observed of a call is written by `idp/web/observed.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

SETTLED = timedelta(seconds=10)
"""After this an application that wanted to go on would have."""

LOOP, LOOP_TIME = 6, timedelta(seconds=20)
"""So many authorization requests in so short a time are made by no person."""

SPOILING = frozenset({"expired_id_token", "wrong_nonce", "wrong_issuer", "wrong_audience", "bad_signature"})
"""Faults after which an ID token must be refused."""

_SIGN_IN_GRANTS = ("authorization_code", "urn:ietf:params:oauth:grant-type:device_code")


class CallRecord(Protocol):
    """A call as it is kept."""

    # ruff: noqa: D102  a column says by its name what it is

    @property
    def at(self) -> datetime: ...
    @property
    def endpoint(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def error(self) -> str | None: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def observed(self) -> dict[str, Any] | None: ...


@dataclass(frozen=True)
class Call:
    """One call; `place` is where it stands among the others."""

    place: int
    at: datetime
    endpoint: str
    status: int
    error: str | None = None
    reason: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def about(self) -> str | None:
        """The authorization it was about."""
        return self.facts.get("about")

    @property
    def faults(self) -> frozenset[str]:
        """Those that were switched on."""
        return frozenset(self.facts.get("faults", ()))

    @property
    def ask(self) -> Mapping[str, Any] | None:
        """What an authorization request showed."""
        return self.facts.get("ask")

    @property
    def is_token_call(self) -> bool:
        """Whether it is a request for tokens by somebody who proved to be the application."""
        return self.endpoint == "token" and bool(self.facts.get("is_proven"))

    @property
    def gave_tokens(self) -> bool:
        """Whether tokens were issued."""
        return self.is_token_call and self.status == 200

    @property
    def signs_in(self) -> bool:
        """Whether it gave the tokens of a sign-in."""
        return self.gave_tokens and self.facts.get("grant") in _SIGN_IN_GRANTS

    @property
    def uses_session(self) -> bool:
        """Whether it uses tokens that were given."""
        is_refresh = self.endpoint == "token" and self.facts.get("grant") == "refresh_token"
        return self.endpoint == "userinfo" or is_refresh

    @property
    def spent(self) -> str | None:
        """What it brought to get tokens by."""
        return self.facts.get("spent")


class Evidence:
    """The calls of one application.

    Args:
        calls: As they are kept, the oldest first.
        now: The present moment.
    """

    def __init__(self, calls: Sequence[CallRecord], now: datetime) -> None:
        self.now = now
        self.calls = [
            Call(place, each.at, each.endpoint, each.status, each.error, each.reason, each.observed or {})
            for place, each in enumerate(calls)
        ]

    @cached_property
    def asks(self) -> list[Call]:
        """Authorization requests. The same page loaded again counts once, unless it had brought tokens already."""
        found: list[Call] = []
        seen: set[str] = set()
        answered: dict[str, str] = {}
        for call in self.calls:
            if call.ask is not None:
                whole = str(call.ask["whole"])
                found += [call] if whole not in seen else []
                seen.add(whole)
            if call.about and "answered" in call.facts:
                answered[call.about] = str(call.facts["answered"])
            if call.signs_in and call.about in answered:
                seen.discard(answered[str(call.about)])
        return found

    @cached_property
    def sign_ins(self) -> list[Call]:
        """Token requests that signed somebody in."""
        return [call for call in self.calls if call.signs_in]

    @cached_property
    def uses_userinfo(self) -> bool:
        """Whether it is known to use the tokens of a good sign-in, so that not using them says something."""
        return any(self.use_after(call) for call in self.sign_ins if not call.faults & SPOILING)

    def with_error(self, error: str) -> Iterator[Call]:
        """Authorization requests that were answered with an error."""
        return (call for call in self.calls if call.endpoint == "authorize" and call.error == error)

    def after(self, call: Call) -> list[Call]:
        """What came later."""
        return self.calls[call.place + 1 :]

    def use_after(self, call: Call, *about: str) -> Call | None:
        """The first later use of the tokens of a sign-in.

        Args:
            call: The sign-in, or what happened to its tokens.
            about: The authorizations; that of the call if left out.
        """
        meant: set[str | None] = set(about) or {call.about}
        return next((each for each in self.after(call) if each.uses_session and each.about in meant), None)

    def is_settled(self, call: Call) -> bool:
        """Whether enough time has passed for the application to have gone on."""
        return self.now - call.at >= SETTLED

    def loop_after(self, call: Call) -> Call | None:
        """The request by which it is plain that an application asks again and again by itself.

        Whoever has a program sign in to try one fault after the other does so under other faults each time.
        """
        asks: list[Call] = []
        for each in self.after(call):
            is_other = each.ask is not None and each.faults != call.faults
            if is_other or each.at - call.at > LOOP_TIME or (each.signs_in and not each.faults):
                break
            asks += [each] if each.ask is not None else []
        return asks[LOOP - 1] if len(asks) >= LOOP else None
