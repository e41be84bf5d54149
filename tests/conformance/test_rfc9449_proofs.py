"""RFC 9449, 4: what a proof has to be, at the token endpoint."""

import json
from base64 import urlsafe_b64encode

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from werkzeug.datastructures import Headers

from idp.store.db import db
from idp.store.models import UsedAssertion
from tests.dpop import BAD_HEADERS, DpopParty, Holder, shown

TOKEN_URL = "https://id.anlien.example/oauth/token"
RSA = RSAKey.generate_key(2048)


@pytest.fixture
def party(portal) -> DpopParty:
    """The portal again, as a program that shows a key."""
    return DpopParty(portal.caller)


@pytest.fixture
def token(party) -> str:
    return party.tokens()["access_token"]


def _redeem(party, *proofs):
    """Redeem a fresh code with these DPoP headers."""
    headers = Headers([*party.basic().items(), *(("DPoP", each) for each in proofs)])
    return party.redeem(party.code(), headers)


SPELLINGS = (
    f"{TOKEN_URL}?a=b",
    f"{TOKEN_URL}#c",
    f"{TOKEN_URL}?#",
    "HTTPS://ID.ANLIEN.EXAMPLE/oauth/token",
    "https://id.anlien.example:443/oauth/token",
    "https://id.anlien.example/a/../oauth/./token",
    "https://id.anlien.example/%6Fauth/token",
)
BAD_CLAIMS = {
    "no jti": {"jti": None},
    "an empty jti": {"jti": ""},
    "jti is a number": {"jti": 1},
    "a very long jti": {"jti": "x" * 256},
    "no htm": {"htm": None},
    "another method": {"htm": "PUT"},
    "the method in small letters": {"htm": "post"},
    "no htu": {"htu": None},
    "another path": {"htu": "https://id.anlien.example/oauth/tokens"},
    "another host": {"htu": "https://id.anlien.example.evil.example/oauth/token"},
    "http": {"htu": "http://id.anlien.example/oauth/token"},
    "another port": {"htu": "https://id.anlien.example:8443/oauth/token"},
    "somebody in the address": {"htu": "https://x@id.anlien.example/oauth/token"},
    "htu is a list": {"htu": [TOKEN_URL]},
    "htu is no address": {"htu": "/oauth/token"},
    "no iat": {"iat": None},
    "iat is a text": {"iat": "now"},
    "iat is true": {"iat": True},
    "iat is beyond time": {"iat": 10**30},
    "iat is where time ends": {"iat": 253_402_300_799},
}


def test_4_3_a_bad_header_is_refused(party):
    for what, header in BAD_HEADERS.items():
        answer = _redeem(party, party.holder.proof("POST", "/oauth/token", header=header))

        assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof"), what


def test_4_3_a_bad_claim_is_refused(party):
    for what, claims in BAD_CLAIMS.items():
        answer = _redeem(party, party.holder.proof("POST", "/oauth/token", **claims))

        assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof"), what
        assert next(iter(claims)) in answer.json["error_description"], what


def test_4_3_1_there_is_one_header(party):
    first, second = (party.holder.proof("POST", "/oauth/token") for _ in range(2))

    for proofs in ([first, second], [f"{first}, {second}"], [first, first]):
        answer = _redeem(party, *proofs)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof")


def test_4_3_2_what_is_no_jwt_is_refused(party):
    for text in ["", "x", "a.b.c", "e30.e30.", "e30", "." * 2000, "W10.e30.x", "x" * 30_000]:
        answer = _redeem(party, text)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof"), text[:20]


def test_4_3_5_no_signature_a_symmetric_one_and_rs256_are_refused(party):
    secret = OctKey.generate_key(256)
    unsigned = _unsigned(party.holder.proof("POST", "/oauth/token"))
    symmetric = Holder(secret, "HS256").proof(
        "POST", "/oauth/token", header={"jwk": ECKey.generate_key("P-256").as_dict(private=False)}
    )
    rs256 = Holder(RSA, "RS256").proof("POST", "/oauth/token")
    es384 = Holder(ECKey.generate_key("P-384"), "ES384").proof("POST", "/oauth/token")

    for proof in (unsigned, symmetric, rs256, es384):
        answer = _redeem(party, proof)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof")
        assert "alg" in answer.json["error_description"]


@pytest.mark.filterwarnings("ignore:Key size")
def test_4_3_6_a_short_rsa_key_is_refused(party):
    weak = Holder(RSAKey.generate_key(1024), "PS256")

    assert _redeem(party, weak.proof("POST", "/oauth/token")).json["error"] == "invalid_dpop_proof"


def test_4_3_6_a_changed_signature_is_refused(party):
    head, body, signature = party.holder.proof("POST", "/oauth/token").split(".")
    changed = ("A" if signature[5] != "A" else "B").join([signature[:5], signature[6:]])

    assert _redeem(party, f"{head}.{body}.{changed}").json["error"] == "invalid_dpop_proof"


def test_4_3_9_other_spellings_of_the_address_are_the_same(party):
    for htu in SPELLINGS:
        assert _redeem(party, party.holder.proof("POST", "/oauth/token", htu=htu)).status_code == 200, htu


@pytest.mark.parametrize(
    ("seconds", "is_good"),
    [
        (-10, True),
        (10, True),
        (-60, True),
        (30, True),
        (61, False),
        (-61, False),
        (-3600, False),
        (3600, False),
    ],
)
def test_4_3_11_a_proof_was_made_just_now(party, clock, seconds, is_good):
    proof = party.holder.proof("POST", "/oauth/token", iat=int(clock().timestamp()) + seconds)

    assert (_redeem(party, proof).status_code == 200) is is_good


