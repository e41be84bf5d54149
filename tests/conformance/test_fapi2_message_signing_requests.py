"""FAPI 2.0 Message Signing, 5.3: what the requests of a client must be that signs everything."""

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.client_keys import SigningParty, a_signed_client
from tests.pushing import is_error_page, open_pushed, push, request_object, reregister
from tests.relying_party import agree, signed_in

ISSUER = "https://id.anlien.example"
RSA = RSAKey.generate_key(2048)


@pytest.fixture
def party(client, citizen):
    signing = a_signed_client(client)
    reregister("signing", profile="fapi2_signed")
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    return signing


def _push(party, header=None, **changed):
    return party.post("/oauth/par", request=request_object(party, header, **changed))


def _code(party, answer):
    assert answer.status_code == 201, answer.text
    back = open_pushed(party, answer.json["request_uri"])
    return party.claims(back.location.partition("response=")[2])["code"]


def test_5_3_1_a_signed_pushed_request_is_answered(party):
    assert _code(party, _push(party))


def test_5_3_1_parameters_without_a_signature_are_refused(party):
    answer = push(party)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert "request" in answer.json["error_description"]


def test_5_3_1_a_signed_request_that_was_not_pushed_is_refused(party):
    query = {"client_id": "signing", "request": request_object(party)}

    assert is_error_page(party.caller.get("/oauth/authorize", query_string=query), "invalid_request")


@pytest.mark.parametrize(
    "wrong", [{"aud": None}, {"aud": "https://other.example"}, {"exp": None}, {"nbf": None}, {"iss": "other"}]
)
def test_5_3_1_claims_that_others_may_leave_out_are_needed(party, wrong):
    answer = _push(party, **wrong)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request_object")
    assert next(iter(wrong)) in answer.json["error_description"]


@pytest.mark.parametrize(
    ("starts", "ends", "is_good"),
    [
        (0, 3_600, True),
        (0, 3_601, False),
        (-3_600, 0 + 60, False),
        (-3_590, 5, True),
        (-3_700, 60, False),
        (10, 300, True),
        (61, 300, False),
        (-120, -61, False),
        (-120, -10, True),
    ],
)
def test_5_3_1_it_lives_for_an_hour_at_most(party, clock, starts, ends, is_good):
    now = int(clock().timestamp())

    answer = _push(party, nbf=now + starts, exp=now + ends)

    assert (answer.status_code == 201) is is_good, answer.text
    if not is_good:
        assert answer.json["error"] == "invalid_request_object"


def test_5_3_1_the_audience_may_be_one_of_several(party):
    assert _code(party, _push(party, aud=["https://other.example", ISSUER]))


def test_5_4_algorithms_of_fapi_only(party):
    reregister("signing", jwks={"keys": [party.public_key(), RSA.as_dict(private=False)]})
    claims = jwt.decode(request_object(party), party.key, ["ES256"]).claims

    rs256 = jwt.encode({"alg": "RS256"}, claims, RSA, ["RS256"])
    ps256 = jwt.encode({"alg": "PS256"}, claims, RSA, ["PS256"])
    unsigned = f"eyJhbGciOiJub25lIn0.{rs256.split('.')[1]}."

    for text in (rs256, unsigned, request_object(SigningParty(party.caller, "signing", None))):
        answer = party.post("/oauth/par", request=text)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_request_object")
    assert party.post("/oauth/par", request=ps256).status_code == 201


def test_5_3_1_what_stands_beside_the_object_is_ignored(party):
    answer = push(party, request=request_object(party, state=None), state="outside", scope="nothing")
    back = open_pushed(party, answer.json["request_uri"], state="outside")

    assert "state" not in party.claims(back.location.partition("response=")[2])
