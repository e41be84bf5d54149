"""RFC 7523, 2.1: a JWT as authorization grant, signed by a program about itself."""

import pytest
from joserfc.jwk import ECKey

from tests.builders import API, a_citizen, a_client
from tests.client_keys import SigningParty
from tests.dpop import Holder
from tests.relying_party import RelyingParty

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ISSUER = "https://id.anlien.example"


class Program(SigningParty):
    """Sends assertions as grants; authenticates only where it is told to."""

    def ask(self, assertion=None, headers=None, **more):
        form = {"grant_type": GRANT, "assertion": assertion or self.assertion(), **more}
        return RelyingParty.post(self, "/oauth/token", headers or {}, **form)


def a_program(caller, client_id="nightly-sync", **changed):
    program = Program(caller, client_id, secret=None)
    metadata = {
        "grant_types": [GRANT],
        "redirect_uris": [],
        "response_types": [],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [program.public_key()]},
        **changed.pop("metadata", {}),
    }
    changed.setdefault("audiences", [API])
    a_client(client_id, scopes=["lgsp:sync", "lgsp:read"], profile="machine", metadata=metadata, **changed)
    return program


@pytest.fixture
def program(app, client):
    return a_program(client)


def refused(answer, error="invalid_grant", status=400):
    assert (answer.status_code, answer.json["error"]) == (status, error), answer.text
    return answer.json["error_description"]


def test_2_1_an_assertion_is_enough(program):
    answer = program.ask()
    claims = program.claims(answer.json["access_token"])

    assert answer.status_code == 200
    assert claims["sub"] == claims["client_id"] == "nightly-sync"
    assert claims["aud"] == API
    assert answer.json["scope"] == "lgsp:sync lgsp:read"
    assert "refresh_token" not in answer.json


def test_2_1_the_assertion_is_required(program):
    answer = RelyingParty.post(program, "/oauth/token", {}, grant_type=GRANT)

    assert refused(answer, "invalid_request") == "The assertion is missing."


def test_2_1_scope_and_resource_narrow_it(program):
    answer = program.ask(scope="lgsp:read", resource=API)

    assert program.claims(answer.json["access_token"])["scope"] == "lgsp:read"
    refused(program.ask(scope="lgsp:write"), "invalid_scope")
    refused(program.ask(scope="openid"), "invalid_scope")
    refused(program.ask(resource="https://elsewhere.example"), "invalid_target")


def test_2_1_client_authentication_besides_is_checked(program, client):
    good = program.signed()
    assert program.ask(**good).status_code == 200

    refused(program.ask(**program.signed(program.assertion(exp=1))), "invalid_client", 401)


def test_2_1_both_name_the_same_client(program, client):
    other = a_program(client, "other")

    refused(program.ask(**other.signed()))
    refused(program.ask(client_id="other"))
    assert program.ask(client_id="nightly-sync").status_code == 200


@pytest.mark.parametrize("audience", [ISSUER, f"{ISSUER}/oauth/token", [f"{ISSUER}/oauth/token"]])
def test_3_audience_is_the_issuer_or_the_token_endpoint(program, audience):
    assert program.ask(program.assertion(aud=audience)).status_code == 200


def test_3_a_wrong_or_missing_claim_is_an_invalid_grant(program):
    for wrong in (
        {"iss": None},
        {"iss": "other"},
        {"sub": None},
        {"aud": None},
        {"aud": "https://elsewhere.example"},
        {"aud": []},
        {"exp": None},
        {"exp": 1},
        {"exp": 10**12},
        {"jti": None},
        {"jti": ""},
        {"iat": 10**12},
        {"nbf": 10**12},
    ):
        assert "The assertion is not a fresh JWT" in refused(program.ask(program.assertion(**wrong))), wrong


def test_3_nobody_is_impersonated(program, client):
    citizen = a_citizen()

    for subject in (citizen.id, "0912345678", "portal"):
        refused(program.ask(program.assertion(sub=subject)))


def test_3_an_assertion_is_taken_once(program):
    assertion = program.assertion()
    assert program.ask(assertion).status_code == 200

    refused(program.ask(assertion))


def test_3_one_that_authenticated_a_client_is_no_grant(program):
    assertion = program.assertion()
    program.ask(**program.signed(assertion))

    refused(program.ask(assertion))


def test_3_an_expired_assertion_is_refused(program, clock):
    assertion = program.assertion()
    clock.advance(minutes=2)

    refused(program.ask(assertion))


def test_3_the_signature_is_that_of_a_registered_key(program):
    registered, program.key = program.key, ECKey.generate_key("P-256")
    refused(program.ask())
    program.key = registered
    header, claims, signature = program.assertion().split(".")

    refused(program.ask(f"{header}.{claims}."))
    refused(program.ask(f"{header}.{claims}.{signature[:-4]}AAAA"))
    for text in ("nonsense", "a.b.c", "...."):
        answer = program.ask(text)
        refused(answer)
        assert text not in answer.json["error_description"] or text == "...."


def test_2_1_a_client_is_registered_for_it(client, app):
    program = a_program(client, metadata={"grant_types": ["client_credentials"]})

    refused(program.ask(), "unauthorized_client")


def test_2_1_a_client_that_is_stopped_gets_nothing(client, app):
    refused(a_program(client, state="suspended").ask())


def test_2_1_a_public_client_gets_nothing(client, app):
    program = a_program(client, metadata={"token_endpoint_auth_method": "none"})

    refused(program.ask())


def test_discovery_names_the_grant(client):
    assert GRANT in client.get("/.well-known/openid-configuration").json["grant_types_supported"]


def test_a_proof_of_a_key_binds_the_token_with_and_without_client_authentication(program):
    for besides in ({}, program.signed()):
        holder = Holder()
        answer = program.ask(headers={"DPoP": holder.proof("POST", "/oauth/token")}, **besides)

        assert answer.json["token_type"] == "DPoP"
        assert program.claims(answer.json["access_token"])["cnf"] == {"jkt": holder.jkt}


def test_a_client_that_has_to_show_a_key_does(client, app):
    program = a_program(client, metadata={"dpop_bound_access_tokens": True})

    assert "DPoP" in refused(program.ask(), "invalid_request")
