"""OpenID Connect Core, 10.2 and 5.3.2: ID tokens and UserInfo that only the client can read; RFC 7516 and 7518."""

import json

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey, OKPKey, RSAKey

from tests.pushing import reregister
from tests.receivers import answers, receiver

RSA = RSAKey.generate_key(2048)
EC = ECKey.generate_key("P-256")
CASES = [
    ("ECDH-ES", EC),
    ("ECDH-ES", ECKey.generate_key("P-521")),
    ("ECDH-ES", OKPKey.generate_key("X25519")),
    ("ECDH-ES+A128KW", EC),
    ("ECDH-ES+A256KW", ECKey.generate_key("P-384")),
    ("RSA-OAEP-256", RSA),
]
NAMES = [f"{algorithm} {key.key_type} {key.get('crv', '')}".strip() for algorithm, key in CASES]
ALGORITHMS = ["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW", "RSA-OAEP-256"]
CONTENT = ["A128CBC-HS256", "A128GCM", "A256GCM"]


def _public(key, **more):
    return {**key.as_dict(private=False), "kid": "to-encrypt", "use": "enc", **more}


def _register(**members):
    members.setdefault("jwks", {"keys": [_public(EC)]})
    reregister("portal", **members)


def _opened(text, key=EC):
    sealed = jwe.decrypt_compact(text, key, [*ALGORITHMS, *CONTENT])
    return sealed.headers(), sealed.plaintext.decode()


@pytest.mark.parametrize(("algorithm", "key"), CASES, ids=NAMES)
def test_10_2_an_id_token_is_signed_and_encrypted_then(portal, algorithm, key):
    _register(jwks={"keys": [_public(key)]}, id_token_encrypted_response_alg=algorithm)

    header, inside = _opened(portal.tokens()["id_token"], key)

    assert header == {**header, "alg": algorithm, "enc": "A128CBC-HS256", "cty": "JWT", "kid": "to-encrypt"}
    claims = portal.claims(inside)
    assert (claims["aud"], claims["nonce"]) == ("portal", "a nonce")


@pytest.mark.parametrize("content", CONTENT)
@pytest.mark.parametrize("algorithm", ["ECDH-ES", "ECDH-ES+A256KW"])
def test_10_2_the_content_is_encrypted_as_registered(portal, algorithm, content):
    _register(id_token_encrypted_response_alg=algorithm, id_token_encrypted_response_enc=content)

    header, inside = _opened(portal.tokens()["id_token"])

    assert header["enc"] == content
    assert portal.claims(inside)["sub"]


def test_10_2_so_is_the_id_token_of_a_refresh_and_a_hint_is_what_was_inside(portal):
    _register(id_token_encrypted_response_alg="ECDH-ES")
    tokens = portal.tokens(scope="openid offline_access")

    _, inside = _opened(portal.refresh(tokens["refresh_token"]).json["id_token"])

    assert portal.claims(inside)["sub"]
    assert "code" in portal.answer(prompt="none", id_token_hint=inside).parameters


def test_5_3_2_userinfo_is_encrypted_json_when_only_encryption_is_registered(portal):
    _register(userinfo_encrypted_response_alg="ECDH-ES", userinfo_encrypted_response_enc="A256GCM")
    answer = portal.userinfo(portal.tokens()["access_token"])

    header, inside = _opened(answer.text)

    assert (answer.status_code, answer.mimetype) == (200, "application/jwt")
    assert "cty" not in header
    claims = json.loads(inside)
    assert claims["sub"]
    assert claims["email"]


def test_5_3_2_or_signed_and_encrypted_then(portal):
    _register(userinfo_encrypted_response_alg="ECDH-ES", userinfo_signed_response_alg="ES256")
    answer = portal.userinfo(portal.tokens()["access_token"])

    header, inside = _opened(answer.text)

    assert header["cty"] == "JWT"
    claims = portal.claims(inside)
    assert (claims["iss"], claims["aud"]) == ("https://id.anlien.example", "portal")
    assert portal.header(inside)["alg"] == "ES256"


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_5_3_2_or_signed_only(portal, algorithm):
    _register(userinfo_signed_response_alg=algorithm)
    answer = portal.userinfo(portal.tokens()["access_token"])

    assert answer.mimetype == "application/jwt"
    assert answer.headers["Cache-Control"] == "no-store"
    assert portal.header(answer.text)["alg"] == algorithm
    assert portal.claims(answer.text)["email"]


