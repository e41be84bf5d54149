"""Scopes and the `claims` parameter become the claims an application is given (OpenID Connect Core, 5.4 and 5.5)."""

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.client import RegisteredClient
from idp.oauth.derived_claims import NOWHERE, Place, derived
from idp.oauth.identity_assurance import CLAIM as VERIFIED
from idp.oauth.identity_assurance import Asked, Requested, claims_inside, read_requested, verified
from idp.oauth.readable import is_readable
from idp.oauth.relatives import Refer, with_references
from idp.oauth.scopes import CLAIMS, SCOPES

_LONGEST = 8_192


@dataclass(frozen=True)
class RequestedClaims:
    """The `claims` parameter, as far as it says something to us, and in which languages (`claims_locales`).

    `verified` holds the particulars of what is asked for with its verification, by where it goes.
    """

    userinfo: tuple[str, ...] = ()
    id_token: tuple[str, ...] = ()
    acr_values: tuple[str, ...] = ()
    acr_is_essential: bool = False
    subject: str | None = None
    verified: Mapping[str, Requested] = field(default_factory=dict)
    locales: tuple[str, ...] = ()

    def inside(self) -> tuple[str, ...]:
        """The claims that are asked for by name together with their verification."""
        return tuple(dict.fromkeys(name for each in self.verified.values() for name in claims_inside(each)))

    def all(self) -> tuple[str, ...]:
        """Every claim that is asked for, each once, in the order it was asked for."""
        return tuple(dict.fromkeys((*self.userinfo, *self.id_token, *self.inside())))

    def kept(self, given: Container[str]) -> dict[str, Any]:
        """What an authorization remembers of it.

        Args:
            given: The claims that the citizen's answer has left.
        """
        more = {
            "verified": dict(self.verified),
            "inside": [claim for claim in self.inside() if claim in given],
            "locales": list(self.locales),
        }
        return {
            "userinfo": [claim for claim in self.userinfo if claim in given],
            "id_token": [claim for claim in self.id_token if claim in given],
            **{name: value for name, value in more.items() if value},
        }


def parse_claims_parameter(text: str | None) -> RequestedClaims:
    """Read the `claims` parameter. Claims we do not know are left out, never refused.

    Raises:
        InvalidRequestError: It is not a JSON object, too long, or holds what is no text.
    """
    if text is None:
        return RequestedClaims()
    asked = _object(text)
    id_token = _members(asked, "id_token")
    userinfo = _members(asked, "userinfo")
    acr, subject = _members(id_token, "acr"), _members(id_token, "sub").get("value")
    particulars = {
        "userinfo": read_requested(userinfo.get(VERIFIED)),
        "id_token": read_requested(id_token.get(VERIFIED)),
    }
    return RequestedClaims(
        userinfo=_known(userinfo),
        id_token=_known(id_token),
        acr_values=_values(acr),
        acr_is_essential=acr.get("essential") is True,
        subject=subject if isinstance(subject, str) else None,
        verified={place: each for place, each in particulars.items() if each is not None},
    )


def _object(text: str) -> dict[str, Any]:
    try:
        asked = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise InvalidRequestError("The claims parameter is not a JSON object, or too long.")
    if not is_readable(asked):
        raise InvalidRequestError("The claims parameter holds a text that cannot be read.")
    return asked


def _members(asked: dict[str, Any], name: str) -> dict[str, Any]:
    found = asked.get(name)
    return found if isinstance(found, dict) else {}


def _known(members: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in CLAIMS if name in members and name != "sub")


def _values(acr: dict[str, Any]) -> tuple[str, ...]:
    several = acr.get("values")
    values = several if isinstance(several, list) else [acr.get("value")]
    return tuple(value for value in values if isinstance(value, str))


def scopes_behind(client: RegisteredClient, claims: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The scopes under which an application may have single claims it asked for, and which claims those are."""
    found: dict[str, tuple[str, ...]] = {}
    for claim in claims:
        for scope in client.data_scopes():
            if claim in SCOPES[scope]:
                found[scope] = (*found.get(scope, ()), claim)
                break
    return found


def names_for_userinfo(client: RegisteredClient, scope: str, requested: dict[str, Any]) -> list[str]:
    """The claims an authorization opens at UserInfo, as far as the application may still have them."""
    granted = [name for name in scope.split() if name in SCOPES and client.policy(name)]
    by_scope = [claim for name in granted for claim in SCOPES[name] if claim != "sub"]
    return list(dict.fromkeys([*by_scope, *_allowed(client, requested.get("userinfo", ()))]))


def names_for_id_token(client: RegisteredClient, requested: dict[str, Any]) -> list[str]:
    """The claims an authorization puts into the ID token: only those the `claims` parameter asked for there."""
    return _allowed(client, requested.get("id_token", ()))


def _allowed(client: RegisteredClient, claims: Iterable[str]) -> list[str]:
    behind = scopes_behind(client, claims)
    return [claim for claims_of_scope in behind.values() for claim in claims_of_scope]


def asked_inside(
    client: RegisteredClient, requested: Mapping[str, Any], at: Literal["userinfo", "id_token"], now: datetime
) -> Asked:
    """What an authorization opens with its verification at one place, as far as the application may still have it.

    Args:
        client: The application.
        requested: What the authorization remembers of the request.
        at: The place.
        now: The present moment.
    """
    return Asked(
        requested=requested.get("verified", {}).get(at),
        tellable=frozenset(_allowed(client, requested.get("inside", ()))),
        languages=tuple(requested.get("locales", ())),
        now=now,
    )


@dataclass(frozen=True, kw_only=True)
class Telling:
    """To whom claims are told, and when.

    Args:
        today: The day in Việt Nam, for ages.
        refer: How the application is told who other people are; without it, it is not.
        place: What it may ask about residence.
        inside: What it wants together with its verification; without it, nothing is told so.
    """

    today: date
    refer: Refer | None = None
    place: Place = NOWHERE
    inside: Asked | None = None


def released(known: dict[str, Any], names: Iterable[str], telling: Telling) -> dict[str, Any]:
    """The claims to hand out: those named that are known. Nothing is null or empty.

    Args:
        known: Every claim known about the citizen.
        names: The claims the application is to have.
        telling: To whom, and when.
    """
    wanted = list(names)

    def value_of(among: Mapping[str, Any], name: str) -> Any:
        answer = derived(among, name, telling.today, telling.place)
        return with_references(name, among.get(name), telling.refer) if answer is None else answer

    given = _filled({name: value_of(known, name) for name in wanted if name != VERIFIED})
    if VERIFIED not in wanted or telling.inside is None:
        return given
    return _filled({**given, VERIFIED: verified(known.get(VERIFIED), given, telling.inside, value_of)})


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
