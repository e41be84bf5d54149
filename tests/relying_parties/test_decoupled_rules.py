"""Registrations of applications whose citizens are elsewhere."""

import pytest

from idp.relying_parties.completion import completed
from idp.relying_parties.decoupled_rules import CIBA, DEVICE_CODE, decoupled_rules
from idp.relying_parties.document import columns_of
from idp.relying_parties.faults import Problem
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.rules import faults_of
from tests.relying_parties.conftest import TODAY

KIOSK = {"client_name": "A", "unit": "Sở Nội vụ", "grant_types": [DEVICE_CODE]}
CENTRE = {**KIOSK, "grant_types": [CIBA], "backchannel_token_delivery_mode": "poll"}
PING = "backchannel_client_notification_endpoint"
ALGORITHM = "backchannel_authentication_request_signing_alg"
KEYS = {"keys": [{"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}]}
STRICT = {"profile": "fapi2", "token_endpoint_auth_method": "private_key_jwt", "jwks": KEYS}


def registered(offer, document):
    read = parse({name: value for name, value in document.items() if value is not None})
    assert isinstance(read, Metadata), read
    return completed(read, offer, "generated", TODAY)


def wrong(offer, document):
    whole = registered(offer, document)
    return {(fault.member, fault.problem) for fault in faults_of(whole, offer, TODAY)}


@pytest.mark.parametrize(
    "document",
    [
        KIOSK,
        {**KIOSK, "grant_types": [DEVICE_CODE, "refresh_token"], "scope": "openid offline_access"},
        {**KIOSK, "token_endpoint_auth_method": "none"},
        {**KIOSK, "device_number_shown": False},
        CENTRE,
        {**CENTRE, "backchannel_token_delivery_mode": "ping", PING: "https://a.example/ping"},
        {**CENTRE, ALGORITHM: "RS256", "jwks": KEYS},
        {**CENTRE, "backchannel_user_code_parameter": False},
        {**CENTRE, **STRICT, ALGORITHM: "ES256"},
    ],
)
def test_what_goes_together_is_accepted(offer, document):
    assert wrong(offer, document) == set()


@pytest.mark.parametrize(
    ("document", "member", "problem"),
    [
        ({**KIOSK, "profile": "machine"}, "grant_types", Problem.NOT_WITH),
        ({**KIOSK, **STRICT}, "grant_types", Problem.NOT_WITH),
        ({**KIOSK, "grant_types": ["refresh_token"]}, "grant_types", Problem.NOT_WITH),
        ({**CENTRE, "token_endpoint_auth_method": "none"}, "grant_types", Problem.NOT_WITH),
        (
            {**CENTRE, "backchannel_token_delivery_mode": None},
            "backchannel_token_delivery_mode",
            Problem.MISSING,
        ),
        (
            {**CENTRE, "backchannel_token_delivery_mode": "push", PING: "https://a.example/push"},
            "backchannel_token_delivery_mode",
            Problem.UNKNOWN_VALUE,
        ),
        ({**CENTRE, "backchannel_token_delivery_mode": "ping"}, PING, Problem.MISSING),
        (
            {**CENTRE, "backchannel_token_delivery_mode": "ping", PING: "http://a.example/ping"},
            PING,
            Problem.BAD_ADDRESS,
        ),
        (
            {**CENTRE, "backchannel_user_code_parameter": True},
            "backchannel_user_code_parameter",
            Problem.UNKNOWN_VALUE,
        ),
        ({**CENTRE, ALGORITHM: "HS256", "jwks": KEYS}, ALGORITHM, Problem.UNKNOWN_VALUE),
        ({**CENTRE, ALGORITHM: "none", "jwks": KEYS}, ALGORITHM, Problem.UNKNOWN_VALUE),
        ({**CENTRE, ALGORITHM: "ES256"}, ALGORITHM, Problem.NEEDS),
        ({**CENTRE, **STRICT}, ALGORITHM, Problem.NEEDS),
        ({**CENTRE, **STRICT, ALGORITHM: "RS256"}, ALGORITHM, Problem.UNKNOWN_VALUE),
    ],
)
def test_what_does_not_go_together_is_refused(offer, document, member, problem):
    assert (member, problem) in wrong(offer, document)


def test_an_ordinary_application_is_none_of_this(offer):
    ordinary = {"client_name": "A", "redirect_uris": ["https://a.example/cb"]}

    assert list(decoupled_rules(registered(offer, ordinary), offer, TODAY)) == []


def test_a_kiosk_is_for_citizens_but_not_for_browsers(offer):
    whole = registered(offer, KIOSK)

    assert whole.scopes == ("openid", "profile", "email", "phone", "address")
    assert whole.response_types == []


def test_the_members_are_kept_as_they_are(offer):
    kept = columns_of(registered(offer, {**CENTRE, "device_number_shown": False}))["metadata_"]

    assert kept["backchannel_token_delivery_mode"] == "poll"
    assert kept["device_number_shown"] is False
