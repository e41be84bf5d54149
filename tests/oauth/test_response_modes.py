"""How an authorization response travels."""

import pytest
from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.response import FormPost
from idp.oauth.response_modes import Mode, authorization_response, response_mode, with_query
from tests.oauth.records import a_request

ISSUER = "https://id.example"
BACK = "https://portal.example/cb"


def test_query_is_the_default():
    assert response_mode(a_request(), BACK) == Mode("query", is_signed=False)


@pytest.mark.parametrize(
    ("asked", "carrier", "is_signed"),
    [
        ("query", "query", False),
        ("form_post", "form_post", False),
        ("jwt", "query", True),
        ("query.jwt", "query", True),
        ("form_post.jwt", "form_post", True),
    ],
)
def test_a_mode_says_how_the_response_travels(asked, carrier, is_signed):
    assert response_mode(a_request(response_mode=asked), BACK) == Mode(carrier, is_signed)


@pytest.mark.parametrize("mode", ["fragment", "fragment.jwt", ".jwt", "x"])
def test_other_modes_are_refused(mode):
    with pytest.raises(InvalidRequestError):
        response_mode(a_request(response_mode=mode), BACK)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vn.app:/cb", "data:text/html,x"])
def test_a_form_goes_to_http_only(address):
    with pytest.raises(InvalidRequestError):
        response_mode(a_request(response_mode="form_post"), address)


def test_success_and_error_get_state_and_issuer():
    answer = authorization_response(a_request(state="a b"), BACK, {"code": "x"}, ISSUER)

    assert answer.status == 302
    assert answer.location == BACK + "?code=x&state=a+b&iss=https%3A%2F%2Fid.example"


def test_after_a_post_the_redirect_is_a_303():
    assert authorization_response(a_request("POST"), BACK, {"code": "x"}, ISSUER).status == 303


def test_form_post_carries_the_same():
    answer = authorization_response(
        a_request(state="s", response_mode="form_post"), BACK, {"error": "x"}, ISSUER
    )

    assert answer == FormPost(BACK, {"error": "x", "state": "s", "iss": ISSUER})


def test_an_unknown_mode_is_answered_by_query():
    answer = authorization_response(a_request(response_mode="x"), BACK, {"error": "invalid_request"}, ISSUER)

    assert answer.location.startswith(BACK + "?error=invalid_request")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/cb", "https://a.example/cb?a=1"),
        ("https://a.example/cb?x=%20y", "https://a.example/cb?x=%20y&a=1"),
        ("https://a.example", "https://a.example?a=1"),
        ("vn.app:/cb", "vn.app:/cb?a=1"),
        ("vn.app:///cb", "vn.app:///cb?a=1"),
        ("vn.app://", "vn.app://?a=1"),
        ("HTTPS://A.example/cb?", "HTTPS://A.example/cb?a=1"),
        ("https://a.example/cb?x&", "https://a.example/cb?x&a=1"),
    ],
)
def test_a_query_is_appended_to(address, expected):
    assert with_query(address, {"a": "1"}) == expected
    assert with_query(address, {}) == address
