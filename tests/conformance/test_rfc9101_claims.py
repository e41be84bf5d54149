"""RFC 9101, 4 and 10.8: the claims and types of request objects."""

import pytest

from tests.builders import REDIRECT_URI
from tests.pushing import ask_signed, refusal_of, request_object
from tests.relying_party import read_answer

ISSUER = "https://id.anlien.example"


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"iss": "other"}, "iss"),
        ({"iss": ["signing"]}, "iss"),
        ({"aud": "https://other.example"}, "aud"),
        ({"aud": ["https://other.example"]}, "aud"),
        ({"aud": {"a": ISSUER}}, "aud"),
        ({"aud": f"{ISSUER}/"}, "aud"),
        ({"sub": "signing"}, "sub"),
        ({"exp": "soon"}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": 1}, "exp"),
        ({"exp": 10**30}, "exp"),
        ({"nbf": [1]}, "nbf"),
        ({"iat": "now"}, "iat"),
        ({"request": "e30.e30.e30"}, "request"),
        ({"request_uri": "https://signing.example/"}, "request_uri"),
        ({"state": "nul\0"}, "text"),
        ({"state": "half \ud800"}, "text"),
        ({f"member{number}": "x" for number in range(101)}, "members"),
    ],
)
def test_4_a_wrong_claim_is_refused_by_name(signing, wrong, word):
    answer = refusal_of(signing, request_object(signing, **wrong))

    assert answer["error"] == "invalid_request_object"
    assert word in answer["error_description"]


def test_4_claims_that_are_not_needed_may_be_left_out_by_a_plain_client(signing):
    text = request_object(signing, {"typ": "JWT"}, iss=None, aud=None, exp=None, nbf=None, iat=None)

    assert read_answer(ask_signed(signing, text))["code"]
    assert read_answer(ask_signed(signing, request_object(signing, aud=["https://x.example", ISSUER])))[
        "code"
    ]


@pytest.mark.parametrize(
    ("name", "seconds", "is_good"),
    [("nbf", 10, True), ("iat", 10, True), ("exp", -10, True), ("nbf", 61, False), ("iat", 61, False),
     ("exp", -61, False), ("exp", 86_400, True), ("nbf", -86_400, True)],
)  # fmt: skip
def test_4_clocks_may_differ_a_little(signing, clock, name, seconds, is_good):
    text = request_object(signing, **{name: int(clock().timestamp()) + seconds})

    answer = ask_signed(signing, text, redirect_uri=REDIRECT_URI)

    assert ("code" in read_answer(answer).parameters) is is_good


@pytest.mark.parametrize(
    "kind", ["oauth-authz-req+jwt", "application/oauth-authz-req+jwt", "JWT", "OAuth-Authz-Req+JWT"]
)
def test_10_8_the_type_may_be_named(signing, kind):
    assert read_answer(ask_signed(signing, request_object(signing, {"typ": kind})))["code"]


@pytest.mark.parametrize("kind", ["at+jwt", "logout+jwt", "dpop+jwt", "token-introspection+jwt"])
def test_10_8_a_token_of_another_type_is_no_request(signing, kind):
    assert refusal_of(signing, request_object(signing, {"typ": kind}))["error"] == "invalid_request_object"


def test_10_8_neither_is_a_client_assertion(signing):
    assert refusal_of(signing, signing.assertion())["error"] == "invalid_request_object"
    assert refusal_of(signing, signing.assertion(client_id="signing"))["error"] == "invalid_request_object"


def test_10_8_nor_is_a_request_an_assertion(signing):
    text = request_object(signing, jti="x")

    answer = signing.post("/oauth/token", grant_type="client_credentials", **signing.signed(text))

    assert answer.json["error"] == "invalid_client"


@pytest.mark.parametrize(
    "name",
    ["redirect_uri", "response_type", "scope", "state", "nonce", "prompt", "max_age", "response_mode", "claims",
     "code_challenge", "code_challenge_method", "id_token_hint", "resource", "authorization_details", "ui_locales"],
)  # fmt: skip
def test_no_value_of_a_claim_is_a_fault(signing, name):
    values = [
        "",
        '"\\',
        "tiếng Việt 😀",
        7,
        -1,
        1.5,
        10**40,
        True,
        [],
        [[]],
        ["x", 7],
        {},
        {"a": {"b": None}},
    ]
    for value in values:
        answer = ask_signed(signing, request_object(signing, **{name: value}))

        assert answer.status_code in (302, 303, 400), value
        if answer.status_code != 400 and "error=" in answer.location:
            said = read_answer(answer)["error_description"]
            assert said.isascii(), value
            assert not set('"\\') & set(said), value
