"""Permissions to register applications, in the API."""

import pytest

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord, InitialAccessToken
from tests.registrant import register
from tests.web.api.testing import problem

PATH = "/registration-tokens"
NOTE = {"note": "Phòng CNTT, cổng mới"}


def test_one_is_given_its_token_told_once_and_good(api):
    made = api.call(
        "POST", PATH, {**NOTE, "scopes": ["email"], "redirect_hosts": ["phong.example"], "uses": 2}
    )

    assert made.status_code == 201, made.text
    token = made.json["token"]
    (told,) = api.get(PATH).json["items"]
    assert told == {name: value for name, value in made.json.items() if name != "token"}
    assert (told["state"], told["uses_left"], told["scopes"]) == ("open", 2, ["openid", "email"])
    assert told["created_by"] == actor_id("robot")
    assert token not in api.get(PATH).text
    registered = register(token=token, redirect_uris=["https://phong.example/cb"], scope="openid email")
    assert registered.status_code == 201, registered.text
    assert api.get(PATH).json["items"][0]["uses_left"] == 1


def test_sent_again_the_same_one_is_told(api):
    first = api.call("POST", PATH, NOTE, Idempotency_Key="one").json
    again = api.call("POST", PATH, NOTE, Idempotency_Key="one").json

    assert first == again
    assert db.session.query(InitialAccessToken).count() == 1


def test_it_is_taken_back_once(api):
    made = api.call("POST", PATH, NOTE).json

    taken = api.call("POST", f"{PATH}/{made['id']}/revoke", {})

    assert (taken.status_code, taken.json["state"]) == (200, "revoked")
    problem(api.call("POST", f"{PATH}/{made['id']}/revoke", {}), 409, "not-now")
    problem(api.call("POST", f"{PATH}/nothing/revoke", {}), 404, "not-found")
    assert register(token=made["token"]).status_code == 401
    names = [each.name for each in db.session.query(AuditRecord).order_by(AuditRecord.id)]
    assert [name for name in names if "invitation" in name] == [
        "client.invitation_issued",
        "client.invitation_revoked",
    ]


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ({}, "missing-member"),
        ({"note": " "}, "bad-member"),
        ({**NOTE, "uses": "2"}, "bad-member"),
        ({**NOTE, "scopes": "email"}, "bad-member"),
        ({**NOTE, "uses": 0}, "bad-registration"),
        ({**NOTE, "scopes": ["sen:clients.write"]}, "bad-registration"),
        ({**NOTE, "until": "2020-01-01T00:00:00+07:00"}, "bad-registration"),
        ({**NOTE, "token": "x"}, "unknown-member"),
    ],
)
def test_a_bad_one_is_refused(api, sent, kind):
    problem(api.call("POST", PATH, sent), 422, kind)
    assert db.session.query(InitialAccessToken).count() == 0


def test_it_takes_its_scope_and_every_unit(a_program):
    for scopes in (["sen:clients.write", ALL_UNITS], ["sen:registration.write"]):
        robot = a_program(*scopes)
        problem(robot.call("POST", PATH, NOTE), 403, "insufficient-scope")
        problem(robot.get(PATH), 403, "insufficient-scope")
