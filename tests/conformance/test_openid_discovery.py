"""OpenID Connect Discovery 1.0, 3 and 4; RFC 8414; RFC 7517 for the key set."""

import re

import pytest
from babel import Locale

from idp.keys.ring import KeyRing
from idp.store.db import db
from idp.web.current import services

ISSUER = "https://id.anlien.example"


@pytest.fixture
def document(client):
    answer = client.get("/.well-known/openid-configuration")
    assert answer.status_code == 200
    return answer.json


def test_4_it_is_json_at_the_well_known_place_without_a_redirect(client):
    answer = client.get("/.well-known/openid-configuration")

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_4_3_the_issuer_is_the_address_to_the_character(document):
    assert document["issuer"] == ISSUER


def test_3_every_endpoint_is_an_absolute_https_address(document):
    addresses = {name: value for name, value in document.items() if name.endswith(("_endpoint", "_uri"))}

    assert {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"} <= addresses.keys()
    assert all(value.startswith(f"{ISSUER}/oauth/") for value in addresses.values())


def test_every_endpoint_answers(client, document):
    for name, address in document.items():
        if name.endswith(("_endpoint", "_uri")):
            assert client.get(address.removeprefix(ISSUER)).status_code != 404, name


def test_3_lists_are_lists_of_texts_and_truths_are_truths(document):
    for name, value in document.items():
        if name.endswith("_supported") and not isinstance(value, bool):
            assert isinstance(value, list), name
            assert all(isinstance(item, str) for item in value), name
        assert value not in ("true", "false"), name


def test_3_what_must_be_there_is_there(document):
    assert document["response_types_supported"] == ["code"]
    assert set(document["subject_types_supported"]) == {"pairwise", "public"}
    assert "RS256" in document["id_token_signing_alg_values_supported"]
    assert "openid" in document["scopes_supported"]
    assert {"sub", "name", "email"} <= set(document["claims_supported"])
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert set(document["grant_types_supported"]) == {
        "authorization_code",
        "refresh_token",
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:openid:params:grant-type:ciba",
    }
    assert document["response_modes_supported"] == ["query", "form_post", "jwt", "query.jwt", "form_post.jwt"]
    assert "private_key_jwt" in document["token_endpoint_auth_methods_supported"]


def test_8414_3_clients_that_know_only_oauth_find_the_same_document(client, document):
    assert client.get("/.well-known/oauth-authorization-server").json == document


def test_what_is_not_offered_is_not_claimed(document):
    assert "none" not in str([value for name, value in document.items() if "_alg_" in name])


def test_only_levels_that_can_be_returned_are_advertised(document):
    assert document["acr_values_supported"] == [f"{ISSUER}/acr/1", f"{ISSUER}/acr/2", "LoA1", "LoA2"]


def test_language_tags_are_canonical(document):
    assert [str(Locale.parse(tag)) for tag in document["ui_locales_supported"]] == ["vi", "en"]


def test_the_guide_that_it_leads_to_is_for_everybody(client, document):
    assert document["service_documentation"].startswith(ISSUER)

    assert client.get(document["service_documentation"].removeprefix(ISSUER)).status_code == 200


def test_no_member_is_of_our_own_invention(document):
    assert all(re.fullmatch(r"[a-z_]+", name) for name in document)
    assert not [name for name in document if name.startswith(("sen", "vn_", "idp"))]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/oauth/jwks"])
def test_both_documents_may_be_kept_and_asked_again(client, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(path, headers={"If-None-Match": '"another"'})

    assert re.fullmatch(r"public, max-age=\d+", first.headers["Cache-Control"])
    assert (again.status_code, again.data) == (304, b"")
    assert other.data == first.data


def test_the_same_content_has_the_same_bytes(client):
    path = "/.well-known/openid-configuration"

    assert client.get(path).data == client.get(path).data


def test_7517_only_public_members_are_published(client):
    keys = client.get("/oauth/jwks").json["keys"]

    assert len({key["kid"] for key in keys}) == len(keys) >= 3
    assert all(key["use"] == "sig" for key in keys)
    assert not [key for key in keys if {"d", "p", "q", "dp", "dq", "qi", "k"} & key.keys()]
    assert {key["kty"] for key in keys} == {"RSA", "EC", "OKP"}


def test_10_1_1_a_rotation_adds_a_key_and_keeps_the_old_one(client, clock):
    before = client.get("/oauth/jwks")
    services().rotation.rotate()
    db.session.commit()
    clock.advance(seconds=KeyRing.FRESH_FOR.total_seconds())
    after = client.get("/oauth/jwks")

    kids = [{key["kid"] for key in answer.json["keys"]} for answer in (before, after)]
    assert kids[0] < kids[1]
    assert before.headers["ETag"] != after.headers["ETag"]


def test_10_1_1_old_tokens_verify_after_a_rotation(portal, clock):
    token = portal.tokens()["id_token"]
    services().rotation.rotate()
    db.session.commit()
    clock.advance(seconds=10)

    assert portal.claims(token)["sub"]
    fresh = portal.tokens()
    assert portal.header(fresh["id_token"])["kid"] != portal.header(token)["kid"]
    assert portal.userinfo(fresh["access_token"]).status_code == 200
