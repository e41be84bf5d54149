"""What can be found out about one member of a registration while it is typed: by looking, and by asking the other side.

That something could not be reached is told, and refuses nothing: it may be built tomorrow. A logo that is none, or a
key set that holds secrets, is refused.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from idp.clock import Clock
from idp.outbound.addresses import AddressForbidden
from idp.outbound.http import NoAnswer
from idp.plain_names import is_plain
from idp.relying_parties.key_certificates import certificates_end
from idp.relying_parties.redirect_uris import Finding as OfAddress
from idp.relying_parties.redirect_uris import Verdict, check
from idp.relying_parties.rules import PRIVATE_MEMBERS
from idp.relying_parties.scripts import has_hidden_signs
from idp.relying_parties.search import look
from idp.spreadsheets import is_formula

CHECKED = (
    "client_name",
    "client_name_en",
    "jwks_uri",
    "backchannel_logout_uri",
    "backchannel_client_notification_endpoint",
    "frontchannel_logout_uri",
    "logo_uri",
    "client_id",
)
"""The members that are looked at."""

LARGEST_LOGO = 200 * 1024
ENDS_SOON = timedelta(days=30)
LONGEST = 2_100
_SERVER_ERROR = 500

_IMAGES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


class Finding(StrEnum):
    """What was found."""

    GOOD_NAME = "good_name"
    TAKEN = "taken"
    MIXED_LETTERS = "mixed_letters"
    HIDDEN_SIGNS = "hidden_signs"
    FORMULA = "formula"
    SAME_NAME = "same_name"
    BAD_ADDRESS = "bad_address"
    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    REACHED = "reached"
    FAILING = "failing"
    KEYS = "keys"
    NO_KEYS = "no_keys"
    PRIVATE_KEY = "private_key"
    CERTIFICATE_ENDS = "certificate_ends"
    CERTIFICATE_OVER = "certificate_over"
    LOGO = "logo"
    NO_LOGO = "no_logo"
    LARGE_LOGO = "large_logo"


@dataclass(frozen=True)
class Found:
    """One finding.

    Args:
        finding: What.
        verdict: Whether it is good, a warning, or a refusal.
        detail: A number, a day or a reason, for the words.
        address: What is wrong with an address that was not asked.
    """

    finding: Finding
    verdict: Verdict
    detail: str = ""
    address: OfAddress | None = None


class Answer(Protocol):
    """What came back from an address."""

    @property
    def status(self) -> int:
        """Its status."""

    @property
    def body(self) -> bytes:
        """Its body."""

    @property
    def certificate_ends(self) -> datetime | None:
        """When the certificate ends that was shown."""


class Get(Protocol):
    """Gets what stands at an address; `Outgoing.get` by shape."""

    def __call__(self, url: str, *, accept: str = ..., largest: int = ...) -> Answer:
        """Get it."""


class MemberChecks:
    """Looks at members one by one.

    Args:
        get: The guarded way out, with a short time limit.
        names: What other applications are called.
        clock: The time.
        is_taken: Whether an identifier is an application's.
    """

    def __init__(
        self,
        get: Get,
        names: Callable[[], Iterable[str]],
        clock: Clock,
        is_taken: Callable[[str], bool] = lambda _client_id: False,
    ) -> None:
        self._get = get
        self._names = names
        self._clock = clock
        self._is_taken = is_taken
        endpoint = self._endpoint
        looks = self._name, self._name, self._keys, endpoint, endpoint, endpoint, self._logo, self._identifier
        self._checks = dict(zip(CHECKED, looks, strict=True))

    def look(self, member: str, value: str) -> tuple[Found, ...]:
        """What there is to say about a member; nothing about what is not checked, or empty.

        Args:
            member: Its name.
            value: What was typed.
        """
        looking = self._checks.get(member)
        text = value.strip()[:LONGEST]
        return looking(text) if looking is not None and text else ()

    def refusals(self, members: dict[str, Any]) -> dict[str, Found]:
        """For each member that cannot be registered so: why."""
        found = {name: self.look(name, str(value)) for name, value in members.items() if value}
        return {
            name: each for name, findings in found.items() for each in findings if each.verdict is Verdict.NO
        }

    def _name(self, text: str) -> tuple[Found, ...]:
        if has_hidden_signs(text):
            return (Found(Finding.HIDDEN_SIGNS, Verdict.NO),)
        if not is_plain(text):
            return (Found(Finding.MIXED_LETTERS, Verdict.NO),)
        if is_formula(text):
            return (Found(Finding.FORMULA, Verdict.NO),)
        like = next((name for name in self._names() if look(name) == look(text)), None)
        if like is not None:
            return (Found(Finding.SAME_NAME, Verdict.CAUTION, like),)
        return (Found(Finding.GOOD_NAME, Verdict.OK),)

    def _identifier(self, text: str) -> tuple[Found, ...]:
        return (Found(Finding.TAKEN, Verdict.NO),) if self._is_taken(text) else ()

    def _endpoint(self, text: str) -> tuple[Found, ...]:
        answer = self._asked(text)
        if isinstance(answer, Found):
            return (answer,)
        if answer.status >= _SERVER_ERROR:
            return (Found(Finding.FAILING, Verdict.CAUTION, str(answer.status)), *self._certificate(answer))
        return (Found(Finding.REACHED, Verdict.OK), *self._certificate(answer))

    def _keys(self, text: str) -> tuple[Found, ...]:
        answer = self._asked(text)
        if isinstance(answer, Found):
            return (answer,)
        try:
            keys = json.loads(answer.body)["keys"]
            known = [key for key in keys if isinstance(key, dict) and "kty" in key]
        except (ValueError, KeyError, TypeError, RecursionError):
            known = []
        if not known:
            return (Found(Finding.NO_KEYS, Verdict.CAUTION), *self._certificate(answer))
        if any(key["kty"] == "oct" or PRIVATE_MEMBERS & set(key) for key in known):
            return (Found(Finding.PRIVATE_KEY, Verdict.NO),)
        ends = [self._ending(end) for end in certificates_end({"keys": known})]
        told = [found for found in ends if found is not None]
        return (Found(Finding.KEYS, Verdict.OK, str(len(known))), *told, *self._certificate(answer))

    def _logo(self, text: str) -> tuple[Found, ...]:
        answer = self._asked(text, accept="image/png, image/jpeg, image/webp", largest=LARGEST_LOGO)
        if isinstance(answer, Found):
            return (answer,)
        kind = image_type(answer.body)
        if kind is None:
            return (Found(Finding.NO_LOGO, Verdict.NO),)
        size = f"{kind}, {max(1, len(answer.body) // 1024)} KB"
        return (Found(Finding.LOGO, Verdict.OK, size), *self._certificate(answer))

    def _asked(self, url: str, **how: Any) -> Answer | Found:
        wrong = next((finding for finding in check(url) if finding.verdict is Verdict.NO), None)
        if wrong is not None:
            return Found(Finding.BAD_ADDRESS, Verdict.NO, address=wrong)
        try:
            return self._get(url, **how)
        except AddressForbidden:
            return Found(Finding.FORBIDDEN, Verdict.CAUTION)
        except NoAnswer as failure:
            if failure.reason == "too_large" and how:
                return Found(Finding.LARGE_LOGO, Verdict.NO, str(LARGEST_LOGO // 1024))
            return Found(Finding.UNREACHABLE, Verdict.CAUTION, failure.reason)

    def _certificate(self, answer: Answer) -> tuple[Found, ...]:
        found = self._ending(answer.certificate_ends) if answer.certificate_ends else None
        return (found,) if found is not None else ()

    def _ending(self, ends: datetime) -> Found | None:
        day = f"{ends:%d/%m/%Y}"
        if ends <= self._clock():
            return Found(Finding.CERTIFICATE_OVER, Verdict.CAUTION, day)
        soon = ends <= self._clock() + ENDS_SOON
        return Found(Finding.CERTIFICATE_ENDS, Verdict.CAUTION, day) if soon else None


def image_type(body: bytes) -> str | None:
    """Which picture that can be shown to citizens this is; None for anything else, drawings with scripts among it."""
    for beginning, kind in _IMAGES.items():
        if body.startswith(beginning):
            return kind
    return "WebP" if body[:4] == b"RIFF" and body[8:12] == b"WEBP" else None