def test_10_2_1_the_key_for_encryption_is_chosen_among_several(portal):
    others = [
        {**ECKey.generate_key("P-256").as_dict(private=False), "kid": "signs", "use": "sig"},
        {**ECKey.generate_key("P-256").as_dict(private=False), "kid": "for another", "alg": "ECDH-ES+A128KW"},
        {**OKPKey.generate_key("Ed25519").as_dict(private=False), "kid": "cannot"},
        {**RSA.as_dict(private=False), "kid": "rsa"},
        {**ECKey.generate_key("P-256").as_dict(private=False), "kid": "says nothing"},
    ]
    _register(jwks={"keys": [*others, _public(EC)]}, id_token_encrypted_response_alg="ECDH-ES")
    assert _opened(portal.tokens()["id_token"])[0]["kid"] == "to-encrypt"

    nameless = {name: value for name, value in _public(EC).items() if name not in ("kid", "use")}
    _register(jwks={"keys": [others[0], nameless]})
    assert "kid" not in _opened(portal.tokens()["id_token"])[0]


@pytest.mark.parametrize("more", [{"key_ops": ["verify"]}, {"use": ["enc"]}])
def test_10_2_1_a_key_that_encrypts_nothing_is_passed_over(portal, more):
    stranger = {**ECKey.generate_key("P-256").as_dict(private=False), **more}
    mine = {**EC.as_dict(private=False), "kid": "mine"}
    _register(jwks={"keys": [stranger, mine]}, id_token_encrypted_response_alg="ECDH-ES")

    header, _ = _opened(portal.tokens()["id_token"])

    assert header["kid"] == "mine"


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [{**EC.as_dict(private=False), "use": "sig"}],
        [RSA.as_dict(private=False)],
        [OKPKey.generate_key("Ed25519").as_dict(private=False)],
        [{"kty": "EC"}],
    ],
    ids=["none", "for signing", "of another kind", "on a signing curve", "broken"],
)
def test_10_2_without_a_usable_key_nothing_is_said_in_clear_and_nothing_is_spent(portal, keys):
    _register(jwks={"keys": keys}, id_token_encrypted_response_alg="ECDH-ES")
    code = portal.code()

    refused = portal.redeem(code)

    assert refused.status_code == 503
    assert refused.json["error"] == "temporarily_unavailable"
    assert "id_token_encrypted_response_alg" in refused.json["error_description"]
    assert "id_token" not in refused.json
    _register()
    assert _opened(portal.redeem(code).json["id_token"])[1]


def test_5_3_2_neither_at_userinfo(portal, caplog):
    _register(userinfo_encrypted_response_alg="RSA-OAEP-256")
    answer = portal.userinfo(portal.tokens()["access_token"])

    assert (answer.status_code, answer.json["error"]) == (503, "temporarily_unavailable")
    assert "email" not in answer.json


def test_10_2_1_keys_come_from_the_jwks_uri_and_are_looked_for_again(portal, clock):
    with receiver() as shelf:
        shelf.behaviour = answers(200, json.dumps({"keys": []}).encode())
        _register(jwks=None, jwks_uri=f"{shelf.address}/keys", id_token_encrypted_response_alg="ECDH-ES")
        code = portal.code()
        assert portal.redeem(code).status_code == 503

        shelf.behaviour = answers(200, json.dumps({"keys": [_public(EC)]}).encode())
        clock.advance(seconds=5)
        assert portal.redeem(code).status_code == 200
        assert portal.redeem(portal.code()).status_code == 200
        assert len(shelf.received) == 2


def test_access_tokens_are_for_others_and_stay_as_they_are(portal):
    _register(id_token_encrypted_response_alg="ECDH-ES")
    tokens = portal.tokens()

    assert tokens["access_token"].count(".") == 2
    assert tokens["id_token"].count(".") == 4


def test_discovery_says_so(client):
    document = client.get("/.well-known/openid-configuration").json

    for kind in ("id_token", "userinfo", "authorization", "introspection"):
        algorithms = document[f"{kind}_encryption_alg_values_supported"]
        assert algorithms == ALGORITHMS
        assert document[f"{kind}_encryption_enc_values_supported"] == CONTENT
    assert "RS256" in document["userinfo_signing_alg_values_supported"]
