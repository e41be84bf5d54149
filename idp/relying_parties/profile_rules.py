"""What a client's profile asks of its registration, one row for each rule (FAPI 2.0 Security Profile, 5.3 and 5.4).

A registration that contradicts its profile is refused by these rules; `profile_check.py` shows them beforehand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.held_to import HeldTo
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer

_SMALLEST_RSA_BITS = 2048
_CURVES = {"EC": ("P-256",), "OKP": ("Ed25519",)}
_SAME_AS = {"Ed25519": "EdDSA"}
_KIND_OF_KEY = {"PS256": "RSA", "RS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class ProfileRule:
    """One rule.

    Args:
        id: Its name, for programs.
        member: The member of the registration it is about.
        says: The rule, as the rest of a sentence.
        fix: What to do about it.
        is_kept: Whether a registration keeps it.
    """

    id: str
    member: str
    says: str
    fix: str
    is_kept: Callable[[Metadata, HeldTo], bool]


def profile_rules(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    """What in a completed registration contradicts its profile."""
    held_to = offer.profiles.get(members.profile or "")
    if held_to is not None:
        for rule in broken(members, held_to):
            yield Fault(rule.member, Problem.NOT_WITH, f"profile {held_to.name}: {rule.says}")


def broken(members: Metadata, held_to: HeldTo) -> tuple[ProfileRule, ...]:
    """The rules of a profile that a registration breaks.

    Args:
        members: The registration.
        held_to: The profile.
    """
    return tuple(rule for rule in RULES if not rule.is_kept(members, held_to))


def defaults_of(members: Metadata, held_to: HeldTo | None) -> dict[str, Any]:
    """What a profile fills in where the registration says nothing.

    Args:
        members: The registration, as sent.
        held_to: Its profile; None for none that is known.
    """
    found: dict[str, Any] = {}
    if held_to is None:
        return found
    if held_to.auth_methods is not None and members.token_endpoint_auth_method is None:
        found["token_endpoint_auth_method"] = held_to.auth_methods[0]
    if held_to.requires_sender_constraint and not _is_bound(members):
        found["dpop_bound_access_tokens"] = True
    if held_to.requires_pushed_requests and members.require_pushed_authorization_requests is None:
        found["require_pushed_authorization_requests"] = True
    if held_to.requires_signed_requests and members.require_signed_request_object is None:
        found["require_signed_request_object"] = True
    return found


def _is_bound(members: Metadata) -> bool:
    return bool(members.dpop_bound_access_tokens or members.tls_client_certificate_bound_access_tokens)


def _is_strict(held_to: HeldTo) -> bool:
    return "RS256" not in held_to.signing_algorithms


def _authenticates_well(members: Metadata, held_to: HeldTo) -> bool:
    return held_to.auth_methods is None or members.token_endpoint_auth_method in held_to.auth_methods


def _is_signed_well(member: str) -> Callable[[Metadata, HeldTo], bool]:
    def is_kept(members: Metadata, held_to: HeldTo) -> bool:
        registered = getattr(members, member)
        is_good = _SAME_AS.get(registered, registered) in (None, *held_to.signing_algorithms)
        return is_good or not _is_strict(held_to)

    return is_kept


def _has_good_registered_keys(members: Metadata, held_to: HeldTo) -> bool:
    return members.jwks is None or has_good_keys(members.jwks, held_to)


def has_good_keys(jwks: dict[str, Any], held_to: HeldTo) -> bool:
    """Whether a key set keeps the rule `keys` of a profile.

    Args:
        jwks: The set, wherever it was found.
        held_to: The profile.
    """
    if held_to.auth_methods is None:
        return True
    keys = [key for key in jwks.get("keys", []) if isinstance(key, dict) and key.get("use") != "enc"]
    kinds = {_KIND_OF_KEY[name] for name in held_to.signing_algorithms}
    return bool(keys) and all(key.get("kty") in kinds and _is_strong(key) for key in keys)


def _is_strong(key: dict[str, Any]) -> bool:
    if key.get("alg") == "RS256":
        return False
    if key.get("kty") == "RSA":
        # Six bits to a character of base64url.
        return len(str(key.get("n", ""))) * 6 >= _SMALLEST_RSA_BITS
    return key.get("crv") in _CURVES.get(str(key.get("kty")), ())


def _has_code_only(members: Metadata, held_to: HeldTo) -> bool:
    return not held_to.requires_pushed_requests or set(members.response_types or ()) <= {"code"}


def _has_pkce(members: Metadata, held_to: HeldTo) -> bool:
    return not held_to.requires_pkce or (members.require_pkce is not False and not members.pkce_exempt_until)


def _has_safe_redirects(members: Metadata, held_to: HeldTo) -> bool:
    return not held_to.requires_redirect_uri or all(map(_is_safe, members.redirect_uris or ()))


def _is_safe(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


KEYS = ProfileRule(
    "keys",
    "jwks",
    "keys are of RSA with 2048 bits or more, of P-256, or of Ed25519, and none is for RS256",
    "Make a key of P-256, and register its public part.",
    _has_good_registered_keys,
)

RULES = (
    ProfileRule(
        "client-authentication",
        "token_endpoint_auth_method",
        "a client proves itself by a key or a certificate, not by a secret",
        "Register token_endpoint_auth_method private_key_jwt with jwks or jwks_uri, and sign each request's "
        "client_assertion with the issuer as its only aud.",
        _authenticates_well,
    ),
    ProfileRule(
        "assertion-algorithm",
        "token_endpoint_auth_signing_alg",
        "client assertions are signed with PS256, ES256 or EdDSA",
        "Sign with ES256, and register it, or register no algorithm.",
        _is_signed_well("token_endpoint_auth_signing_alg"),
    ),
    KEYS,
    ProfileRule(
        "id-token-algorithm",
        "id_token_signed_response_alg",
        "ID tokens are signed with PS256, ES256 or EdDSA",
        "Register ES256, or nothing, and let the application accept ES256.",
        _is_signed_well("id_token_signed_response_alg"),
    ),
    ProfileRule(
        "userinfo-algorithm",
        "userinfo_signed_response_alg",
        "UserInfo is signed with PS256, ES256 or EdDSA, where it is signed",
        "Register ES256, or nothing for plain JSON.",
        _is_signed_well("userinfo_signed_response_alg"),
    ),
    ProfileRule(
        "request-object-algorithm",
        "request_object_signing_alg",
        "request objects are signed with PS256, ES256 or EdDSA",
        "Sign with ES256, and register it, or register no algorithm.",
        _is_signed_well("request_object_signing_alg"),
    ),
    ProfileRule(
        "authorization-response-algorithm",
        "authorization_signed_response_alg",
        "authorization responses are signed with PS256, ES256 or EdDSA, where they are signed",
        "Register ES256, or nothing.",
        _is_signed_well("authorization_signed_response_alg"),
    ),
    ProfileRule(
        "introspection-algorithm",
        "introspection_signed_response_alg",
        "introspection answers are signed with PS256, ES256 or EdDSA, where they are signed",
        "Register ES256, or nothing for plain JSON.",
        _is_signed_well("introspection_signed_response_alg"),
    ),
    ProfileRule(
        "response-type",
        "response_types",
        "code is the only response_type",
        "Register response_types with code alone.",
        _has_code_only,
    ),
    ProfileRule(
        "pkce",
        "require_pkce",
        "PKCE with S256 is used without exception",
        "Send code_challenge and code_verifier, and register neither require_pkce false nor pkce_exempt_until.",
        _has_pkce,
    ),
    ProfileRule(
        "redirect-uris",
        "redirect_uris",
        "redirect URIs are https addresses, or http on a loopback host, which no network carries",
        "Register https addresses.",
        _has_safe_redirects,
    ),
    ProfileRule(
        "sender-constraint",
        "dpop_bound_access_tokens",
        "access tokens are bound to a key (DPoP) or a certificate (mutual TLS)",
        "Send a DPoP header with each token request and each call with the token; the profile registers "
        "dpop_bound_access_tokens by itself.",
        lambda members, held_to: not held_to.requires_sender_constraint or _is_bound(members),
    ),
    ProfileRule(
        "pushed-requests",
        "require_pushed_authorization_requests",
        "authorization requests are pushed, and the browser carries client_id and request_uri only",
        "Post the request to the pushed_authorization_request_endpoint first; the profile registers "
        "require_pushed_authorization_requests by itself.",
        lambda members, held_to: (
            not held_to.requires_pushed_requests or members.require_pushed_authorization_requests is True
        ),
    ),
    ProfileRule(
        "foreign-request-uris",
        "request_uris",
        "request objects are not fetched from an address",
        "Push them, and register no request_uris.",
        lambda members, held_to: held_to.takes_foreign_request_uris or not members.request_uris,
    ),
    ProfileRule(
        "signed-requests",
        "require_signed_request_object",
        "authorization requests are signed",
        "Put the parameters into a request object with aud, nbf and exp, sign it with ES256, and push it; the profile "
        "registers require_signed_request_object by itself.",
        lambda members, held_to: (
            not held_to.requires_signed_requests or members.require_signed_request_object is True
        ),
    ),
)
"""In the order of a request: who asks, how it signs, what it asks for, what it gets."""
