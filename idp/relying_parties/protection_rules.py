"""How members go together that say what is signed and encrypted; what a profile adds is in `profile_rules.py`.

Source: RFC 9101, 10.5; OpenID Connect Dynamic Client Registration 1.0, 2; JARM, 3; RFC 9701, 6.
"""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urldefrag

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer
from idp.relying_parties.redirect_uris import Verdict, check

KINDS = ("id_token", "userinfo", "authorization", "introspection")
"""What may be signed and encrypted; the first part of the members' names."""

_AGREEING_CURVES = ("P-256", "P-384", "P-521", "X25519")


def signing_rules(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    """What is wrong with the algorithms of signatures, and with how requests are signed."""
    known = offer.signing_algorithms
    for member in (*(f"{kind}_signed_response_alg" for kind in KINDS), "request_object_signing_alg"):
        if getattr(members, member) not in (None, *known):
            yield Fault(member, Problem.UNKNOWN_VALUE, f"one of {', '.join(known)} is expected")
    has_keys = members.jwks is not None or members.jwks_uri is not None
    for member in ("request_object_signing_alg", "require_signed_request_object"):
        if getattr(members, member) and not has_keys:
            yield Fault(member, Problem.NEEDS, "jwks or jwks_uri")


def reference_rules(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    """What is wrong with the addresses of request objects. A fragment is a mark of the version (Core, 6.2)."""
    for place, uri in enumerate(members.request_uris or []):
        for finding in check(urldefrag(uri).url):
            if finding.verdict is Verdict.NO:
                reason = finding.reason.value.replace("_", " ")
                yield Fault(f"request_uris[{place}]", Problem.BAD_ADDRESS, reason, uri[:200])


def encryption_rules(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    """What is wrong with how answers are encrypted: unknown values, half a pair, or no key to encrypt to."""
    for kind in KINDS:
        how, what = f"{kind}_encrypted_response_alg", f"{kind}_encrypted_response_enc"
        algorithm, content = getattr(members, how), getattr(members, what)
        if content is not None and algorithm is None:
            yield Fault(what, Problem.NEEDS, how)
        if content not in (None, *offer.content_encryptions):
            yield Fault(
                what, Problem.UNKNOWN_VALUE, f"one of {', '.join(offer.content_encryptions)} is expected"
            )
        if algorithm is None:
            continue
        if algorithm not in offer.encryption_algorithms:
            yield Fault(
                how, Problem.UNKNOWN_VALUE, f"one of {', '.join(offer.encryption_algorithms)} is expected"
            )
        elif members.jwks is None and members.jwks_uri is None:
            yield Fault(how, Problem.NEEDS, "jwks or jwks_uri, with a key to encrypt to")
        elif members.jwks is not None and not any(_fits(key, algorithm) for key in _keys(members.jwks)):
            yield Fault("jwks", Problem.NEEDS, f"a key to encrypt to for {how}: use enc, not sig")


def _keys(jwks: dict[str, object]) -> list[dict[str, object]]:
    keys = jwks.get("keys")
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


def _fits(key: dict[str, object], algorithm: str) -> bool:
    if key.get("use", "enc") != "enc" or key.get("alg", algorithm) != algorithm:
        return False
    if algorithm.startswith("RSA"):
        return key.get("kty") == "RSA"
    return key.get("kty") in ("EC", "OKP") and key.get("crv") in _AGREEING_CURVES
