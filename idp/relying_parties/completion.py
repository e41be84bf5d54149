"""The defaults of a registration (RFC 7591, 2; design: sector = owner unit, else the host of the redirect URIs)."""

import unicodedata
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from idp.relying_parties.decoupled_rules import BY_CITIZENS
from idp.relying_parties.delegation_rules import JWT_BEARER
from idp.relying_parties.kinds import kind_from
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer
from idp.relying_parties.profile_rules import defaults_of

PKCE_EXCUSE = timedelta(days=365)
"""How long a client is excused from PKCE that names no date itself."""


def completed(members: Metadata, offer: Offer, client_id: str, today: date) -> Metadata:
    """Fill in what was left out.

    Args:
        members: As sent.
        offer: Its first values are the defaults.
        client_id: The identifier the application gets.
        today: The day in Việt Nam.
    """
    members = replace(members, **defaults_of(members, offer.profiles.get(members.profile or "")))
    is_machine = members.profile == "machine"
    asked = members.grant_types
    by_browser = not is_machine and (asked is None or "authorization_code" in asked)
    for_citizens = not is_machine and (asked is None or not BY_CITIZENS.isdisjoint(asked))
    given: dict[str, Any] = {
        "client_id": client_id,
        "client_name": members.client_name_vi or members.client_name or members.client_name_en or client_id,
        "profile": members.profile
        or ("machine" if members.grant_types in (["client_credentials"], [JWT_BEARER]) else "plain"),
        "application_type": members.application_type or "web",
        "grant_types": _or(members.grant_types, _grants(members, is_machine=is_machine)),
        "response_types": _or(members.response_types, ["code"] if by_browser else []),
        "redirect_uris": _or(members.redirect_uris, []),
        "token_endpoint_auth_method": members.token_endpoint_auth_method or offer.auth_methods[0],
        "minimum_level": _or(members.minimum_level, offer.levels[0]),
        "audiences": _or(members.audiences, []),
        **_pkce(members, today),
    }
    given["scope"] = " ".join(_scopes(members, offer, for_citizens=for_citizens, grants=given["grant_types"]))
    given["sector"] = members.sector or _sector(members, client_id)
    given["kind"] = members.kind or kind_from(
        profile=given["profile"],
        grant_types=given["grant_types"],
        application_type=given["application_type"],
        auth_method=given["token_endpoint_auth_method"],
    )
    return replace(members, **given)


def _grants(members: Metadata, *, is_machine: bool) -> list[str]:
    if is_machine:
        return ["client_credentials"]
    return ["authorization_code", *(["refresh_token"] if "offline_access" in members.scopes else [])]


def _scopes(members: Metadata, offer: Offer, *, for_citizens: bool, grants: list[str]) -> list[str]:
    if members.scope is not None:
        return list(members.scopes)
    if members.scope_policy:
        return [*(["openid"] if for_citizens else []), *members.scope_policy]
    if not for_citizens:
        return []
    return [*offer.default_scopes, *(["offline_access"] if "refresh_token" in grants else [])]


def _pkce(members: Metadata, today: date) -> dict[str, Any]:
    until = members.pkce_exempt_until
    required = (until is None) if members.require_pkce is None else members.require_pkce
    if not required and until is None:
        until = today + PKCE_EXCUSE
    return {"require_pkce": required, "pkce_exempt_until": until}


def _sector(members: Metadata, client_id: str) -> str | None:
    if members.unit:
        return sector_of_unit(members.unit)
    if members.sector_identifier_uri:
        return _host(members.sector_identifier_uri)
    hosts = {_host(uri) for uri in members.redirect_uris or ()}
    if len(hosts) > 1:
        return None
    return hosts.pop() if hosts else client_id


def _host(uri: str) -> str:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    # A private scheme names its owner as a host would; ports tell programs on one machine apart.
    return parts.netloc.lower() or parts.scheme


def sector_of_unit(unit: str) -> str:
    """The sector all applications of a unit share, whatever way its name was typed."""
    return " ".join(unicodedata.normalize("NFC", unit).casefold().split())


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
