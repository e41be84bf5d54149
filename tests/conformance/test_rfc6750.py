"""RFC 6750: bearer tokens, at UserInfo."""

from idp.store.db import db
from idp.store.models import BrowserSession, Citizen, Client


def test_2_1_the_scheme_is_taken_in_any_case(portal):
    token = portal.tokens()["access_token"]

    for scheme in ("Bearer", "bearer", "BEARER"):
        answer = portal.caller.get("/oauth/userinfo", headers={"Authorization": f"{scheme} {token}"})
        assert answer.status_code == 200


def test_2_2_a_token_may_come_in_the_form_of_a_post(portal):
    token = portal.tokens()["access_token"]

    assert portal.caller.post("/oauth/userinfo", data={"access_token": token}).status_code == 200
    assert (
        portal.caller.post("/oauth/userinfo", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    )


def test_2_a_token_comes_in_one_way(portal):
    token = portal.tokens()["access_token"]

    answer = portal.caller.post(
        "/oauth/userinfo", data={"access_token": token}, headers={"Authorization": f"Bearer {token}"}
    )

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_2_3_a_token_in_the_address_is_refused(portal):
    token = portal.tokens()["access_token"]

    answer = portal.caller.get("/oauth/userinfo", query_string={"access_token": token})

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_3_without_a_token_the_challenge_names_no_error(portal):
    answer = portal.caller.get("/oauth/userinfo")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="oauth"')
    assert "error" not in answer.headers["WWW-Authenticate"]


def test_3_1_a_bad_token_is_refused_with_a_challenge(portal):
    for token in ["x", "a.b.c", "e30.e30.e30", "x" * 20_000, "[[[[" * 1000, "eyJhbGciOiJub25lIn0.e30."]:
        answer = portal.userinfo(token)

        assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_3_1_an_expired_token_is_refused(portal, clock):
    token = portal.tokens()["access_token"]
    clock.advance(minutes=10)

    assert portal.userinfo(token).status_code == 401


def test_3_1_a_token_without_openid_opens_nothing(portal):
    token = portal.tokens(scope="email")["access_token"]

    answer = portal.userinfo(token)

    assert (answer.status_code, answer.json["error"]) == (403, "insufficient_scope")


def test_an_id_token_is_no_access_token(portal):
    assert portal.userinfo(portal.tokens()["id_token"]).status_code == 401


def test_a_token_dies_with_what_it_stands_on(portal, citizen):
    token = portal.tokens()["access_token"]
    client, session = db.session.get(Client, "portal"), db.session.query(BrowserSession).one()
    person = db.session.get(Citizen, citizen.id)

    for row, name, value in ((client, "state", "suspended"), (person, "state", "suspended"),
                             (session, "ended_at", session.started_at)):  # fmt: skip
        before = getattr(row, name)
        setattr(row, name, value)
        assert portal.userinfo(token).status_code == 401, name
        setattr(row, name, before)
        assert portal.userinfo(token).status_code == 200, name


def test_offline_access_outlives_the_session(portal, clock):
    token = portal.tokens(scope="openid offline_access")["access_token"]
    db.session.query(BrowserSession).one().ended_at = clock()

    assert portal.userinfo(token).status_code == 200
