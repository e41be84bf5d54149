"""Operators in the API: read, invited, shut out, let back in."""

import pytest

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord, Operator, OperatorEnrolment
from idp.web.current import services
from tests.staff import an_operator, at_the_console, letters
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem

WISH = {"address": "minh@soyte.example", "role": "auditor"}


def denied():
    return db.session.query(AuditRecord).filter_by(name="operator.denied").all()


def test_one_is_read(api):
    an = an_operator("an", Role.AUDITOR)

    told = api.get(f"/operators/{an.id}").json

    assert told == {
        "id": an.id,
        "username": "an",
        "role": "auditor",
        "unit": None,
        "state": "active",
        "enrolled": True,
    }
    problem(api.get("/operators/nobody"), 404, "not-found")


def test_a_program_of_one_unit_reaches_the_operators_of_its_own(of_unit):
    own = an_operator("own", Role.UNIT_DEVELOPER, UNIT)
    other = an_operator("other", Role.UNIT_DEVELOPER, "Sở Xây dựng")

    assert [each["username"] for each in of_unit.get("/operators").json["items"]] == ["own"]
    problem(of_unit.get(f"/operators/{other.id}"), 404, "not-found")
    for act in ("suspend", "resume", "invite", "end-sessions"):
        problem(of_unit.call("POST", f"/operators/{other.id}/{act}", {}), 404, "not-found")
    assert of_unit.call("POST", f"/operators/{own.id}/suspend", {}).json["state"] == "suspended"
    assert {each.details["about"] for each in denied()} == {other.id}


def test_sessions_end_at_once(app, api):
    an = an_operator("an", Role.AUDITOR)
    browser = at_the_console(app, an)
    assert browser.get("/admin/me").status_code == 200

    assert api.call("POST", f"/operators/{an.id}/end-sessions", {}).status_code == 200

    assert browser.get("/admin/me").status_code == 303
    record = db.session.query(AuditRecord).filter_by(name="operator.sessions_ended").one()
    assert (record.operator_id, record.details["about"]) == (actor_id("robot"), an.id)


def test_somebody_is_suspended_and_let_back_in(api):
    an = an_operator("an", Role.AUDITOR)

    assert api.call("POST", f"/operators/{an.id}/suspend", {}).json["state"] == "suspended"
    assert api.call("POST", f"/operators/{an.id}/resume", {}).json["state"] == "active"


def test_the_last_province_administrator_stays_and_a_suspended_one_is_let_in_by_people(api):
    last, former = an_operator("last"), an_operator("former", state="suspended")

    problem(api.call("POST", f"/operators/{last.id}/suspend", {}), 409, "not-now")
    problem(api.call("POST", f"/operators/{former.id}/resume", {}), 403, "needs-people")

    assert {each.username: each.state for each in db.session.query(Operator)} == {
        "last": "active",
        "former": "suspended",
    }
    assert [each.details["about"] for each in denied()] == [former.id]


def test_a_program_of_a_unit_does_not_touch_an_auditor_of_it(of_unit):
    an = an_operator("an", Role.AUDITOR, UNIT)

    problem(of_unit.call("POST", f"/operators/{an.id}/suspend", {}), 403, "out-of-reach")
    problem(of_unit.call("POST", f"/operators/{an.id}/resume", {}), 403, "out-of-reach")


def test_somebody_is_invited(api, personal):
    personal.learn(WISH["address"])

    made = api.call("POST", "/invitations", WISH)

    assert made.status_code == 201, made.text
    assert [address for address, _, _ in letters()] == [WISH["address"]]
    assert db.session.get(OperatorEnrolment, made.json["id"]).created_by == actor_id("robot")


@pytest.mark.parametrize(
    ("changed", "status", "kind"),
    [
        ({"role": "province_administrator"}, 403, "needs-people"),
        ({"role": "king"}, 422, "bad-operator"),
        ({"address": "x"}, 422, "bad-operator"),
        ({"unit": "Sở không có"}, 422, "bad-operator"),
        ({"role": "unit_administrator"}, 422, "bad-operator"),
        ({"address": 7}, 422, "bad-member"),
        ({"state": "active"}, 422, "unknown-member"),
    ],
    ids=str,
)
def test_who_cannot_be_invited_is_not(api, changed, status, kind):
    problem(api.call("POST", "/invitations", {**WISH, **changed}), status, kind)

    assert letters() == []


def test_a_program_of_a_unit_invites_into_its_own(of_unit):
    services().operator_desk.units.make_missing(UNIT)
    db.session.commit()

    made = of_unit.call("POST", "/invitations", {**WISH, "role": "unit_developer", "unit": "Sở Xây dựng"})

    assert made.json["unit"] == UNIT
    problem(of_unit.call("POST", "/invitations", WISH), 422, "bad-operator")


def test_the_link_is_sent_again_while_nobody_has_enrolled(api):
    an = an_operator("an", Role.AUDITOR, address="an@soyte.example")
    waiting = an_operator("binh", Role.AUDITOR, address="binh@soyte.example")
    waiting.password_hash = ""
    db.session.commit()

    assert api.call("POST", f"/operators/{waiting.id}/invite", {}).json["enrolled"] is False
    problem(api.call("POST", f"/operators/{an.id}/invite", {}), 409, "not-now")
    assert [address for address, _, _ in letters()] == ["binh@soyte.example"]


def test_reading_does_not_give_writing(a_program):
    an, api = an_operator("an", Role.AUDITOR), a_program("sen:operators.read", ALL_UNITS)

    assert api.get(f"/operators/{an.id}").status_code == 200
    problem(api.call("POST", f"/operators/{an.id}/suspend", {}), 403, "insufficient-scope")
