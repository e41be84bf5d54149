"""RFC 9728, OAuth 2.0 Protected Resource Metadata: for UserInfo and the grant management endpoint."""

import re

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from idp.oauth.resource_metadata import metadata_address
from tests.installation import changed

ISSUER = "https://id.anlien.example"
USERINFO = "/.well-known/oauth-protected-resource/oauth/userinfo"
GRANTS = "/.well-known/oauth-protected-resource/oauth/grants"


def test_2_userinfo_says_who_issues_its_tokens_and_how_they_are_shown(client):
    answer = client.get(USERINFO)
    said, provider = answer.json, client.get("/.well-known/openid-configuration").json

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert said["resource"] == provider["userinfo_endpoint"]
    assert said["authorization_servers"] == [provider["issuer"]]
    assert said["bearer_methods_supported"] == ["header", "body"]
    assert set(said["scopes_supported"]) <= set(provider["scopes_supported"])
    assert said["jwks_uri"] == provider["jwks_uri"]
    assert said["resource_signing_alg_values_supported"] == provider["userinfo_signing_alg_values_supported"]
    assert said["dpop_signing_alg_values_supported"] == provider["dpop_signing_alg_values_supported"]
    assert said["dpop_bound_access_tokens_required"] is False
    assert said["resource_name"] == "UserInfo"
    assert said["resource_name#vi"]


def test_2_what_it_says_of_ways_to_show_a_token_is_true(portal):
    token = portal.tokens()["access_token"]

    assert portal.userinfo(token).status_code == 200
    assert portal.post("/oauth/userinfo", headers={}, access_token=token).status_code == 200
    assert portal.caller.get("/oauth/userinfo", query_string={"access_token": token}).status_code == 400


def test_2_the_grant_management_endpoint_has_its_own(client):
    said = client.get(GRANTS).json

    assert said["resource"] == f"{ISSUER}/oauth/grants"
    assert said["scopes_supported"] == ["grant_management_query", "grant_management_revoke"]
    assert said["bearer_methods_supported"] == ["header"]


def test_2_2_signed_metadata_say_the_same(client):
    said = client.get(USERINFO).json
    keys = KeySet.import_key_set(client.get("/oauth/jwks").json)
    claims = jwt.decode(said.pop("signed_metadata"), keys, ["ES256"]).claims

    assert claims == {**said, "iss": ISSUER}


def test_3_the_well_known_part_stands_between_host_and_path():
    assert (
        metadata_address("https://a.example/b/userinfo")
        == "https://a.example/.well-known/oauth-protected-resource/b/userinfo"
    )


def test_3_other_resources_have_none_here(client):
    for path in ("", "/oauth/token", "/x", "/oauth/userinfo/x"):
        assert client.get(f"/.well-known/oauth-protected-resource{path}").status_code == 404, path


class TestAnIssuerWithAPath:
    @pytest.fixture
    def settings(self, settings):
        return changed(settings, issuer=f"{ISSUER}/sso")

    def test_3_1_its_path_is_the_resources(self, client):
        said = client.get("/.well-known/oauth-protected-resource/sso/oauth/userinfo").json

        assert said["resource"] == f"{ISSUER}/sso/oauth/userinfo"
        assert client.get(USERINFO).status_code == 404


def test_5_1_a_refusal_says_where_the_metadata_are(portal):
    refusals = [
        portal.caller.get("/oauth/userinfo"),
        portal.userinfo("x"),
        portal.userinfo("x.y.z"),
        portal.caller.get("/oauth/grants/x"),
    ]

    for answer in refusals:
        assert answer.status_code == 401
        (address,) = set(re.findall(r'resource_metadata="([^"]+)"', answer.headers["WWW-Authenticate"]))
        said = portal.caller.get(address.removeprefix(ISSUER)).json
        assert said["resource"] == ISSUER + answer.request.path.removesuffix("/x")


def test_5_1_other_endpoints_challenge_as_before(portal):
    answer = portal.post("/oauth/token", headers={"Authorization": "Basic eDp5"}, grant_type="refresh_token")

    assert "resource_metadata" not in answer.headers["WWW-Authenticate"]


def test_scripts_of_other_origins_may_read_it(client):
    assert client.get(USERINFO).headers["Access-Control-Allow-Origin"] == "*"
