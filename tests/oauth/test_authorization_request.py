"""What an authorization request asks for."""

import json
from datetime import timedelta

import pytest
from authlib.oauth2.rfc6749 import OAuth2Error

from idp.assurance import AuthenticationLevel
from idp.oauth.authorization_request import AuthorizationRequest
from tests.oauth.records import a_registered, a_request

ISSUER = "https://id.example"
ONE, TWO, THREE = AuthenticationLevel.ONE, AuthenticationLevel.TWO, AuthenticationLevel.THREE


def read(client=None, **parameters):
    return AuthorizationRequest.read(a_request(**parameters), client or a_registered(), ISSUER)


def test_an_empty_request_demands_nothing():
    found = read()

    assert (found.prompts, found.max_age, found.nonce, found.id_token_hint) == (frozenset(), None, None, None)
    assert (found.required_level, found.wished_level) == (ONE, ONE)


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"registration": "x"}, "registration_not_supported"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "LOGIN"}, "invalid_request"),
        ({"max_age": "x"}, "invalid_request"),
        ({"max_age": "٣"}, "invalid_request"),
        ({"nonce": "x" * 1025}, "invalid_request"),
        ({"state": "x" * 8193}, "invalid_request"),
        ({"claims": "[]"}, "invalid_request"),
    ],
)
def test_what_cannot_be_is_refused(parameters, error):
    with pytest.raises(OAuth2Error) as refused:
        read(**parameters)

    assert refused.value.error == error


def test_each_refusal_is_an_error_of_its_own():
    """Authlib writes into errors; one that was shared would carry one client's address to the next."""
    refusals = []
    for _ in range(2):
        with pytest.raises(OAuth2Error) as refused:
            read(registration="x")
        refusals.append(refused.value)

    assert refusals[0] is not refusals[1]


@pytest.mark.parametrize(
    ("parameters", "minimum", "required", "wished"),
    [
        ({"acr_values": "LoA2"}, 1, ONE, TWO),
        ({"acr_values": "1 2"}, 1, ONE, ONE),
        ({"acr_values": "urn:x 2"}, 1, ONE, TWO),
        ({"acr_values": "urn:x"}, 2, TWO, TWO),
        ({"acr_values": "1"}, 2, TWO, TWO),
        (
            {"claims": json.dumps({"id_token": {"acr": {"essential": True, "values": ["3", "2"]}}})},
            1,
            TWO,
            TWO,
        ),
        ({"acr_values": "3 4"}, 1, ONE, ONE),
        ({"claims": json.dumps({"id_token": {"acr": {"values": ["2"]}}})}, 1, ONE, TWO),
        ({"claims": json.dumps({"id_token": {"acr": {"essential": True}}}), "acr_values": "2"}, 1, TWO, TWO),
    ],
)
def test_levels_are_wishes_unless_essential_or_the_clients_minimum(parameters, minimum, required, wished):
    found = read(a_registered(minimum_level=minimum), **parameters)

    assert (found.required_level, found.wished_level) == (required, wished)


def test_what_the_client_registered_stands_in_for_what_it_leaves_out():
    client = a_registered(metadata={"default_max_age": 60, "default_acr_values": ["2"]})

    assert read(client).max_age == timedelta(seconds=60)
    assert read(client, max_age="5").max_age == timedelta(seconds=5)
    assert read(client).acr_values == ("2",)
    assert read(client, acr_values="1").acr_values == ("1",)


def test_an_endless_max_age_is_no_overflow():
    assert read(max_age="9" * 500).max_age >= timedelta(days=365)
