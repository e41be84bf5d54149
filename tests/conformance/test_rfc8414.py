"""RFC 8414, OAuth 2.0 Authorization Server Metadata: the same document beside OpenID Connect discovery, and signed."""

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from idp.keys.ring import KeyRing
from idp.store.db import db
from idp.web.current import services
from tests.installation import changed
from tests.statements import Statements

ISSUER = "https://id.anlien.example"
OAUTH, OPENID = "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"


def test_3_both_places_hold_one_document(client):
    oauth, openid = client.get(OAUTH), client.get(OPENID)

    assert (oauth.status_code, oauth.mimetype) == (200, "application/json")
    assert oauth.data == openid.data
    assert oauth.headers["Access-Control-Allow-Origin"] == "*"


def test_3_1_an_issuer_without_a_path_has_none_in_the_address(client):
    for place in (OAUTH, OPENID):
        answer = client.get(f"{place}/sso")
        assert (answer.status_code, answer.mimetype) == (404, "application/json")


class TestAnIssuerWithAPath:
    @pytest.fixture
    def settings(self, settings):
        return changed(settings, issuer=f"{ISSUER}/sso/tinh")

    def test_3_1_its_path_follows_the_well_known_part(self, client):
        answer = client.get(f"{OAUTH}/sso/tinh")

        assert answer.json["issuer"] == f"{ISSUER}/sso/tinh"
        assert answer.json["token_endpoint"] == f"{ISSUER}/sso/tinh/oauth/token"
        assert client.get(f"{OPENID}/sso/tinh").data == answer.data

    def test_3_1_another_path_is_another_issuer(self, client):
        for path in ("sso", "sso/tinh/", "sso/tinh/x", "tinh"):
            assert client.get(f"{OAUTH}/{path}").status_code == 404, path

    def test_5_the_place_of_openid_connect_discovery_stays(self, client):
        # A proxy takes the issuer's path away.
        assert client.get(OPENID).data == client.get(f"{OAUTH}/sso/tinh").data


def test_2_1_signed_metadata_say_the_same_with_a_published_key(client):
    document = client.get(OAUTH).json
    token = jwt.decode(document["signed_metadata"], _keys(client), ["ES256"])

    said = {name: value for name, value in document.items() if name != "signed_metadata"}
    assert token.claims == {**said, "iss": ISSUER}
    assert token.header["kid"] in {key["kid"] for key in client.get("/oauth/jwks").json["keys"]}
    assert token.header["typ"] == "JWT"


def test_2_1_signed_metadata_pass_for_no_token_of_ours(portal):
    signed = portal.caller.get(OAUTH).json["signed_metadata"]

    assert portal.userinfo(signed).status_code == 401
    assert portal.post("/oauth/introspect", token=signed).json == {"active": False}
    assert portal.answer(prompt="none", id_token_hint=signed)["error"] == "login_required"


def test_the_signature_is_made_once_and_again_when_the_key_changes(client, clock):
    first, again = client.get(OAUTH), client.get(OAUTH)
    services().rotation.rotate()
    db.session.commit()
    clock.advance(seconds=KeyRing.FRESH_FOR.total_seconds())
    after = client.get(OAUTH)

    assert first.data == again.data
    assert first.headers["ETag"] != after.headers["ETag"]
    kids = [
        jwt.decode(answer.json["signed_metadata"], _keys(client), ["ES256"]).header["kid"]
        for answer in (first, after)
    ]
    assert len(set(kids)) == 2


def test_a_copy_signed_by_another_process_is_no_change(app, client):
    first = client.get(OAUTH)
    published = services().provider.published
    other = type(published)(services().settings.issuer, services().ring)

    assert other.discovery().text != first.data
    assert client.get(OAUTH, headers={"If-None-Match": f'W/"{other.discovery().etag}"'}).status_code == 304


def test_it_costs_no_statement(client, statements: Statements):
    client.get(OAUTH)
    with statements.counted():
        client.get(OAUTH)

    assert len(statements) == 0, str(statements)


def _keys(client):
    return KeySet.import_key_set(client.get("/oauth/jwks").json)
