"""Back-channel logout: the right token ends the right sessions, once; every other token ends nothing."""

import time

import pytest
from joserfc import jwt

from clients.kit.backchannel import SECONDS_OF_LEEWAY, read_logout_token
from clients.kit.provider import TokenRefused
from tests.clients.fake_provider import EVENT
from tests.clients.forging import forged_token
from tests.clients.visitor import Visitor


@pytest.fixture
def signed_in(portal):
    portal.open("/sign-in")
    return portal


def post(visitor: Visitor, *tokens: str):
    return visitor.app.test_client().post("/backchannel-logout", data={"logout_token": list(tokens)})


def is_signed_in(visitor: Visitor) -> bool:
    return "Trần Thị Bảy" in visitor.http.get("/").text


def test_it_ends_the_session(signed_in, provider):
    answer = post(signed_in, provider.logout_token("portal"))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not is_signed_in(signed_in)


@pytest.mark.parametrize("left_out", ["sid", "sub"])
def test_one_of_sid_and_sub_is_enough(signed_in, provider, left_out):
    assert post(signed_in, provider.logout_token("portal", **{left_out: None})).status_code == 200
    assert not is_signed_in(signed_in)


def test_a_session_of_another_name_goes_on(signed_in, provider):
    assert post(signed_in, provider.logout_token("portal", sid="another")).status_code == 200
    assert is_signed_in(signed_in)


def test_the_sub_alone_ends_every_session_of_the_citizen(signed_in, provider):
    second = Visitor(signed_in.app)
    second.open("/sign-in")
    post(signed_in, provider.logout_token("portal", sid=None))

    assert not is_signed_in(signed_in)
    assert not is_signed_in(second)


def test_the_next_visit_says_what_happened_and_asks_nobody_silently(signed_in, provider):
    post(signed_in, provider.logout_token("portal"))
    asked = len(provider.asked)
    page = signed_in.open("/dossiers")

    assert "Ông/Bà đã đăng xuất" in page.text
    assert len(provider.asked) == asked


def test_the_same_token_again_is_confirmed_again(signed_in, provider):
    token = provider.logout_token("portal")
    post(signed_in, token)
    answer = post(signed_in, token)  # the provider did not get the first answer

    assert answer.status_code == 200
    assert not is_signed_in(signed_in)


@pytest.mark.parametrize("changed", [{}, {"sid": "another"}, {"sub": "another"}, {"iat": 1}], ids=str)
def test_another_token_of_a_known_name_is_refused(signed_in, provider, changed):
    post(signed_in, provider.logout_token("portal", jti="known", sid="somebody else's"))
    iat = {"iat": int(time.time()) - changed["iat"]} if "iat" in changed else {}
    answer = post(signed_in, provider.logout_token("portal", **{"jti": "known", **changed, **iat}))

    assert answer.status_code == 400
    assert is_signed_in(signed_in)


def test_the_same_claims_signed_anew_are_another_token(signed_in, provider):
    claims = jwt.decode(provider.logout_token("portal"), provider.key, ["ES256"]).claims
    first, second = (provider.sign(claims, "logout+jwt") for _signature in range(2))

    assert first != second
    assert [post(signed_in, token).status_code for token in (first, second)] == [200, 400]


@pytest.mark.parametrize("left_out", ["sid", "sub", "neither"])
def test_a_captured_token_does_not_end_a_session_that_was_begun_since(signed_in, provider, left_out):
    token = provider.logout_token("portal", **{left_out: None})
    post(signed_in, token)
    signed_in.open("/sign-in")

    assert post(signed_in, token).status_code == 400
    assert is_signed_in(signed_in)


def test_a_captured_token_is_refused_once_it_has_expired(signed_in, provider):
    now = int(time.time())
    token = provider.logout_token("portal", iat=now - 120, exp=now - 30)  # still within the leeway
    post(signed_in, token)
    late = now + SECONDS_OF_LEEWAY + 1

    with pytest.raises(TokenRefused):
        read_logout_token(token, signed_in.app.extensions["provider"], "portal", lambda: late)


def test_a_request_that_was_under_way_does_not_bring_the_session_back(signed_in, provider):
    store = signed_in.app.extensions["session_store"]
    cookie = signed_in.http.get_cookie("portal_session").value
    digest = store.find(cookie).digest
    post(signed_in, provider.logout_token("portal"))
    store.change(digest, {"citizen": {"sub": "x"}}, ())

    assert store.find(cookie).has_ended
    assert not is_signed_in(signed_in)


@pytest.mark.parametrize(
    "changed",
    [
        {"typ": "JWT"},
        {"typ": "at+jwt"},
        {"aud": "health"},
        {"aud": None},
        {"iss": "https://attacker.example"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": None},
        {"iat": 9_999_999_999},
        {"iat": 1_000_000_000},
        {"jti": None},
        {"nonce": "n"},
        {"events": None},
        {"events": {}},
        {"events": {"https://example.org/other": {}}},
        {"events": {EVENT: True}},
        {"events": [EVENT]},
        {"sid": None, "sub": None},
        {"sid": "", "sub": None},
        {"sid": 7},
    ],
    ids=str,
)
def test_a_token_that_is_not_right_ends_nothing(signed_in, provider, changed):
    answer = post(signed_in, provider.logout_token("portal", **changed))

    assert answer.status_code == 400
    assert answer.json["error"] == "invalid_request"
    assert is_signed_in(signed_in)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_a_real_signature_ends_nothing(signed_in, provider, algorithm):
    claims = jwt.decode(provider.logout_token("portal"), provider.key, ["ES256"]).claims

    assert post(signed_in, forged_token(algorithm, claims, "logout+jwt")).status_code == 400
    assert is_signed_in(signed_in)


def test_a_token_of_another_key_ends_nothing(signed_in, provider):
    published = provider.published
    provider.rotate()
    token = provider.logout_token("portal")
    provider.published = published

    assert post(signed_in, token).status_code == 400
    assert is_signed_in(signed_in)


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "\x00", "é" * 50, "a" * 40_000], ids=len)
def test_what_is_no_token_ends_nothing(signed_in, text):
    assert post(signed_in, text).status_code == 400
    assert is_signed_in(signed_in)


def test_two_tokens_at_once_end_nothing(signed_in, provider):
    assert (
        post(signed_in, provider.logout_token("portal"), provider.logout_token("portal")).status_code == 400
    )
    assert is_signed_in(signed_in)


def test_without_keys_the_provider_is_asked_to_come_again(signed_in, provider):
    token = provider.logout_token("portal")
    signed_in.app.extensions["provider"]._metadata = {}
    provider.is_down = True

    assert post(signed_in, token).status_code == 503
