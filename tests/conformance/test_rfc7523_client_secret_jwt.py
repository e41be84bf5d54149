"""OpenID Connect Core, 9: `client_secret_jwt`; and what the log says when a client is refused."""

import hmac
import json
import logging

import pytest
from joserfc.jwk import OctKey
from joserfc.jwt import encode

from idp.relying_parties.registration import Registered
from idp.store.db import db
from idp.store.models import Client
from idp.web.current import services
from tests.builders import REDIRECT_URI
from tests.client_keys import SigningParty, a_signed_client
from tests.dpop import AnyHeader, half
from tests.relying_party import agree, signed_in

ISSUER = "https://id.anlien.example"


class SecretParty(SigningParty):
    """Signs with its secret."""

    def assertion(self, header=None, **changed):
        self.key = OctKey.import_key(self.secret)
        return super().assertion(header, **changed)


@pytest.fixture
def registered(app):
    """A client as the registration makes one."""
    document = {
        "client_id": "signing",
        "client_name": "Thư viện tỉnh",
        "redirect_uris": [REDIRECT_URI],
        "scope": "openid email offline_access",
        "token_endpoint_auth_method": "client_secret_jwt",
    }
    found = services().client_desk.registrations.register(document)
    db.session.commit()
    assert isinstance(found, Registered)
    return found


@pytest.fixture
def party(client, citizen, registered):
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    return SecretParty(client, "signing", registered.secret, scope="openid email", algorithm="HS256")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_9_every_advertised_algorithm_works(party, algorithm):
    party.algorithm = algorithm
    told = party.caller.get("/.well-known/openid-configuration").json

    assert algorithm in told["token_endpoint_auth_signing_alg_values_supported"]
    assert "client_secret_jwt" in told["token_endpoint_auth_methods_supported"]
    assert party.redeem(party.code()).status_code == 200


def test_the_secret_is_kept_sealed_and_nowhere_in_clear(party, registered):
    kept = db.session.get(Client, "signing").secrets

    assert [bool(each["sealed"]) for each in kept] == [True]
    assert [each["digest"] for each in kept] == [""]
    assert registered.secret not in str(kept)


def test_a_generated_secret_is_long_enough_for_every_algorithm(registered):
    assert len(registered.secret) >= 64


def test_9_a_wrong_secret_and_a_used_assertion_are_refused(party):
    thief = SecretParty(
        party.caller, "signing", "another secret of 64 characters".ljust(64, "."), algorithm="HS256"
    )
    thief.verifier = party.verifier
    assert thief.redeem(party.code()).json["error"] == "invalid_client"

    used = party.assertion()
    assert party.redeem(party.code(), **party.signed(used)).status_code == 200
    assert party.redeem(party.code(), **party.signed(used)).json["error"] == "invalid_client"


def test_2_3_the_secret_itself_is_not_taken(party, registered):
    for form in ({"client_id": "signing", "client_secret": registered.secret},):
        assert party.redeem(party.code(), {}, client_assertion=None, **form).json["error"] == "invalid_client"


def test_a_key_of_the_client_does_not_do_in_place_of_its_secret(party):
    signer = SigningParty(party.caller, "signing", None, verifier=party.verifier)

    assert signer.redeem(party.code()).json["error"] == "invalid_client"


def test_a_public_key_is_no_secret(client, citizen):
    signing = a_signed_client(client)
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    public = signing.key.as_pem(private=False)

    for secret in (public, public.strip(), b""):
        answer = signing.redeem(signing.code(), **signing.signed(_forged(secret)))
        assert answer.json["error"] == "invalid_client"


def _forged(secret: bytes) -> str:
    claims = {"iss": "signing", "sub": "signing", "aud": ISSUER, "jti": "x", "exp": 10**10}
    parts = [half(json.dumps(each).encode()) for each in ({"alg": "HS256"}, claims)]
    return ".".join([*parts, half(hmac.digest(secret, ".".join(parts).encode(), "sha256"))])


def test_after_a_rotation_both_secrets_sign_and_then_the_new_one(party, registered, clock):
    rotated = services().client_desk.rotation.rotate("signing", services().settings.secret_overlap)
    db.session.commit()
    newer = SecretParty(party.caller, "signing", rotated.secret, verifier=party.verifier, algorithm="HS512")

    for each in (party, newer):
        assert each.redeem(party.code()).status_code == 200
    services().client_desk.rotation.revoke("signing", rotated.older[0].id)
    db.session.commit()
    assert party.redeem(party.code()).json["error"] == "invalid_client"
    assert newer.redeem(party.code()).status_code == 200


def test_a_client_that_goes_over_to_it_gets_a_secret_it_can_sign_with(app, portal):
    client = db.session.get(Client, "portal")
    change = {"token_endpoint_auth_method": "client_secret_jwt"}
    outcome = services().client_desk.registrations.change(client, change, client.version)
    db.session.commit()
    party = SecretParty(portal.caller, "portal", outcome.secret, verifier=portal.verifier, algorithm="HS256")

    assert portal.redeem(portal.code()).json["error"] == "invalid_client"
    assert party.redeem(portal.code()).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"aud": "https://other.example"}, "its aud is not the issuer, the token endpoint or"),
        ({"iss": "other"}, "its iss is not the client"),
        ({"exp": 1}, "its exp is missing, past"),
        ({"iat": 10**10}, "its iat is ahead"),
        ({"jti": None}, "its jti is missing"),
        ({"header": {"alg": "HS384", "kid": 1}}, None),
    ],
)
def test_the_log_says_which_check_failed_and_the_client_hears_nothing_of_it(party, caplog, changed, said):
    caplog.set_level(logging.WARNING, "idp.oauth.client_auth")

    if said is None:
        answer = party.redeem(party.code(), **party.signed("no assertion at all"))
        said = "no client is registered under its client_id"
    else:
        answer = party.redeem(party.code(), **party.signed(party.assertion(**changed)))

    assert answer.json == {"error": "invalid_client", "error_description": "Client authentication failed."}
    assert said in caplog.text
    assert party.secret not in caplog.text


def test_the_log_tells_a_wrong_method_a_wrong_secret_and_a_suspended_client_apart(portal, caplog):
    caplog.set_level(logging.WARNING, "idp.oauth.client_auth")
    code = portal.code()

    portal.redeem(code, {}, client_id="portal", client_secret="x")
    assert "authenticates by client_secret_post, and is registered for client_secret_basic" in caplog.text
    portal.secret = "wrong"
    portal.redeem(code)
    assert "the client_secret of portal is none of its live ones" in caplog.text
    portal.redeem(code, {"Authorization": "Basic ?"})
    assert "Authorization header is no client_id:client_secret" in caplog.text
    db.session.get(Client, "portal").state = "suspended"
    portal.redeem(code)
    assert "portal is suspended" in caplog.text


def test_members_of_the_header_nobody_knows_are_ignored(client, citizen):
    signing = a_signed_client(client)
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    claims = {
        "iss": "signing",
        "sub": "signing",
        "aud": ISSUER,
        "exp": int(services().clock().timestamp()) + 60,
    }

    text = encode({"alg": "ES256", "own": [1]}, {**claims, "jti": "x"}, signing.key, registry=AnyHeader())

    assert signing.redeem(signing.code(), **signing.signed(text)).status_code == 200
