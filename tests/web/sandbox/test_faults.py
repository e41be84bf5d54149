"""Faults switched on for one application of the sandbox, as that application meets them."""

from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jws import extract_compact

from idp.oauth.faults import Fault, written
from idp.oauth.slowness import Slowness
from idp.store.db import db
from idp.store.models import Authorization, Client
from idp.web.current import services
from tests.builders import a_citizen, a_client
from tests.relying_party import RelyingParty, agree, signed_in
from tests.web.sandbox.test_sides import as_person, tokens_of

HANG = "098187000122"


@pytest.fixture
def party(client) -> RelyingParty:
    a_client(state="draft")
    return RelyingParty(client)


def switch(*faults: Fault, client_id: str = "portal", hours: float = 1) -> None:
    until = services().clock() + timedelta(hours=hours)
    db.session.get(Client, client_id).faults = written(frozenset(faults), until)
    db.session.commit()


@pytest.mark.parametrize(
    ("fault", "claim", "wrong"),
    [
        (Fault.WRONG_NONCE, "nonce", "not-the-nonce-of-this-request"),
        (Fault.WRONG_ISSUER, "iss", "https://id.anlien.example.wrong.example"),
        (Fault.WRONG_AUDIENCE, "aud", "another-client"),
    ],
)
def test_a_claim_of_the_id_token_is_wrong_and_the_signature_right(party, fault, claim, wrong):
    switch(fault)

    claims = party.claims(tokens_of(party)["id_token"])

    assert claims[claim] == wrong


def test_an_expired_id_token(party, clock):
    switch(Fault.EXPIRED_ID_TOKEN)

    claims = party.claims(tokens_of(party)["id_token"])

    assert claims["iat"] < claims["exp"] < clock().timestamp()


def test_a_bad_signature(party):
    switch(Fault.BAD_SIGNATURE)
    token = tokens_of(party)["id_token"]

    with pytest.raises(BadSignatureError):
        jwt.decode(token, party.keys(), ["RS256"])


def test_a_rotated_key_is_one_the_key_set_shows_already(party):
    before = tokens_of(party)["id_token"]
    switch(Fault.ROTATED_KEY)
    after = tokens_of(party)["id_token"]

    assert party.claims(after)["aud"] == "portal"
    kids = [extract_compact(each.encode()).headers()["kid"] for each in (before, after)]
    assert kids[0] != kids[1]
    assert set(kids) <= {key.kid for key in party.keys().keys}


def test_the_citizen_refuses(party):
    switch(Fault.CITIZEN_REFUSES)

    assert as_person(party)["error"] == "access_denied"


def test_the_level_that_was_asked_for_is_missing(party):
    switch(Fault.MISSING_LEVEL)

    claims = party.claims(tokens_of(party, acr_values="LoA2")["id_token"])

    assert claims["acr"].endswith("1")
    assert claims["amr"] == ["pwd"]


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        (Fault.TOKEN_ENDPOINT_500, 500, "server_error"),
        (Fault.TOKEN_ENDPOINT_503, 503, "temporarily_unavailable"),
    ],
)
def test_the_token_endpoint_fails_and_the_code_can_be_redeemed_later(party, fault, status, error):
    code = as_person(party)["code"]
    switch(fault)
    answer = party.redeem(code)

    assert (answer.status_code, answer.json["error"]) == (status, error)
    switch()
    assert party.redeem(code).status_code == 200


def test_userinfo_refuses_a_good_token(party):
    token = tokens_of(party)["access_token"]
    switch(Fault.USERINFO_401)

    assert party.userinfo(token).status_code == 401
    assert 'error="invalid_token"' in party.userinfo(token).headers["WWW-Authenticate"]


def test_a_slow_token_endpoint_holds_no_transaction_while_it_waits(party, monkeypatch):
    code, waited = as_person(party)["code"], []
    switch(Fault.SLOW_TOKEN_ENDPOINT)
    slowness: Slowness = services().provider.outside.wait.__self__
    monkeypatch.setattr(slowness, "_sleep", lambda s: waited.append((s, db.session().in_transaction())))

    assert party.redeem(code).status_code == 200
    assert waited == [(8.0, False)]


def test_a_register_that_is_down_leaves_its_claims_out(client):
    a_client(state="draft", scopes=("openid", "profile", "to_chuc"))
    party = RelyingParty(client, scope="openid to_chuc")
    assert party.userinfo(tokens_of(party, HANG)["access_token"]).json["vn_org"]
    switch(Fault.REGISTER_DOWN)

    assert "vn_org" not in party.userinfo(tokens_of(party, HANG)["access_token"]).json
    switch()
    assert party.userinfo(tokens_of(party, HANG)["access_token"]).json["vn_org"]


def test_faults_end_by_themselves(party, clock):
    switch(Fault.TOKEN_ENDPOINT_500, hours=0.5)
    code = as_person(party)["code"]
    assert party.redeem(code).status_code == 500
    clock.advance(minutes=30)

    assert tokens_of(party)["id_token"]


def test_faults_are_of_one_application(party):
    a_client("second", state="draft")
    switch(Fault.TOKEN_ENDPOINT_500)

    assert tokens_of(RelyingParty(party.caller, "second"))["id_token"]


@pytest.mark.parametrize("fault", Fault)
def test_a_live_application_suffers_nothing_even_if_something_is_left_over(client, fault, clock):
    a_client()
    session = signed_in(client, a_citizen())
    agree(session.citizen_id)
    switch(fault)
    party = RelyingParty(client)

    tokens = party.tokens()

    claims = party.claims(tokens["id_token"])
    assert (claims["aud"], claims["nonce"], claims["iss"]) == (
        "portal",
        "a nonce",
        services().settings.issuer,
    )
    assert claims["exp"] > clock().timestamp()
    assert party.userinfo(tokens["access_token"]).status_code == 200
    assert db.session.query(Authorization).count() == 1
