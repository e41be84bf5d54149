"""The sandbox in the API: the coach's list and faults, and the connection checks of an application."""

import pytest

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.relying_parties.coach import that_apply
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.api import client_checks
from idp.web.current import services
from idp.web.sandbox import logout_try
from tests.builders import a_client
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem

LOGOUT = "https://yte.anlien.example/signed-out"


def test_the_coach_tells_what_it_has_seen(of_unit):
    client = a_client("trial", state="test", unit=UNIT)

    report = of_unit.get("/clients/trial/coach").json

    assert (report["client_id"], report["is_complete"]) == ("trial", False)
    assert [each["name"] for each in report["checks"]] == that_apply(client)
    assert {each["found"] for each in report["checks"]} == {"unseen"}


def test_a_logout_is_tried_and_the_list_told(of_unit, monkeypatch):
    a_client("trial", state="test", unit=UNIT)
    problem(of_unit.call("POST", "/clients/trial/coach/logout"), 409, "not-now")
    sent = []
    monkeypatch.setattr(
        services().logout_trial, "prepare", lambda client: lambda: sent.append(client.client_id)
    )

    assert of_unit.call("POST", "/clients/trial/coach/logout").json["client_id"] == "trial"
    assert sent == ["trial"]
    monkeypatch.setattr(logout_try, "MOST_TRIALS", 1)
    problem(of_unit.call("POST", "/clients/trial/coach/logout"), 429, "too-many-calls")
    assert sent == ["trial"]


def test_no_logout_is_tried_where_citizens_are(api):
    a_client("portal")

    problem(api.call("POST", "/clients/portal/coach/logout"), 409, "not-now")


def test_faults_are_switched_on_and_off(of_unit, clock):
    a_client("trial", state="test", unit=UNIT)

    on = of_unit.call("PUT", "/clients/trial/faults", {"faults": ["wrong_nonce"], "minutes": 10})

    assert (on.status_code, on.json["faults"]) == (200, ["wrong_nonce"])
    assert of_unit.get("/clients/trial/faults").json == on.json
    off = of_unit.call("PUT", "/clients/trial/faults", {"faults": []})
    assert off.json == {"faults": [], "until": None}
    records = db.session.query(AuditRecord).filter(AuditRecord.name.startswith("sandbox.")).all()
    assert [each.operator_id for each in records] == [actor_id("robot")] * 2


def test_they_are_over_by_themselves(a_program, clock):
    a_client("trial", state="test", unit=UNIT)
    a_program("sen:sandbox.use").call(
        "PUT", "/clients/trial/faults", {"faults": ["wrong_nonce"], "minutes": 1}
    )
    clock.advance(minutes=1)

    assert a_program("sen:sandbox.use").get("/clients/trial/faults").json["faults"] == []


def test_what_citizens_use_suffers_none(api):
    a_client("portal")

    problem(api.call("PUT", "/clients/portal/faults", {"faults": ["wrong_nonce"]}), 409, "not-now")
    assert db.session.get(Client, "portal").faults is None


@pytest.mark.parametrize(
    "sent",
    [{"faults": ["fire"]}, {"faults": "wrong_nonce"}, {"faults": [{}]}, {"faults": [], "minutes": 61}],
)
def test_bad_faults_are_refused(api, sent):
    a_client("trial", state="test")

    problem(api.call("PUT", "/clients/trial/faults", sent), 422, "bad-member")


@pytest.mark.parametrize("path", ["coach", "faults", "checks"])
def test_another_units_application_is_not_there(of_unit, path):
    a_client("theirs", state="test", unit="Sở Xây dựng")

    problem(of_unit.get(f"/clients/theirs/{path}"), 404, "not-found")


def test_nor_does_it_suffer(of_unit, a_program):
    a_client("theirs", state="test", unit="Sở Xây dựng")

    problem(of_unit.call("PUT", "/clients/theirs/faults", {"faults": []}), 404, "not-found")
    other = a_program("sen:clients.write", ALL_UNITS)
    problem(other.call("PUT", "/clients/theirs/faults", {"faults": []}), 403, "insufficient-scope")
    problem(other.get("/clients/theirs/coach"), 403, "insufficient-scope")


def test_connections_are_checked_and_not_too_often(api, monkeypatch):
    client = a_client("portal")
    client.metadata_ = {**client.metadata_, "backchannel_logout_uri": LOGOUT}
    db.session.commit()
    monkeypatch.setattr(client_checks, "MOST", 1)

    (check,) = api.get("/clients/portal/checks").json["items"]

    assert (check["member"], check["address"]) == ("backchannel_logout_uri", LOGOUT)
    assert check["found"][0]["verdict"] == "caution"
    problem(api.get("/clients/portal/checks"), 429, "too-many-calls")


def test_checking_takes_the_scope(a_program):
    a_client("portal")

    problem(a_program("sen:units.read", ALL_UNITS).get("/clients/portal/checks"), 403, "insufficient-scope")
