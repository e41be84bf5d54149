"""JWT Secured Authorization Response Mode for OAuth 2.0 (JARM)."""

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from tests.builders import REDIRECT_URI
from tests.client_keys import a_signed_client
from tests.pages import forms_in
from tests.pushing import leads_to, open_pushed, request_object, reregister
from tests.relying_party import agree, read_answer, signed_in

ISSUER = "https://id.anlien.example"
AUTHORIZE = f"{ISSUER}/oauth/authorize"


def _token(answer):
    """The one parameter of a signed response."""
    parameters = read_answer(answer).parameters
    assert parameters.keys() == {"response"}
    return parameters["response"]


def _posted(answer):
    (form,) = forms_in(answer.text, AUTHORIZE)
    assert (form.method, form.action) == ("post", REDIRECT_URI)
    assert form.fields.keys() == {"response"}
    return form.fields["response"]


@pytest.mark.parametrize("mode", ["jwt", "query.jwt"])
def test_2_3_1_the_query_carries_one_token_with_everything_inside(portal, clock, mode):
    token = _token(portal.ask(response_mode=mode))
    said = portal.claims(token)

    assert said.keys() == {"code", "state", "iss", "aud", "exp"} | ({"session_state"} & said.keys())
    assert (said["iss"], said["aud"], said["state"]) == (ISSUER, "portal", "a state")
    assert 10 <= said["exp"] - clock().timestamp() <= 600
    assert portal.redeem(said["code"]).status_code == 200


def test_2_1_it_is_signed_with_a_published_key_that_is_named(portal):
    header = portal.header(_token(portal.ask(response_mode="jwt")))

    assert header["alg"] == "RS256"
    assert header["kid"] in {key.kid for key in portal.keys().keys}


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_3_the_algorithm_is_registered(portal, algorithm):
    reregister("portal", authorization_signed_response_alg=algorithm)

    assert portal.header(_token(portal.ask(response_mode="jwt")))["alg"] == algorithm


def test_2_3_2_a_form_carries_it_in_its_body(portal):
    answer = portal.ask(response_mode="form_post.jwt")

    said = portal.claims(_posted(answer))
    assert said["code"]
    assert "Location" not in answer.headers


@pytest.mark.parametrize("mode", ["jwt", "form_post.jwt"])
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"prompt": "none", "max_age": "0"}, "login_required"),
        ({"scope": "unknown"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_2_2_errors_travel_likewise(portal, mode, wrong, error):
    answer = portal.ask(response_mode=mode, **wrong)

    said = portal.claims(_posted(answer) if "form" in mode else _token(answer))
    assert said.keys() == {"error", "error_description", "state", "iss", "aud", "exp"}
    assert (said["error"], said["state"], said["aud"]) == (error, "a state", "portal")


def test_2_2_so_does_the_citizens_refusal(portal):
    waits = portal.ask(response_mode="jwt", prompt="consent")
    refusal = portal.caller.submit(portal.caller.get(waits.location), do="deny")

    assert portal.claims(_token(refusal))["error"] == "access_denied"


@pytest.mark.parametrize("mode", ["fragment.jwt", "fragment", "web_message.jwt", "JWT", ".jwt", "jwt.jwt"])
def test_2_3_other_modes_are_refused(portal, mode):
    assert portal.answer(response_mode=mode)["error"] == "invalid_request"


def test_2_3_a_form_is_sent_to_http_only(portal):
    address = "vn.anlien.app:/callback"
    reregister("portal", redirect_uris=[address])

    answer = portal.ask(response_mode="form_post.jwt", redirect_uri=address)
    assert answer.status_code == 302
    assert "error=invalid_request" in answer.location
    assert leads_to(portal.ask(response_mode="jwt", redirect_uri=address), address)


def test_a_state_that_claims_to_be_something_else_stays_a_state(portal):
    said = portal.claims(_token(portal.ask(response_mode="jwt", state='","aud":"other')))

    assert (said["aud"], said["state"]) == ("portal", '","aud":"other')


@pytest.mark.parametrize("asked", [None, "query", "jwt", "query.jwt"])
def test_fapi_5_4_a_client_of_message_signing_is_always_answered_so(client, citizen, asked):
    party = a_signed_client(client)
    reregister("signing", profile="fapi2_signed")
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    pushed = party.post("/oauth/par", request=request_object(party, response_mode=asked))

    token = _token(open_pushed(party, pushed.json["request_uri"]))

    assert party.claims(token)["code"]
    assert party.header(token)["alg"] in ("PS256", "ES256", "EdDSA")


def test_fapi_5_4_so_are_its_errors_and_forms(client, citizen):
    party = a_signed_client(client)
    reregister("signing", profile="fapi2_signed", authorization_signed_response_alg="RS256")
    signed_in(client, citizen)
    agree(citizen.id, "signing")

    said = party.claims(_token(party.ask(response_mode="fragment")))
    assert said["error"] == "invalid_request"
    pushed = party.post("/oauth/par", request=request_object(party, response_mode="form_post"))
    token = _posted(open_pushed(party, pushed.json["request_uri"]))
    assert party.claims(token)["code"]
    assert party.header(token)["alg"] != "RS256"


def test_2_2_it_can_be_encrypted_to_the_client(portal):
    key = ECKey.generate_key("P-256")
    public = {**key.as_dict(private=False), "kid": "to-encrypt", "use": "enc"}
    reregister("portal", jwks={"keys": [public]}, authorization_encrypted_response_alg="ECDH-ES")

    sealed = jwe.decrypt_compact(_token(portal.ask(response_mode="jwt")), key)

    assert sealed.headers()["enc"] == "A128CBC-HS256"
    assert (sealed.headers()["kid"], sealed.headers()["cty"]) == ("to-encrypt", "JWT")
    assert portal.claims(sealed.plaintext.decode())["code"]


def test_2_2_a_code_that_cannot_be_encrypted_is_not_sent(portal):
    reregister("portal", jwks={"keys": []}, authorization_encrypted_response_alg="ECDH-ES")

    said = portal.claims(_token(portal.ask(response_mode="jwt")))

    assert said["error"] == "temporarily_unavailable"
    assert "authorization_encrypted_response_alg" in said["error_description"]
    assert (said["state"], said["iss"], "code" in said) == ("a state", ISSUER, False)
    refused = portal.claims(_token(portal.ask(response_mode="jwt", prompt="none", max_age="0")))
    assert refused["error"] == "login_required"


def test_4_discovery_says_so(client):
    document = client.get("/.well-known/openid-configuration").json

    assert document["response_modes_supported"] == ["query", "form_post", "jwt", "query.jwt", "form_post.jwt"]
    assert set(document["authorization_signing_alg_values_supported"]) == {"RS256", "PS256", "ES256", "EdDSA"}
    assert "ECDH-ES" in document["authorization_encryption_alg_values_supported"]
    assert "A256GCM" in document["authorization_encryption_enc_values_supported"]
