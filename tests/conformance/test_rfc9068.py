"""RFC 9068: JWT access tokens."""

from idp.store.db import db
from idp.store.models import Client


def test_2_1_the_header_says_what_it_is(portal):
    header = portal.header(portal.tokens()["access_token"])

    assert header["typ"] == "at+jwt"
    assert header["alg"] == "ES256"
    assert header["kid"] in {key["kid"] for key in portal.caller.get("/oauth/jwks").json["keys"]}


def test_2_2_the_required_claims_are_there(portal, clock):
    tokens = portal.tokens()
    claims, now = portal.claims(tokens["access_token"]), int(clock().timestamp())

    assert claims["iss"] == "https://id.anlien.example"
    assert (claims["iat"], claims["exp"]) == (now, now + 600)
    assert claims["aud"] == "https://id.anlien.example/oauth/userinfo"
    assert claims["sub"] == portal.claims(tokens["id_token"])["sub"]
    assert claims["client_id"] == "portal"
    assert len(claims["jti"]) >= 22


def test_2_2_1_how_the_citizen_signed_in_is_in_it(portal, clock):
    claims = portal.claims(portal.tokens()["access_token"])

    assert claims["auth_time"] == int(clock().timestamp()) - 60
    assert claims["acr"] == "https://id.anlien.example/acr/1"


def test_2_2_3_the_scope_is_in_it(portal):
    assert portal.claims(portal.tokens(scope="openid email")["access_token"])["scope"] == "openid email"


def test_nothing_personal_is_in_it(portal, person):
    token = portal.tokens(scope="openid profile email phone")["access_token"]

    text = str(portal.claims(token))
    assert not [value for value in vars(person).values() if value in text]


def test_5_the_audience_is_what_the_client_was_registered_for(portal):
    db.session.get(Client, "portal").audiences = ["http://localhost:8004"]

    with_openid = portal.claims(portal.tokens()["access_token"])
    without = portal.claims(portal.tokens(scope="email")["access_token"])

    assert with_openid["aud"] == ["http://localhost:8004", "https://id.anlien.example/oauth/userinfo"]
    assert without["aud"] == "http://localhost:8004"


def test_every_token_has_a_name_of_its_own(portal):
    names = {portal.claims(portal.tokens()["access_token"])["jti"] for _ in range(3)}

    assert len(names) == 3
