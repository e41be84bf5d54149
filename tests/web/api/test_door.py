"""Who is let into the API."""

from datetime import timedelta

import pytest

from idp.operators.machine_rights import ALL_UNITS
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.api import door
from idp.web.current import services
from tests.builders import CLIENT_SECRET
from tests.web.api.conftest import Api, a_token
from tests.web.api.testing import problem


def test_a_program_comes_in_with_a_token_of_the_token_endpoint(app, client, a_program):
    a_program()  # it is registered
    robot = db.session.get(Client, "robot")
    robot.audiences = [door.audience()]
    robot.metadata_ = {**robot.metadata_, "scope": "sen:units.read"}
    db.session.commit()
    answer = client.post(
        "/oauth/token", data={"grant_type": "client_credentials"}, auth=("robot", CLIENT_SECRET)
    )

    assert Api(client, answer.json["access_token"]).get("/units").status_code == 200


def test_without_a_token_nobody_comes_in(client):
    answer = client.get("/api/v1/units")

    assert problem(answer, 401, "no-token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "changed",
    [
        {"audience": ["https://id.anlien.example"]},
        {"subject": "a-citizen"},
        {"authorization_id": "x"},
        {"client_id": "gone", "subject": "gone"},
    ],
    ids=str,
)
def test_a_token_for_something_else_does_not_open_it(client, a_program, changed):
    a_program()

    answer = Api(client, a_token("robot", "sen:units.read", **changed)).get("/units")

    assert problem(answer, 401, "invalid-token")


@pytest.mark.parametrize("state", ["draft", "requested", "test", "suspended", "retired"])
def test_only_live_programs_come_in(a_program, state):
    api = a_program("sen:units.read")
    db.session.get(Client, "robot").state = state
    db.session.commit()

    assert api.get("/units").status_code == 401


def test_a_revoked_token_is_over(a_program):
    api = a_program("sen:units.read")
    token = services().provider.access_tokens.read(api.token)
    services().provider.outside.revoked_tokens.add(token.jti, token.expires_at)
    db.session.commit()

    assert api.get("/units").status_code == 401


def test_a_bound_token_needs_its_key(client, a_program):
    a_program()

    answer = Api(client, a_token("robot", "sen:units.read", bound_to={"jkt": "x" * 43})).get("/units")

    assert answer.status_code == 401


def test_a_token_in_the_address_is_refused(client, a_program):
    api = a_program("sen:units.read")

    answer = client.get("/api/v1/units", query_string={"access_token": api.token})

    assert problem(answer, 400, "token-in-address")


def test_the_scope_is_asked_for_and_its_lack_recorded(a_program):
    answer = a_program("sen:units.read").get("/clients")

    assert problem(answer, 403, "insufficient-scope")
    assert 'scope="sen:clients.read"' in answer.headers["WWW-Authenticate"]
    record = db.session.query(AuditRecord).filter_by(name="operator.denied").one()
    assert (record.client_id, record.details["right"]) == ("robot", "see_clients")


def test_calls_are_counted(a_program, monkeypatch):
    monkeypatch.setattr(door, "MOST_CALLS", 2)
    api = a_program("sen:units.read")

    codes = [
        api.call(*call).status_code for call in (("GET", "/units"), ("POST", "/units", {}), ("GET", "/units"))
    ]

    assert codes == [200, 403, 429]
    assert timedelta(seconds=60) == door.PERIOD


def test_what_belongs_to_no_unit_takes_the_scope_for_all(a_program):
    alone = a_program("sen:audit.read")
    assert alone.get("/audit").status_code == 403

    assert a_program("sen:audit.read", ALL_UNITS).get("/audit").status_code == 200


def test_a_program_without_a_unit_sees_nothing_of_units(a_program):
    api = a_program("sen:clients.read", "sen:units.read", client_id="nobodys", unit="")

    assert api.get("/clients").json["items"] == []
    assert api.get("/units").json["items"] == []
