"""Faults switched on for one application of the sandbox, as that application meets them."""

from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from idp.oauth.faults import Fault, written
from idp.oauth.slowness import Slowness
from idp.store.db import db
from idp.store.models import Authorization, Client
from idp.web.current import services
from idp.web.sandbox import fault_switch
from tests.builders import a_citizen, a_client
from tests.relying_party import ALGORITHMS, RelyingParty, agree, signed_in
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


def rotate(*faults: Fault, client_id: str = "portal") -> None:
    """Switch faults on as the desk does: the key is made then."""
    until = services().clock() + timedelta(minutes=30)
    fault_switch.switch(client_id, frozenset(faults), until, "minh")
    db.session.commit()


def kid_of(token: str) -> str:
    return str(extract_compact(token.encode()).headers()["kid"])


def is_known(token: str, keys: KeySet) -> bool:
    return kid_of(token) in {key.kid for key in keys.keys}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_rotated_key_is_known_to_who_loads_the_set_again_and_to_nobody_else(client, algorithm):
    a_client(state="draft", metadata={"id_token_signed_response_alg": algorithm})
    party = RelyingParty(client)
    before = party.keys()
    jwt.decode(tokens_of(party)["id_token"], before, ALGORITHMS)
    rotate(Fault.ROTATED_KEY)

    token = tokens_of(party)["id_token"]

    with pytest.raises(InvalidKeyIdError):
        jwt.decode(token, before, ALGORITHMS)
    assert party.claims(token)["aud"] == "portal"
    assert party.header(token)["alg"] == algorithm


def test_a_key_is_rotated_for_one_application(party):
    a_client("second", state="draft")
    before = party.keys()
    rotate(Fault.ROTATED_KEY)

    assert is_known(tokens_of(RelyingParty(party.caller, "second"))["id_token"], before)
    assert not is_known(tokens_of(party)["id_token"], before)


def test_a_rotated_key_is_over_with_its_fault(party, clock):
    before = party.keys().as_dict()
    for end in (lambda: clock.advance(minutes=30), rotate):
        rotate(Fault.ROTATED_KEY)
        token = tokens_of(party)["id_token"]
        assert is_known(token, party.keys())
        end()
        clock.advance(seconds=1)

        assert party.keys().as_dict() == before
        assert is_known(tokens_of(party)["id_token"], party.keys())


def test_each_time_it_is_another_key(party):
    kids = set()
    for _ in range(2):
        rotate(Fault.ROTATED_KEY, Fault.WRONG_NONCE)
        kids.add(kid_of(tokens_of(party)["id_token"]))

    assert len(kids) == 2
    assert kids & {key.kid for key in party.keys().keys} == {kid_of(tokens_of(party)["id_token"])}


def test_who_changes_the_algorithm_meanwhile_has_the_usual_key(party):
    rotate(Fault.ROTATED_KEY)
    row = db.session.get(Client, "portal")
    row.metadata_ = {**row.metadata_, "id_token_signed_response_alg": "ES256"}
    db.session.commit()

    assert party.header(tokens_of(party)["id_token"])["kid"] == services().ring.signer("ES256").kid


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
