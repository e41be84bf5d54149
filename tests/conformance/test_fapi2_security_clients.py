"""FAPI 2.0 Security Profile, 5.3.2.2 and 5.3.3: who redeems a code, and with what proof of it."""

from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey

from idp.store.db import db
from idp.store.models import Authorization, Client
from idp.web.current import services
from tests.client_keys import SigningParty
from tests.pushing import open_pushed, push, reference
from tests.relying_party import RelyingParty, read_answer

ISSUER = "https://id.anlien.example"
RSA = RSAKey.generate_key(2048)


# Who asks: 5.3.3


@pytest.mark.parametrize(
    "audience",
    [
        [ISSUER],
        f"{ISSUER}/oauth/token",
        f"{ISSUER}/oauth/par",
        f"{ISSUER}/",
        [ISSUER, f"{ISSUER}/oauth/token"],
        None,
    ],
)
def test_5_3_3_the_issuer_as_a_string_is_the_only_audience(bank, audience):
    code, assertion = bank.code(), bank.assertion(aud=audience)

    for path, form in (("/oauth/token", _redemption(bank, code)), ("/oauth/par", bank.parameters())):
        again = bank.assertion(aud=audience)
        answer = bank.post(path, **form, **bank.signed(again))
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert bank.post("/oauth/revoke", token="x", **bank.signed(assertion)).status_code == 401


@pytest.mark.parametrize(
    ("changed", "is_good"),
    [
        ({"iat": 10}, True),
        ({"nbf": 10}, True),
        ({"iat": 61}, False),
        ({"nbf": 61}, False),
        ({"exp": -9}, True),
        ({"exp": -10}, False),
        ({"exp": 3601}, False),
    ],
)
def test_5_3_3_clocks_may_differ_by_seconds_and_not_by_a_minute(bank, clock, changed, is_good):
    (name, seconds), now = next(iter(changed.items())), int(clock().timestamp())

    answer = bank.redeem(bank.code(), **bank.signed(bank.assertion(**{name: now + seconds})))

    assert (answer.status_code == 200) is is_good


@pytest.mark.parametrize("wrong", [{"sub": None}, {"iss": "other"}, {"jti": None}, {"sub": "other"}])
def test_5_3_3_claims_of_the_assertion(bank, wrong):
    answer = bank.redeem(bank.code(), **bank.signed(bank.assertion(**wrong)))

    assert answer.json["error"] == "invalid_client"


def test_5_4_1_rs256_is_refused_and_ps256_is_not(bank):
    client = db.session.get(Client, "bank")
    public = {**RSA.as_dict(private=False), "kid": RSA.thumbprint()}
    client.metadata_ = {**client.metadata_, "jwks": {"keys": [public]}}
    bank.key = RSA

    for algorithm, status in (("RS256", 401), ("PS256", 200)):
        bank.algorithm = "PS256"
        code = bank.code()
        bank.algorithm = algorithm
        answer = bank.redeem(code)
        assert answer.status_code == status
    assert answer.json.get("error") is None


def test_5_3_3_no_other_method_is_taken_whatever_is_registered(bank, client):
    kept = db.session.get(Client, "bank")
    kept.secrets = [services().client_desk.secrets.kept("bank", "x" * 40).written()]
    code = bank.code()

    for method in ("client_secret_basic", "client_secret_post", "none"):
        kept = db.session.get(Client, "bank")
        kept.metadata_ = {**kept.metadata_, "token_endpoint_auth_method": method}
        db.session.commit()
        form = {"client_id": "bank", **({"client_secret": "x" * 40} if method.endswith("post") else {})}
        basic = RelyingParty(client, "bank", "x" * 40).basic() if method.endswith("basic") else {}
        headers = {"DPoP": bank.holder.proof("POST", "/oauth/token"), **basic}
        answer = RelyingParty(client, "bank", verifier=bank.verifier).redeem(code, headers, **form)
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client"), method


def test_another_clients_key_proves_nothing(bank, another_bank):
    thief = SigningParty(bank.caller, "bank", None, verifier=bank.verifier, key=another_bank.key)
    headers = {"DPoP": bank.holder.proof("POST", "/oauth/token")}

    assert thief.redeem(bank.code(), headers, **thief.signed()).json["error"] == "invalid_client"


# Codes: 5.3.2.2


def test_5_3_2_2_a_code_lives_a_minute_at_most(bank, clock):
    code = bank.code()
    clock.advance(seconds=60)

    assert bank.redeem(code).json["error"] == "invalid_grant"
    kept = db.session.query(Authorization).one()
    assert kept.code_expires_at - kept.created_at <= timedelta(seconds=60)


def test_5_3_2_2_a_code_is_taken_once(bank):
    code = bank.code()
    token = bank.redeem(code).json["access_token"]

    assert bank.redeem(code).json["error"] == "invalid_grant"
    assert bank.userinfo(token).status_code == 401


def test_5_3_2_2_a_code_belongs_to_its_client(bank, another_bank):
    code = bank.code()

    answer = another_bank.redeem(code)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")
    assert bank.redeem(code).status_code == 200


@pytest.mark.parametrize("verifier", [None, "x" * 43])
def test_5_3_2_2_without_the_verifier_there_is_an_invalid_grant(bank, verifier):
    answer = bank.redeem(bank.code(), code_verifier=verifier)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "code_challenge"),
        ({"code_challenge_method": "plain"}, "S256"),
        ({"redirect_uri": None}, "redirect_uri"),
        ({"redirect_uri": "https://other.example/"}, "redirect_uri"),
    ],
)
def test_5_3_2_2_pkce_and_the_redirect_uri_are_named_in_each_request(bank, left_out, named):
    client = db.session.get(Client, "bank")
    client.require_pkce = False  # an excuse from earlier days excuses nothing
    db.session.commit()

    answer = push(bank, **left_out)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert named in answer.json["error_description"]


def test_5_3_2_2_the_answer_names_the_issuer(bank):
    assert read_answer(open_pushed(bank, reference(bank)))["iss"] == ISSUER


def _redemption(party, code):
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": party.redirect_uri,
        "code_verifier": party.verifier,
    }
