"""Which changes of an approved application somebody else has to look at.

What is not named as harmless here is not harmless: a new member of a registration needs a second person until
somebody has thought about it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from idp.relying_parties.comparison import SCOPE, flat
from idp.relying_parties.terms import host_of

BY_LAW = "law"

ADMINISTRATIVE = "sen:"
"""How scopes of the administrative API begin: they let a program administer."""

HARMLESS = frozenset(
    {
        "contacts",
        "technical_contact",
        "legal_contact",
        *(f"{name}_uri{language}" for name in ("client", "policy", "tos") for language in ("", "#vi", "#en")),
        "software_id",
        "software_version",
        "default_max_age",
        "default_acr_values",
        "require_auth_time",
        "id_token_signed_response_alg",
        "userinfo_signed_response_alg",
        "kind",
    }
)
"""People, links to read, and what changes nothing about who learns what, or as whom citizens know them."""

_HARMLESS_SCOPES = frozenset({SCOPE + "openid"})
"""Scopes that open nothing: to be known again is what every application is for."""

_ADDRESSES = (
    "redirect_uris",
    "post_logout_redirect_uris",
    "request_uris",
    "backchannel_logout_uri",
    "frontchannel_logout_uri",
    "initiate_login_uri",
    "backchannel_client_notification_endpoint",
)
_SHOWN_TO_CITIZENS = ("client_name#en", "logo_uri", "logo_uri#vi", "logo_uri#en")
"""By these and the name they know whom they give their data to."""

_LISTS = ("audiences", "grant_types", "response_types", "authorization_details_types")
_SWITCHES = (
    "require_pkce",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "dpop_bound_access_tokens",
    "require_dpop_nonce",
    "tls_client_certificate_bound_access_tokens",
    "backchannel_logout_session_required",
    "frontchannel_logout_session_required",
    "device_number_shown",
)


def _stays_at_known_hosts(before: Any, after: Any) -> bool:
    return _hosts(after) <= _hosts(before)


def _asks_for_less(before: Any, after: Any) -> bool:
    return set(after or ()) <= set(before or ())


def _is_stricter(_before: Any, after: Any) -> bool:
    return after is True


def _is_taken_away(_before: Any, after: Any) -> bool:
    return after is None


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(_ADDRESSES, _stays_at_known_hosts),
    **dict.fromkeys(_SHOWN_TO_CITIZENS, _is_taken_away),
    **dict.fromkeys(_LISTS, _asks_for_less),
    **dict.fromkeys(_SWITCHES, _is_stricter),
    "minimum_level": lambda before, after: (after or 1) >= (before or 1),
    "pkce_exempt_until": _is_taken_away,
}
"""Members of which some changes are harmless."""


def names_law(document: dict[str, Any]) -> bool:
    """Whether a registration has a scope with a legal ground."""
    grounds = document.get("scope_policy") or {}
    return any(ground.get("legal_basis") == BY_LAW for ground in grounds.values())


def needs_two(document: dict[str, Any]) -> bool:
    """Whether nobody lets a registration in alone: it has a scope with a legal ground, or one to administer with."""
    scopes = [*str(document.get("scope") or "").split(), *(document.get("scope_policy") or {})]
    return names_law(document) or any(scope.startswith(ADMINISTRATIVE) for scope in scopes)


def sensitive(before: dict[str, Any], after: dict[str, Any]) -> frozenset[str]:
    """The members whose change a second person has to approve.

    Args:
        before: The registration as it is.
        after: As it would be.
    """
    one, other = flat(before), flat(after)
    found = set()
    for name in {*one, *other}:
        if name.startswith("scope."):
            adds = name not in one and name not in _HARMLESS_SCOPES
            if adds or not _is_harmless_ground(one.get(name), other.get(name)):
                found |= {"scope", "scope_policy"}
        elif one.get(name) != other.get(name) and name not in HARMLESS:
            is_harmless = _TESTS.get(name)
            if is_harmless is None or not is_harmless(one.get(name), other.get(name)):
                found.add(name)
    # Who sends the name with its language means the same name.
    return frozenset({*found, "client_name#vi"} if "client_name" in found else found)


def _is_harmless_ground(before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether the ground of one scope may change without a second person: to nothing, to consent, or to end sooner."""
    if after is None or before == after or after.get("legal_basis") != BY_LAW:
        return True
    if before is None:
        return False
    rest = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return rest == {"until"} and _ends_sooner(before.get("until"), after.get("until"))


def _ends_sooner(before: str | None, after: str | None) -> bool:
    if after is None:
        return False
    return before is None or date.fromisoformat(after) <= date.fromisoformat(before)


def _hosts(value: Any) -> set[tuple[str, str]]:
    addresses = value if isinstance(value, list) else [value] if value else []
    return {(address.partition(":")[0].lower(), host_of(address)) for address in addresses}
