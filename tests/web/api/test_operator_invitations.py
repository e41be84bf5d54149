"""Invitations of operators in the API: sent, listed, taken back."""

import pytest

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord, OperatorEnrolment
from idp.web.current import services
from tests.staff import letters
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem

WISH = {"address": "minh@soyte.example", "role": "auditor"}


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


def test_what_nobody_has_followed_is_listed_without_an_address_and_taken_back(api, personal):
    personal.learn(WISH["address"])
    made = api.call("POST", "/invitations", WISH).json

    assert api.get("/invitations").json["items"] == [made]
    assert api.call("DELETE", f"/invitations/{made['id']}").status_code == 204
    assert api.get("/invitations").json["items"] == []
    problem(api.call("DELETE", f"/invitations/{made['id']}"), 404, "not-found")
    problem(api.call("DELETE", "/invitations/none"), 404, "not-found")
    told = db.session.query(AuditRecord).filter_by(name="operator.invitation_revoked").one()
    assert told.operator_id == actor_id("robot")


def test_a_program_of_a_unit_takes_back_its_own(a_program, of_unit):
    services().operator_desk.units.make_missing(UNIT)
    db.session.commit()
    province = a_program("sen:operators.write", "sen:operators.read", ALL_UNITS, client_id="province")
    other = province.call("POST", "/invitations", WISH).json
    kin = {"address": "lan@soyte.example", "role": "auditor", "unit": UNIT}
    above = province.call("POST", "/invitations", kin).json
    own = of_unit.call("POST", "/invitations", {"address": "an@soyte.example", "role": "unit_developer"}).json

    assert {each["id"] for each in of_unit.get("/invitations").json["items"]} == {own["id"], above["id"]}
    problem(of_unit.call("DELETE", f"/invitations/{other['id']}"), 404, "not-found")
    problem(of_unit.call("DELETE", f"/invitations/{above['id']}"), 403, "out-of-reach")
    assert of_unit.call("DELETE", f"/invitations/{own['id']}").status_code == 204
    assert db.session.query(AuditRecord).filter_by(name="operator.denied").count() == 2
    assert {each["id"] for each in province.get("/invitations").json["items"]} == {other["id"], above["id"]}
