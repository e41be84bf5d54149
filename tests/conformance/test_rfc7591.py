"""OAuth 2.0 Dynamic Client Registration (RFC 7591): metadata, section 2, and its refusals, section 3.2.2."""

import json

from tests.registrant import CALLBACK, DOCUMENT, KEY, clients_kept, invitation, refused, register, registered

# 2: client metadata

STANDARD = {
    "redirect_uris": [CALLBACK, "https://thuvien.example/other?a=b"],
    "token_endpoint_auth_method": "client_secret_post",
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "client_name": "Thư viện tỉnh",
    "client_name#vi": "Thư viện tỉnh",
    "client_name#en": "Provincial library",
    "client_uri": "https://thuvien.example/",
    "client_uri#en": "https://thuvien.example/en",
    "logo_uri": "https://thuvien.example/logo.svg",
    "logo_uri#vi": "https://thuvien.example/logo-vi.svg",
    "scope": "openid profile offline_access",
    "contacts": ["cntt@thuvien.example", "Phòng CNTT"],
    "tos_uri": "https://thuvien.example/terms",
    "tos_uri#en": "https://thuvien.example/en/terms",
    "policy_uri": "https://thuvien.example/privacy",
    "policy_uri#vi": "https://thuvien.example/quyen-rieng-tu",
    "jwks": {"keys": [KEY]},
    "software_id": "4NRB1-0XZABZI9E6-5SM3R",
    "software_version": "2.1.0",
}


def test_every_member_is_kept_and_told(app):
    told = registered(**STANDARD).information

    assert {name: told.get(name) for name in STANDARD} == STANDARD


def test_keys_may_be_fetched_instead(app):
    told = registered(
        token_endpoint_auth_method="private_key_jwt", jwks_uri="https://thuvien.example/jwks.json"
    ).information

    assert told["jwks_uri"] == "https://thuvien.example/jwks.json"
    assert "client_secret" not in told


def test_defaults(app):
    told = registered(client_name=None, **{"client_name#en": None, "contacts": None}).information

    assert told["token_endpoint_auth_method"] == "client_secret_basic"
    assert told["grant_types"] == ["authorization_code"]
    assert told["response_types"] == ["code"]
    assert told["scope"] == "openid profile email phone address"
    assert told["client_name"] == told["client_id"]


def test_what_is_unknown_is_passed_over(app):
    told = registered(favourite_colour="jade", client_id="mine", client_secret="x" * 40).information

    assert "favourite_colour" not in told
    assert told["client_id"] != "mine"
    assert told["client_secret"] != "x" * 40


def test_a_member_that_is_null_was_left_out(app):
    sent = {**DOCUMENT, "logo_uri": None, "jwks": None}
    answer = register(json.dumps(sent).encode(), invitation())

    assert answer.status_code == 201
    assert "logo_uri" not in answer.json


def test_language_tags_are_read_whatever_their_case_and_other_languages_passed_over(app):
    # 2.2
    told = registered(**{"client_name#en": None, "client_name#EN": "Library", "client_name#fr": "Livres"})

    assert told.information["client_name#en"] == "Library"
    assert "client_name#fr" not in told.information


WRONG = (
    # 2.1: grants and response types belong together
    ({"grant_types": ["refresh_token"]}, "refresh_token without authorization_code"),
    ({"grant_types": ["authorization_code"], "response_types": []}, "response_types"),
    # the flows that are not offered, and why
    ({"response_types": ["id_token"]}, "implicit and hybrid flows are not offered"),
    ({"response_types": ["code", "code id_token"]}, "response_types"),
    ({"response_types": ["token"], "grant_types": ["implicit"]}, "implicit and password are not offered"),
    ({"grant_types": ["password"], "response_types": []}, "grant_types"),
    # 2: keys by value or by reference
    ({"jwks": {"keys": [KEY]}, "jwks_uri": "https://thuvien.example/jwks"}, "jwks does not go together"),
    ({"jwks": {"keys": [{**KEY, "d": "AAAA"}]}}, "jwks contains a private"),
    ({"jwks": {"keys": [{"kty": "oct", "k": "AAAA"}]}}, "jwks contains a private"),
    ({"jwks": "https://thuvien.example/jwks"}, "jwks has the wrong type"),
    ({"token_endpoint_auth_method": "private_key_jwt"}, "jwks is missing"),
    ({"token_endpoint_auth_method": "magic"}, "token_endpoint_auth_method"),
    ({"client_name": "x" * 500}, "client_name is too long"),
    ({"client_name": 7}, "client_name has the wrong type"),
    ({"client_name": "Thư viện\u202e"}, "client_name contains control"),
    ({"contacts": "cntt@thuvien.example"}, "contacts has the wrong type"),
    ({"contacts": ["a"] * 30}, "contacts has too many"),
    ({"logo_uri": "javascript:alert(1)"}, "logo_uri is not an address"),
    ({"tos_uri#en": "data:text/html,x"}, "tos_uri#en is not an address"),
    ({"scope": "openid\nprofile"}, "scope"),
)


def test_members_that_are_wrong_are_refused_by_name(app):
    token = invitation()
    for changed, named in WRONG:
        assert named in refused(register(token=token, **changed))

    assert clients_kept() == 0


WRONG_ADDRESSES = (
        (["https://thuvien.example/callback#done"], "redirect_uris is not an address that may be used: fragment"),
        (["http://thuvien.example/callback"], "plain http"),
        ([CALLBACK, "https://thuvien.example/*"], "redirect_uris[1] is not an address that may be used: wildcard"),
        (["vn.example.app:/callback"], "redirect_uris"),
    (["https://[::1/callback"], "redirect_uris is not an address that may be used: bad host"),
    (["https://thuvien.example:port/"], "bad port"),
    (["https://portal.anlien.example@thuvien.example/"], "userinfo"),
        ([CALLBACK, CALLBACK], "redirect_uris names the same entry twice."),
        ([7], "redirect_uris[0] has the wrong type"),
        ([f"https://thuvien.example/{number}" for number in range(51)], "redirect_uris has too many"),
        ("https://thuvien.example/callback", "redirect_uris has the wrong type"),
        (None, "redirect_uris is missing"),
)  # fmt: skip


def test_redirect_uris_that_are_wrong_are_refused(app):
    # 3.2.2
    token = invitation()
    for uris, named in WRONG_ADDRESSES:
        assert named in refused(register(token=token, redirect_uris=uris), "invalid_redirect_uri")

    assert clients_kept() == 0


def test_a_refusal_repeats_nothing_that_was_sent(app):
    said = refused(
        register(token=invitation(), redirect_uris=["https://wicked.example/#x"], grant_types=["wickedness"]),
        "invalid_client_metadata",
    )

    assert "wicked" not in said
