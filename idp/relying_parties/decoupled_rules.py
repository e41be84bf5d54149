"""How members go together of applications whose citizens are elsewhere: on a device, or asked in the background.

Source: RFC 8628, 3.4; OpenID Connect CIBA, 4; FAPI-CIBA, 5.2.
"""

from collections.abc import Iterator
from datetime import date

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.held_to import HeldTo
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer
from idp.relying_parties.redirect_uris import Verdict, check

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
CIBA = "urn:openid:params:grant-type:ciba"
GRANTS = frozenset({DEVICE_CODE, CIBA})
BY_CITIZENS = GRANTS | {"authorization_code"}
"""Grants that begin with what a citizen allows."""

_ALGORITHM = "backchannel_authentication_request_signing_alg"


def decoupled_rules(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    """What is wrong with the registration of such an application."""
    grants, held_to = set(members.grant_types or ()), offer.profiles.get(members.profile or "")
    if grants & GRANTS and members.profile == "machine":
        yield Fault("grant_types", Problem.NOT_WITH, "profile machine: no citizen signs in to a machine")
    if DEVICE_CODE in grants and held_to is not None and not held_to.allows_device_flow:
        yield Fault("grant_types", Problem.NOT_WITH, f"profile {held_to.name}: it has no device flow")
    if CIBA in grants:
        yield from _ciba(members, offer)
        yield from _signing(members, offer, held_to)
        yield from _notification(members)


def _ciba(members: Metadata, offer: Offer) -> Iterator[Fault]:
    mode = members.backchannel_token_delivery_mode
    if members.is_public:
        yield Fault("grant_types", Problem.NOT_WITH, "token_endpoint_auth_method none: CIBA needs proof")
    if mode is None:
        yield Fault("backchannel_token_delivery_mode", Problem.MISSING)
    elif mode not in offer.delivery_modes:
        detail = f"known are {', '.join(offer.delivery_modes)}; push is refused"
        yield Fault("backchannel_token_delivery_mode", Problem.UNKNOWN_VALUE, detail)
    if members.backchannel_user_code_parameter:
        yield Fault("backchannel_user_code_parameter", Problem.UNKNOWN_VALUE, "only false is supported")


def _signing(members: Metadata, offer: Offer, held_to: HeldTo | None) -> Iterator[Fault]:
    algorithm = members.backchannel_authentication_request_signing_alg
    known = held_to.signing_algorithms if held_to is not None else offer.signing_algorithms
    if algorithm is None:
        if held_to is not None and held_to.requires_signed_backchannel_requests:
            yield Fault(_ALGORITHM, Problem.NEEDS, f"to be named: profile {held_to.name} signs its requests")
        return
    if algorithm not in known:
        yield Fault(_ALGORITHM, Problem.UNKNOWN_VALUE, f"one of {', '.join(known)} is expected")
    if members.jwks is None and members.jwks_uri is None:
        yield Fault(_ALGORITHM, Problem.NEEDS, "jwks or jwks_uri")


def _notification(members: Metadata) -> Iterator[Fault]:
    member = "backchannel_client_notification_endpoint"
    address = members.backchannel_client_notification_endpoint
    if members.backchannel_token_delivery_mode == "ping" and address is None:  # noqa: S105  a mode's name
        yield Fault(member, Problem.MISSING)
    for finding in check(address) if address is not None else ():
        if finding.verdict is Verdict.NO:
            yield Fault(
                member, Problem.BAD_ADDRESS, finding.reason.value.replace("_", " "), str(address)[:200]
            )
