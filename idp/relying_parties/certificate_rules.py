"""What a registration says about the client's TLS certificate (RFC 8705, 2.1.2 and 2.2.2)."""

from collections.abc import Iterator
from datetime import date
from ipaddress import ip_address

from cryptography.x509 import Name

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer

BY_AUTHORITY, BY_ITSELF = "tls_client_auth", "self_signed_tls_client_auth"
NAMES = (
    "tls_client_auth_subject_dn",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_uri",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_email",
)


def certificate_rules(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    """Exactly one name for a certificate of an authority, keys for one of its own, and only where TLS asks for any."""
    method, given = members.token_endpoint_auth_method, [name for name in NAMES if getattr(members, name)]
    if method == BY_AUTHORITY and len(given) != 1:
        yield Fault(
            NAMES[0], Problem.MISSING if not given else Problem.NOT_WITH, "exactly one tls_client_auth_ name"
        )
    if method != BY_AUTHORITY and given:
        yield Fault(given[0], Problem.NOT_WITH, f"another token_endpoint_auth_method than {BY_AUTHORITY}")
    if method == BY_ITSELF and members.jwks is None and members.jwks_uri is None:
        yield Fault("jwks", Problem.MISSING)
    if members.tls_client_certificate_bound_access_tokens and BY_AUTHORITY not in offer.auth_methods:
        yield Fault(
            "tls_client_certificate_bound_access_tokens",
            Problem.NOT_WITH,
            "this provider: it asks for no certificates",
        )
    yield from _spelling(members)


def _spelling(members: Metadata) -> Iterator[Fault]:
    if members.tls_client_auth_subject_dn is not None:
        try:
            Name.from_rfc4514_string(members.tls_client_auth_subject_dn)
        except ValueError:
            yield Fault(NAMES[0], Problem.MALFORMED, "a distinguished name as in RFC 4514 is expected")
    if members.tls_client_auth_san_ip is not None:
        try:
            ip_address(members.tls_client_auth_san_ip)
        except ValueError:
            yield Fault("tls_client_auth_san_ip", Problem.MALFORMED, "an IP address is expected")
