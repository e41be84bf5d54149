"""Operators in the API: read, moved, reset, shut out, let back in."""

import pytest

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord, Operator
from idp.web.current import services
from tests.staff import an_operator, at_the_console, letters
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem


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
        "version": an.version,
        "enrolled": True,
    }
    problem(api.get("/operators/nobody"), 404, "not-found")


def test_a_program_of_one_unit_reaches_the_operators_of_its_own(of_unit):
    own = an_operator("own", Role.UNIT_DEVELOPER, UNIT)
    other = an_operator("other", Role.UNIT_DEVELOPER, "Sở Xây dựng")

    assert [each["username"] for each in of_unit.get("/operators").json["items"]] == ["own"]
    problem(of_unit.get(f"/operators/{other.id}"), 404, "not-found")
    for act in ("suspend", "resume", "invite", "end-sessions", "reset-factor"):
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


def moved(api, operator, version=None, **post):
    return api.call("PATCH", f"/operators/{operator.id}", post, If_Match=f'"{version or operator.version}"')


def test_somebody_is_moved_and_works_anew(app, api):
    an = an_operator("an", Role.UNIT_DEVELOPER, UNIT)
    services().operator_desk.units.make_missing(UNIT)
    db.session.commit()
    browser = at_the_console(app, an)

    answer = moved(api, an, role="unit_administrator")

    assert (answer.json["role"], answer.json["unit"]) == ("unit_administrator", UNIT)
    assert answer.headers["ETag"] == api.get(f"/operators/{an.id}").headers["ETag"]
    assert browser.get("/admin/me").status_code == 303
    told = db.session.query(AuditRecord).filter_by(name="operator.moved").one()
    assert (told.operator_id, told.details["members"]) == (actor_id("robot"), ["role"])


def test_who_is_moved_was_read_first(api):
    an = an_operator("an", Role.AUDITOR)

    problem(api.call("PATCH", f"/operators/{an.id}", {"role": "approver"}), 428, "no-version")
    problem(moved(api, an, version=7, role="approver"), 412, "overtaken")
    assert db.session.get(Operator, an.id).role == "auditor"


def test_the_role_of_a_province_administrator_is_asked_for_and_a_person_decides(api):
    an, boss = an_operator("an", Role.AUDITOR), an_operator("boss")

    asked = moved(api, an, role="province_administrator")

    assert (asked.status_code, asked.json["request"]["kind"]) == (202, "operator.role")
    assert asked.json["request"]["asked_by"] == actor_id("robot")
    assert db.session.get(Operator, an.id).role == "auditor"
    problem(moved(api, an, role="province_administrator"), 409, "not-now")
    services().change_requests.approve(asked.json["request"]["id"], boss.id)
    assert db.session.get(Operator, an.id).role == "province_administrator"


@pytest.mark.parametrize(
    ("post", "status", "kind"),
    [
        ({"role": "king"}, 422, "bad-operator"),
        ({"unit": "Sở không có"}, 422, "bad-operator"),
        ({"role": 7}, 422, "bad-member"),
        ({"unit": []}, 422, "bad-member"),
        ({"state": "active"}, 422, "unknown-member"),
    ],
    ids=str,
)
def test_who_cannot_be_moved_is_not(api, post, status, kind):
    an = an_operator("an", Role.AUDITOR)

    problem(moved(api, an, **post), status, kind)
    assert (db.session.get(Operator, an.id).role, db.session.get(Operator, an.id).unit) == ("auditor", None)


def test_a_program_of_a_unit_moves_nobody_out_of_it_or_above_it(of_unit):
    an, auditor = an_operator("an", Role.UNIT_DEVELOPER, UNIT), an_operator("x", Role.AUDITOR, UNIT)

    problem(moved(of_unit, an, role="auditor"), 422, "bad-operator")
    problem(moved(of_unit, an, role="province_administrator"), 422, "bad-operator")
    problem(moved(of_unit, an, unit="Sở Xây dựng"), 422, "bad-operator")
    problem(moved(of_unit, auditor, role="unit_developer"), 403, "out-of-reach")
    assert moved(of_unit, an, role="unit_administrator").status_code == 200


def test_a_second_factor_is_reset_and_a_link_goes_out(app, api):
    an = an_operator("an", Role.AUDITOR, address="an@soyte.example")
    browser = at_the_console(app, an)

    assert api.call("POST", f"/operators/{an.id}/reset-factor", {}).status_code == 200

    assert db.session.get(Operator, an.id).totp_sealed is None
    assert browser.get("/admin/me").status_code == 303
    assert [address for address, _, _ in letters()] == ["an@soyte.example"]


def test_a_factor_is_not_reset_where_the_link_could_go_nowhere(api):
    an = an_operator("an", Role.AUDITOR)

    problem(api.call("POST", f"/operators/{an.id}/reset-factor", {}), 409, "not-now")
    assert db.session.get(Operator, an.id).totp_sealed is not None


def test_a_province_administrators_factor_is_reset_by_people(api):
    boss = an_operator("boss", address="boss@soyte.example")

    problem(api.call("POST", f"/operators/{boss.id}/reset-factor", {}), 403, "needs-people")
    assert (letters(), [each.details["about"] for each in denied()]) == ([], [boss.id])
