"""RFC 7523 and OpenID Connect Core, 9: `private_key_jwt`."""

import json
from base64 import urlsafe_b64encode

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from idp.store.db import db
from idp.store.models import Client
from idp.web.current import services
from tests.client_keys import ASSERTION, SigningParty, a_signed_client
from tests.pushing import reregister
from tests.relying_party import agree, signed_in

ISSUER = "https://id.anlien.example"


@pytest.fixture
def signing(client, citizen):
    party = a_signed_client(client)
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    return party


def _redeem(party, assertion):
    return party.redeem(party.code(), **party.signed(assertion))


def test_3_a_good_assertion_is_accepted(signing):
    assert signing.redeem(signing.code()).status_code == 200


@pytest.mark.parametrize(
    ("make", "algorithm"),
    [
        (lambda: RSAKey.generate_key(2048), "RS256"),
        (lambda: RSAKey.generate_key(2048), "PS256"),
        (lambda: ECKey.generate_key("P-256"), "ES256"),
        (lambda: OKPKey.generate_key("Ed25519"), "EdDSA"),
    ],
)
def test_9_every_advertised_algorithm_works(client, citizen, make, algorithm):
    key = make()
    public = {**key.as_dict(private=False), "kid": key.thumbprint()}
    a_signed_client(client, jwks={"keys": [public]})
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    party = SigningParty(client, "signing", None, key=key, algorithm=algorithm)

    assert party.redeem(party.code()).status_code == 200


@pytest.mark.parametrize(
    "audience",
    [ISSUER, f"{ISSUER}/oauth/token", [ISSUER], [f"{ISSUER}/oauth/token", "https://other.example"]],
)
def test_3_issuer_and_token_address_are_both_good_audiences(signing, audience):
    assert _redeem(signing, signing.assertion(aud=audience)).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/revoke", "/oauth/introspect"])
def test_3_so_is_the_endpoint_that_is_called(signing, path):
    assertion = signing.assertion(aud=ISSUER + path)

    assert signing.post(path, token="x", **signing.signed(assertion)).status_code == 200
    assert _redeem(signing, signing.assertion(aud=ISSUER + path)).json["error"] == "invalid_client"


def test_3_a_wrong_or_missing_claim_is_an_invalid_client(signing):
    for wrong in [
        {"aud": "https://other.example"},
        {"aud": None},
        {"aud": []},
        {"aud": [[ISSUER]]},
        {"aud": {"a": ISSUER}},
        {"iss": "other"},
        {"iss": None},
        {"iss": ["signing"]},
        {"sub": None},
        {"sub": ["signing"]},
        {"sub": "portal"},
        {"jti": None},
        {"jti": 7},
        {"jti": ""},
        {"jti": "x" * 256},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": 1},
        {"exp": 10**30},
        {"iat": "x"},
        {"nbf": [1]},
    ]:
        answer = _redeem(signing, signing.assertion(**wrong))

        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("name", "seconds", "is_good"),
    [("iat", 10, True), ("nbf", 10, True), ("iat", 61, False), ("nbf", 61, False), ("exp", -9, True),
     ("exp", 3600, True), ("exp", 3601, False), ("exp", -10, False)],
)  # fmt: skip
def test_3_times_have_a_small_allowance(signing, clock, name, seconds, is_good):
    assertion = signing.assertion(**{name: int(clock().timestamp()) + seconds})

    assert (_redeem(signing, assertion).status_code == 200) is is_good


def test_3_an_assertion_is_taken_once(signing):
    assertion = signing.assertion()
    assert _redeem(signing, assertion).status_code == 200

    assert _redeem(signing, assertion).json["error"] == "invalid_client"
    assert signing.post("/oauth/revoke", token="x", **signing.signed(assertion)).status_code == 401


def test_3_a_refused_request_has_spent_its_assertion_all_the_same(signing):
    assertion = signing.assertion()
    assert signing.redeem("no such code", **signing.signed(assertion)).json["error"] == "invalid_grant"

    assert _redeem(signing, assertion).json["error"] == "invalid_client"


def test_a_key_without_a_name_is_tried_and_one_of_several_is_found(signing):
    client = db.session.get(Client, "signing")
    nameless = {name: value for name, value in signing.public_key().items() if name != "kid"}
    others = [
        RSAKey.generate_key(2048).as_dict(private=False),
        ECKey.generate_key("P-256").as_dict(private=False),
    ]

    client.metadata_ = {**client.metadata_, "jwks": {"keys": [nameless]}}
    assert signing.redeem(signing.code()).status_code == 200
    client = db.session.get(Client, "signing")
    client.metadata_ = {**client.metadata_, "jwks": {"keys": [*others, nameless]}}
    assert _redeem(signing, signing.assertion(header={"kid": "any"})).status_code == 200


def test_another_key_does_not_do(signing):
    thief = SigningParty(signing.caller, "signing", None, verifier=signing.verifier)

    assert thief.redeem(signing.code()).json["error"] == "invalid_client"
    same_name = thief.assertion(header={"kid": signing.key.thumbprint()})
    assert _redeem(signing, same_name).json["error"] == "invalid_client"


