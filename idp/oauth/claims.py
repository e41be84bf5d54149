"""Scopes and the `claims` parameter become the claims an application is given (OpenID Connect Core, 5.4 and 5.5)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.client import RegisteredClient
from idp.oauth.relatives import Refer, with_references
from idp.oauth.scopes import CLAIMS, SCOPES

_LONGEST = 8_192
_AGES = {
    "vn_age_over_14": 14,
    "vn_age_over_16": 16,
    "vn_age_over_18": 18,
    "vn_age_over_60": 60,
    "vn_age_over_75": 75,
}


@dataclass(frozen=True)
class RequestedClaims:
    """The `claims` parameter, as far as it says something to us."""

    userinfo: tuple[str, ...] = ()
    id_token: tuple[str, ...] = ()
    acr_values: tuple[str, ...] = ()
    acr_is_essential: bool = False
    subject: str | None = None

    def all(self) -> set[str]:
        """Every claim that is asked for."""
        return {*self.userinfo, *self.id_token}

    def kept(self) -> dict[str, list[str]]:
        """What an authorization remembers of it."""
        return {"userinfo": list(self.userinfo), "id_token": list(self.id_token)}


def parse_claims_parameter(text: str | None) -> RequestedClaims:
    """Read the `claims` parameter. Claims we do not know are left out, never refused.

    Raises:
        InvalidRequestError: It is not a JSON object, or too long.
    """
    if text is None:
        return RequestedClaims()
    asked = _object(text)
    id_token = _members(asked, "id_token")
    acr, subject = _members(id_token, "acr"), _members(id_token, "sub").get("value")
    return RequestedClaims(
        userinfo=_known(_members(asked, "userinfo")),
        id_token=_known(id_token),
        acr_values=_values(acr),
        acr_is_essential=acr.get("essential") is True,
        subject=subject if isinstance(subject, str) else None,
    )


def _object(text: str) -> dict[str, Any]:
    try:
        asked = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise InvalidRequestError("The claims parameter is not a JSON object, or too long.")
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


def released(
    known: dict[str, Any], names: Iterable[str], today: date, refer: Refer | None = None
) -> dict[str, Any]:
    """The claims to hand out: those named that are known. Nothing is null or empty.

    Args:
        known: Every claim known about the citizen.
        names: The claims the application is to have.
        today: The day in Việt Nam, for ages.
        refer: How the application is told who other people are; without it, it is not.
    """
    wanted = list(names)
    given = {
        name: with_references(name, known[name], refer)
        for name in wanted
        if name in known and name != "verified_claims"
    }
    given.update({name: over for name in wanted if (over := _is_over(known, name, today)) is not None})
    if "verified_claims" in wanted and (verified := _verified(known.get("verified_claims"), given)):
        given["verified_claims"] = verified
    return {name: value for name, value in given.items() if value not in (None, "", [], {})}


def _verified(element: Any, given: dict[str, Any]) -> dict[str, Any] | None:
    # Only what the application is given anyway; an element with half of its claims is still true, an empty one is not.
    if not isinstance(element, dict) or not isinstance(element.get("claims"), dict):
        return None
    inside = {name: value for name, value in element["claims"].items() if name in given}
    return {**element, "claims": inside} if inside else None


def _is_over(known: dict[str, Any], name: str, today: date) -> bool | None:
    if name in known or name not in _AGES or not isinstance(known.get("birthdate"), str):
        return None
    return is_over(known["birthdate"], _AGES[name], today)


def is_over(birthdate: str, age: int, today: date) -> bool | None:
    """Whether somebody has reached an age; None where the register's date is too coarse to say.

    Args:
        birthdate: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
        age: In years.
        today: The day in Việt Nam.
    """
    parts = [int(part) for part in birthdate.split("-") if part.isdigit()]
    if not parts:
        return None
    earliest, latest = [(*parts, *rest[len(parts) :]) for rest in ((0, 1, 1), (0, 12, 31))]
    then = (today.year - age, today.month, today.day)
    if latest <= then:
        return True
    return False if earliest > then else None
