"""RFC 9701: introspection answers as signed tokens."""

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from tests.builders import API, a_client, a_resource_server
from tests.pushing import reregister
from tests.relying_party import RelyingParty, agree

TYPE = "application/token-introspection+jwt"
ISSUER = "https://id.anlien.example"


@pytest.fixture
def api(portal):
    """An interface that is asked with tokens of the portal."""
    a_resource_server()
    return RelyingParty(portal.caller, "lgsp")


@pytest.fixture
def token(portal, api, citizen):
    a_client("dossiers", audiences=[API])
    agree(citizen.id, "dossiers")
    return RelyingParty(portal.caller, "dossiers").tokens()["access_token"]


def _ask(api, token, accept=TYPE, **form):
    return api.post("/oauth/introspect", {**api.basic(), "Accept": accept}, token=token, **form)


def test_5_the_answer_is_a_signed_token_for_the_asker(api, token, clock):
    answer = _ask(api, token)

    assert (answer.status_code, answer.mimetype) == (200, TYPE)
    assert answer.headers["Cache-Control"] == "no-store"
    header, claims = api.header(answer.text), api.claims(answer.text)
    assert (header["typ"], header["alg"]) == ("token-introspection+jwt", "RS256")
    assert header["kid"] in {key.kid for key in api.keys().keys}
    assert claims.keys() == {"iss", "aud", "iat", "token_introspection"}
    assert (claims["iss"], claims["aud"], claims["iat"]) == (ISSUER, "lgsp", int(clock().timestamp()))


def test_5_it_says_what_the_plain_answer_says(api, token):
    said = api.claims(_ask(api, token).text)["token_introspection"]

    assert said == _ask(api, token, "application/json").json
    assert said["active"] is True
    assert said["client_id"] == "dossiers"


def test_5_of_a_token_that_is_not_for_the_asker_nothing_is_said(api, portal):
    for text in ("nonsense", portal.tokens()["access_token"]):
        assert api.claims(_ask(api, text).text)["token_introspection"] == {"active": False}


@pytest.mark.parametrize(
    ("accept", "is_token"),
    [
        (TYPE, True),
        (TYPE.upper(), True),
        (f"application/json;q=0.5, {TYPE};q=0.9", True),
        ("application/json", False),
        ("*/*", False),
        ("", False),
        ("application/jwt", False),
        (f"{TYPE};q=0", False),
    ],
)
def test_4_it_is_asked_for_by_accept(api, token, accept, is_token):
    assert (_ask(api, token, accept).mimetype == TYPE) is is_token


def test_6_or_by_registration(api, token):
    reregister("lgsp", introspection_signed_response_alg="ES256")
    answer = _ask(api, token, "application/json")

    assert answer.mimetype == TYPE
    assert api.header(answer.text)["alg"] == "ES256"


@pytest.mark.parametrize("content", [None, "A256GCM"])
def test_6_it_can_be_encrypted(api, token, content):
    key = ECKey.generate_key("P-256")
    reregister(
        "lgsp",
        jwks={"keys": [{**key.as_dict(private=False), "use": "enc"}]},
        introspection_encrypted_response_alg="ECDH-ES+A128KW",
        introspection_encrypted_response_enc=content,
    )
    answer = _ask(api, token, "application/json")

    sealed = jwe.decrypt_compact(answer.text, key)

    assert answer.mimetype == TYPE
    assert sealed.headers()["enc"] == (content or "A128CBC-HS256")
    assert api.claims(sealed.plaintext.decode())["token_introspection"]["active"] is True


def test_6_without_a_key_nothing_is_said_in_clear(api, token):
    reregister("lgsp", introspection_encrypted_response_alg="ECDH-ES")

    answer = _ask(api, token)

    assert (answer.status_code, answer.json["error"]) == (503, "temporarily_unavailable")


def test_4_errors_stay_json(api, token):
    wrong = RelyingParty(api.caller, "lgsp", "wrong")

    assert _ask(wrong, token).json["error"] == "invalid_client"
    assert _ask(api, None).json["error"] == "invalid_request"


def test_8_1_it_is_no_access_token_and_no_id_token_hint(api, token, portal):
    text = _ask(api, token).text

    assert portal.userinfo(text).status_code == 401
    assert _ask(api, text, "application/json").json == {"active": False}


def test_7_discovery_says_so(client):
    document = client.get("/.well-known/openid-configuration").json

    assert "RS256" in document["introspection_signing_alg_values_supported"]
    assert "RSA-OAEP-256" in document["introspection_encryption_alg_values_supported"]
    assert "A128GCM" in document["introspection_encryption_enc_values_supported"]