def test_what_is_no_assertion_is_refused(signing):
    for assertion in ["", "x", "a.b.c", "e30.e30.", "." * 5000, "e30." + "W1tb" * 5000 + ".x", "mã.mã.mã"]:
        answer = signing.redeem(signing.code(), client_assertion=assertion, client_assertion_type=ASSERTION)

        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_an_unsigned_or_symmetric_assertion_is_refused(signing):
    claims = {"iss": "signing", "sub": "signing", "aud": ISSUER, "exp": 10**10, "jti": "x"}
    key = OctKey.generate_key(256)

    symmetric = jwt.encode({"alg": "HS256"}, claims, key, ["HS256"])
    unsigned = f"eyJhbGciOiJub25lIn0.{symmetric.split('.')[1]}."

    for text in (symmetric, unsigned):
        assert _redeem(signing, text).json["error"] == "invalid_client"


def test_the_type_must_be_named(signing):
    assertion = signing.assertion()

    for kind in (None, "", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"):
        answer = signing.redeem(signing.code(), client_assertion=assertion, client_assertion_type=kind)
        assert answer.json["error"] == "invalid_client"


def test_an_assertion_beside_a_secret_is_refused(signing):
    answer = signing.redeem(signing.code(), client_secret="x", client_id="signing", **signing.signed())

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_a_client_id_beside_it_must_agree(signing):
    assert signing.redeem(signing.code(), client_id="signing", **signing.signed()).status_code == 200
    assert (
        signing.redeem(signing.code(), client_id="portal", **signing.signed()).json["error"]
        == "invalid_client"
    )


def test_a_client_with_a_secret_cannot_use_one(portal):
    assertion = SigningParty(portal.caller, "portal", None).signed()

    assert portal.redeem(portal.code(), {}, **assertion).json["error"] == "invalid_client"


def test_2_5_a_signing_client_cannot_fall_back_to_a_secret(signing):
    answer = signing.redeem(
        signing.code(), {}, client_id="signing", client_secret="x" * 40, client_assertion=None
    )

    assert answer.json["error"] == "invalid_client"


def test_the_registered_algorithm_is_the_only_one(signing):
    client = db.session.get(Client, "signing")
    client.metadata_ = {**client.metadata_, "token_endpoint_auth_signing_alg": "PS256"}

    assert signing.redeem(signing.code()).json["error"] == "invalid_client"


def test_a_broken_key_set_is_no_fault_of_ours(signing):
    for jwks in [{}, {"keys": []}, {"keys": [{}]}, {"keys": "x"}, "x", 1, {"keys": [{"kty": "EC"}]}]:
        client = db.session.get(Client, "signing")
        client.metadata_ = {**client.metadata_, "jwks": jwks}

        answer = signing.redeem(signing.code())

        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_10_1_1_an_unknown_key_is_looked_up_again_but_not_too_often(signing, clock, monkeypatch):
    fetched, published = [], [signing.public_key()]

    def fetch(address):
        fetched.append(address)
        return {"keys": list(published)}

    monkeypatch.setattr(services().client_documents.keys, "_fetch", fetch)
    client = db.session.get(Client, "signing")
    address = "https://signing.example/jwks"
    client.metadata_ = {k: v for k, v in client.metadata_.items() if k != "jwks"} | {"jwks_uri": address}

    assert signing.redeem(signing.code()).status_code == 200
    assert signing.redeem(signing.code()).status_code == 200
    assert fetched == [address]

    for times in (2, 2):
        signing.key = ECKey.generate_key("P-256")
        published.append(signing.public_key())
        answer = signing.redeem(signing.code())  # at once, and once: the next key comes too soon
        assert (answer.status_code == 200) is (len(published) == 2)
        assert len(fetched) == times
    clock.advance(seconds=10)
    assert signing.redeem(signing.code()).status_code == 200
    assert len(fetched) == 3


def test_10_1_1_a_name_of_a_key_that_is_no_text_names_none(signing, monkeypatch):
    keys = {"keys": [signing.public_key()]}
    monkeypatch.setattr(services().client_documents.keys, "_fetch", lambda _address: keys)
    reregister("signing", jwks=None, jwks_uri="https://signing.example/jwks")
    assert signing.redeem(signing.code()).status_code == 200
    payload = signing.assertion().split(".")[1]

    for kid in (["x"], {"x": 1}, 7):
        header = urlsafe_b64encode(json.dumps({"alg": "ES256", "kid": kid}).encode()).rstrip(b"=").decode()
        answer = signing.refresh("x", **signing.signed(f"{header}.{payload}.AA"))

        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client"), kid


def test_keys_that_cannot_be_fetched_are_unknown(signing, monkeypatch):
    def fetch(address):
        raise OSError("no route")

    monkeypatch.setattr(services().client_documents.keys, "_fetch", fetch)
    client = db.session.get(Client, "signing")
    client.metadata_ = {k: v for k, v in client.metadata_.items() if k != "jwks"} | {
        "jwks_uri": "https://x.example/"
    }

    assert signing.redeem(signing.code()).json["error"] == "invalid_client"
