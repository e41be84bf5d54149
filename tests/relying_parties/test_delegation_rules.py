"""What acting for others, and asking by a signature alone, must be registered with."""

import pytest

from idp.relying_parties.completion import completed
from idp.relying_parties.delegation_rules import JWT_BEARER, TOKEN_EXCHANGE
from idp.relying_parties.faults import Problem
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.rules import faults_of
from tests.relying_parties.conftest import TODAY

POLICY = {"clients": ["portal"], "audiences": ["https://api.example"], "scopes": ["syt:records.read"]}
KEYS = {"keys": [{"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}]}
INTERFACE = {"client_name": "A", "grant_types": [TOKEN_EXCHANGE], "token_exchange": POLICY}
PROGRAM = {
    "client_name": "A",
    "grant_types": [JWT_BEARER],
    "token_endpoint_auth_method": "private_key_jwt",
    "jwks": KEYS,
}


def read(offer, **members):
    found = parse({name: value for name, value in members.items() if value is not None})
    assert isinstance(found, Metadata), found
    return completed(found, offer, "generated", TODAY)


def wrong(offer, **members):
    return {(fault.member, fault.problem) for fault in faults_of(read(offer, **members), offer, TODAY)}


@pytest.mark.parametrize(
    "members",
    [
        INTERFACE,
        PROGRAM,
        {**PROGRAM, "jwks": None, "jwks_uri": "https://a.example/jwks"},
        {**PROGRAM, "token_endpoint_auth_method": "client_secret_basic"},
        {"redirect_uris": ["https://a.example/cb"], "authorization_details_types": ["nop_ho_so"]},
    ],
)
def test_what_goes_together_is_accepted(offer, members):
    assert wrong(offer, **members) == set()


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({**INTERFACE, "token_exchange": None}, ("token_exchange", Problem.MISSING)),
        ({**INTERFACE, "grant_types": []}, ("token_exchange", Problem.NEEDS)),
        ({**INTERFACE, "token_endpoint_auth_method": "none"}, ("grant_types", Problem.NOT_WITH)),
        (
            {**INTERFACE, "token_exchange": {**POLICY, "scopes": ["syt:records.read", "email"]}},
            ("token_exchange.scopes", Problem.NOT_WITH),
        ),
        ({**PROGRAM, "jwks": None}, ("jwks", Problem.NEEDS)),
        ({**PROGRAM, "token_endpoint_auth_method": "none"}, ("grant_types", Problem.NOT_WITH)),
        ({**PROGRAM, "token_endpoint_auth_method": "client_secret_jwt"}, ("grant_types", Problem.NOT_WITH)),
        (
            {"redirect_uris": ["https://a.example/cb"], "authorization_details_types": ["payment"]},
            ("authorization_details_types", Problem.UNKNOWN_VALUE),
        ),
    ],
)
def test_what_does_not_is_named(offer, members, fault):
    assert fault in wrong(offer, **members)


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"clients": [], "audiences": ["a"], "scopes": ["b"]},
        {**POLICY, "scopes": "email"},
        {**POLICY, "audiences": []},
        "all",
    ],
    ids=str,
)
def test_a_policy_names_clients_audiences_and_scopes(policy):
    faults = parse({**INTERFACE, "token_exchange": policy})

    assert isinstance(faults, tuple)
    assert {fault.member.partition(".")[0].partition("[")[0] for fault in faults} == {"token_exchange"}


def test_a_policy_is_kept_as_it_was_registered(offer):
    from idp.relying_parties.document import columns_of

    assert columns_of(read(offer, **INTERFACE))["metadata_"]["token_exchange"] == POLICY
