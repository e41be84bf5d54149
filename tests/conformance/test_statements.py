"""How many SQL statements the hot paths cost; BEGIN and COMMIT excluded, audit rows included."""

from idp.store.db import db
from idp.store.models import Client
from tests.builders import a_client, a_machine
from tests.client_keys import a_signed_client
from tests.relying_party import RelyingParty, agree, signed_in
from tests.statements import objects_built


def test_an_authorization_request_in_a_live_session_costs_at_most_five(app, client, clock, statements):
    portal = _warm(client)
    clock.advance(minutes=2)  # so that the session's last use is noted, too

    with statements.counted():
        portal.ask()

    assert len(statements) <= 5, str(statements)


def test_a_token_request_by_code_costs_at_most_six(app, client, statements):
    portal = _warm(client)
    code = portal.code(scope="openid offline_access")

    with statements.counted():
        answer = portal.redeem(code)

    assert answer.status_code == 200
    assert len(statements) <= 6, str(statements)


def test_a_token_request_with_an_assertion_and_claims_in_the_id_token_costs_at_most_six(
    app, client, statements
):
    portal = a_signed_client(client)
    session = signed_in(client)
    agree(session.citizen_id, "signing")
    portal.tokens()
    code = portal.code(claims='{"id_token":{"email":null}}')

    with statements.counted():
        answer = portal.redeem(code)

    assert portal.claims(answer.json["id_token"])["email"]
    assert "refresh_token" in answer.json
    assert len(statements) <= 6, str(statements)


def test_a_refresh_costs_at_most_six(app, client, statements):
    portal = _warm(client)
    token = portal.tokens(scope="openid offline_access")["refresh_token"]

    with statements.counted():
        answer = portal.refresh(token)

    assert answer.status_code == 200
    assert len(statements) <= 6, str(statements)


def test_userinfo_costs_at_most_two(app, client, statements):
    portal = _warm(client)
    token = portal.tokens()["access_token"]

    with statements.counted():
        answer = portal.userinfo(token)

    assert answer.json["email"]
    assert len(statements) <= 2, str(statements)


def test_a_machine_token_costs_at_most_two(app, client, statements):
    _warm(client)
    a_machine()
    machine = RelyingParty(client, "nightly-sync")

    with statements.counted():
        answer = machine.post("/oauth/token", grant_type="client_credentials")

    assert answer.status_code == 200
    assert len(statements) <= 2, str(statements)


def test_introspection_costs_at_most_two(app, client, statements):
    portal = _warm(client)
    token = portal.tokens()["access_token"]

    with statements.counted():
        answer = portal.post("/oauth/introspect", token=token)

    assert answer.json["active"] is True
    assert len(statements) <= 2, str(statements)


def test_hot_paths_build_no_objects_of_rows(app, client):
    portal = _warm(client)
    a_machine()
    machine = RelyingParty(client, "nightly-sync")
    code = portal.code(scope="openid offline_access")

    with objects_built() as built:
        tokens = portal.redeem(code).json
        answers = [
            portal.refresh(tokens["refresh_token"]),
            portal.userinfo(tokens["access_token"]),
            portal.post("/oauth/introspect", token=tokens["access_token"]),
            machine.post("/oauth/token", grant_type="client_credentials"),
        ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert built == []


def test_an_object_that_is_built_is_noticed(app):
    a_client()
    db.session.expunge_all()

    with objects_built() as built:
        db.session.scalars(db.select(Client)).all()

    assert built == ["Client"]


def test_discovery_and_the_key_set_cost_none(app, client, statements):
    _warm(client)

    with statements.counted():
        client.get("/.well-known/openid-configuration")
        client.get("/oauth/jwks")

    assert len(statements) == 0, str(statements)


def _warm(client):
    """Everything that is read once per process has been read."""
    a_client()
    session = signed_in(client)
    agree(session.citizen_id)
    portal = RelyingParty(client)
    portal.keys()
    tokens = portal.tokens(scope="openid offline_access")
    portal.refresh(tokens["refresh_token"])
    return portal
