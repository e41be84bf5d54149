"""OAuth 2.0 Dynamic Client Registration Management (RFC 7592): the token, reading and removing."""

import json

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Authorization, Consent
from idp.web.current import services
from tests.builders import a_citizen, a_client
from tests.registrant import CALLBACK, audited, echo, invitation, register, registered, send
from tests.relying_party import RelyingParty, agree, signed_in

# 2 and 3: the token


def test_the_answer_names_the_place_and_the_token(app):
    mine = registered()

    assert mine.information["registration_client_uri"] == f"https://id.anlien.example{mine.path}"
    assert mine.path == f"/oauth/register/{mine.client_id}"
    assert len(mine.token) >= 43
    assert mine.token not in json.dumps({name: str(value) for name, value in vars(mine.row).items()})


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_wrong_token_does_not_tell_whether_there_is_such_an_application(app, method):
    mine, other = registered(), registered()
    a_client("by-an-operator")
    places = [mine.path, "/oauth/register/nobody", "/oauth/register/by-an-operator", "/oauth/register/%00%ff"]

    answers = [send(method, path, other.token, {"client_id": "x"}) for path in places]
    answers += [send(method, path, None, {"client_id": "x"}) for path in places]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["WWW-Authenticate"] for answer in answers}) == 1
    assert mine.read().status_code == 200


def test_an_initial_access_token_opens_no_registration(app):
    token = invitation(uses=2)

    assert send("GET", registered(token).path, token).status_code == 401


def test_a_token_in_the_address_is_refused(app):
    mine = registered()

    assert send("GET", f"{mine.path}?access_token={mine.token}", None).status_code == 400


def test_other_methods_are_not_taken(app):
    mine = registered()

    assert send("POST", mine.path, mine.token, {}).status_code == 405


def test_a_suspended_application_looks_after_nothing(app):
    # 2.1: 403 where the client has no permission
    mine = registered()
    document = echo(mine.information)
    services().client_desk.registrations.suspend(mine.client_id)
    db.session.commit()

    answers = [mine.read(), mine.put(document), mine.delete()]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert mine.row is not None


# 2.1: reading


def test_reading_tells_what_registering_told_but_for_the_secret(app):
    mine = registered(scope="openid profile", **{"policy_uri#en": "https://thuvien.example/en/privacy"})
    answer = mine.read()
    shown_once = {"client_secret", "client_secret_expires_at"}

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {name: value for name, value in mine.information.items() if name not in shown_once}


# 2.3: removing


def test_removing_takes_the_application_and_everything_it_was_given(app, client):
    mine = registered(scope="openid profile offline_access")
    citizen = a_citizen()
    signed_in(client, citizen)
    agree(citizen.id, mine.client_id)
    party = RelyingParty(client, mine.client_id, mine.information["client_secret"], redirect_uri=CALLBACK)
    tokens = party.tokens(scope="openid profile offline_access")
    assert party.userinfo(tokens["access_token"]).status_code == 200

    answer = mine.delete()

    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert mine.row is None
    assert mine.read().status_code == 401
    assert party.userinfo(tokens["access_token"]).status_code == 401
    assert party.refresh(tokens["refresh_token"]).json["error"] == "invalid_client"
    assert party.ask().status_code == 400
    assert db.session.scalars(select(Consent)).all() == db.session.scalars(select(Authorization)).all() == []


def test_removing_is_audited_as_the_applications_own(app):
    mine = registered()
    mine.delete()

    (record,) = [record for record in audited(client_id=mine.client_id) if record.name == "client.removed"]
    assert record.details["by"] == "client"


def test_removing_gives_no_use_of_the_permission_back(app):
    token = invitation()
    registered(token).delete()

    assert register(token=token).status_code == 401