def test_4_2_nbf_and_exp_that_fit_are_accepted_and_others_are_not(party, clock):
    now = int(clock().timestamp())
    good, late, early = {"nbf": now - 5, "exp": now + 60}, {"exp": now - 61}, {"nbf": now + 61}

    for claims, status in ((good, 200), (late, 400), (early, 400), ({"nbf": "x"}, 400), ({"exp": []}, 400)):
        assert _redeem(party, party.holder.proof("POST", "/oauth/token", **claims)).status_code == status


def test_4_2_unknown_members_and_claims_are_ignored(party):
    proof = party.holder.proof(
        "POST", "/oauth/token", header={"kid": "a key", "x-own": {"a": 1}}, own=[1], ath="of nothing here"
    )

    assert _redeem(party, proof).status_code == 200


def test_4_2_members_of_the_jwk_that_do_not_make_the_key_are_ignored(party):
    jwk = {**party.holder.key.as_dict(private=False), "use": "enc", "kid": "x", "key_ops": ["sign"]}

    answer = _redeem(party, party.holder.proof("POST", "/oauth/token", header={"jwk": jwk}))

    assert party.claims(answer.json["access_token"])["cnf"] == {"jkt": party.holder.jkt}


def test_11_1_a_proof_is_taken_once_wherever_it_comes(party, token):
    proof = party.holder.proof("POST", "/oauth/token")
    assert _redeem(party, proof).status_code == 200
    answer = _redeem(party, proof)
    assert (answer.json["error"], "jti" in answer.json["error_description"]) == ("invalid_dpop_proof", True)

    asked = party.holder.proof("GET", "/oauth/userinfo", token)
    assert shown(token, asked).status_code == 200
    assert shown(token, asked).status_code == 401


def test_11_1_two_keys_may_use_the_same_name(party):
    for holder in (party.holder, Holder()):
        assert _redeem(party, holder.proof("POST", "/oauth/token", jti="the same")).status_code == 200


def test_11_1_a_bad_proof_spends_nothing_and_so_does_a_client_that_shows_none(party, portal):
    _redeem(party, party.holder.proof("POST", "/oauth/token", htm="GET"))
    portal.userinfo(portal.tokens()["access_token"])

    assert db.session.query(UsedAssertion).count() == 0


@pytest.fixture
def phone(public) -> DpopParty:
    """A program without a secret: whoever knows its name can ask as it."""
    return DpopParty(public.caller, "phone-app", None)


def test_11_1_nobody_fills_the_table_in_the_name_of_a_public_client(phone, party):
    foreign = party.code()
    for _ in range(3):
        assert phone.redeem("made-up").json["error"] == "invalid_grant"
        assert phone.redeem(foreign).json["error"] == "invalid_grant"
        assert phone.refresh("made-up").json["error"] == "invalid_grant"
        assert phone.post("/oauth/token", grant_type="authorization_code").status_code == 400
        assert phone.post("/oauth/token", grant_type="nonsense").status_code == 400

    assert db.session.query(UsedAssertion).count() == 0


def test_11_1_a_code_and_a_refresh_token_of_a_public_client_spend_a_proof_each(phone):
    tokens = phone.tokens(scope="openid offline_access")
    assert db.session.query(UsedAssertion).count() == 1
    assert phone.refresh(tokens["refresh_token"]).status_code == 200

    assert db.session.query(UsedAssertion).count() == 2


def test_11_1_a_spent_code_of_a_public_client_spends_no_more_than_one_proof(phone):
    code = phone.code()
    assert phone.redeem(code).status_code == 200
    for _ in range(4):
        assert phone.redeem(code).json["error"] == "invalid_grant"

    assert db.session.query(UsedAssertion).count() == 2


def test_11_1_a_request_of_a_public_client_that_came_twice_ends_nothing(phone):
    code = phone.code()
    headers = {"DPoP": phone.holder.proof("POST", "/oauth/token")}
    tokens = phone.redeem(code, headers, client_id="phone-app").json
    again = phone.redeem(code, headers, client_id="phone-app")

    assert (again.status_code, again.json["error"]) == (400, "invalid_dpop_proof")
    assert phone.userinfo(tokens["access_token"]).status_code == 200


def test_11_1_a_proof_of_a_public_client_is_taken_once(phone):
    headers = {"DPoP": phone.holder.proof("POST", "/oauth/token")}
    codes = [phone.code() for _ in range(2)]
    answers = [phone.redeem(code, headers, client_id="phone-app") for code in codes]

    assert [answer.status_code for answer in answers] == [200, 400]
    assert "jti" in answers[1].json["error_description"]


def test_4_3_a_refused_proof_does_not_spend_the_code(party):
    code = party.code()
    headers = {**party.basic(), "DPoP": "x"}
    assert party.redeem(code, headers).json["error"] == "invalid_dpop_proof"

    assert party.redeem(code).status_code == 200


def _unsigned(proof):
    _, body, _ = proof.split(".")
    head = json.dumps(
        {"typ": "dpop+jwt", "alg": "none", "jwk": ECKey.generate_key("P-256").as_dict(private=False)}
    )
    return f"{urlsafe_b64encode(head.encode()).rstrip(b'=').decode()}.{body}."
