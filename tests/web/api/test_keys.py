"""Signing keys in the API: rotated when that is due, else asked of two people."""

import pytest

from idp.operators.change_requests import Kind
from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord, ChangeRequest
from idp.web.current import services, settings
from tests.web.api.testing import problem

WHY = {"reason": "Theo lịch"}


def signing():
    return {each.kid for each in services().key_requests.ring() if each.state == "current"}


def test_what_is_due_is_done(a_program, clock):
    before = signing()
    clock.advance(days=2 * settings().key_rotation_every.days)
    api = a_program("sen:keys.rotate", ALL_UNITS)  # a token made before would be over

    answer = api.call("POST", "/keys/rotate", WHY)

    assert answer.status_code == 200, answer.text
    told = {each["kid"]: each["state"] for each in answer.json["items"]}
    assert {told[kid] for kid in before} == {"retired"}
    assert signing().isdisjoint(before)
    records = db.session.query(AuditRecord).filter_by(name="keys.rotated").all()
    assert {each.operator_id for each in records} == {actor_id("robot")}
    assert db.session.query(ChangeRequest).count() == 0


def test_out_of_schedule_people_are_asked_once_and_nothing_is_rotated(api):
    before = signing()

    asked = api.call("POST", "/keys/rotate", WHY)

    assert asked.status_code == 202, asked.text
    assert (asked.json["request"]["kind"], asked.json["request"]["state"]) == (Kind.KEY_ROTATION, "open")
    assert asked.json["request"]["asked_by"] == actor_id("robot")
    problem(api.call("POST", "/keys/rotate", WHY), 409, "not-now")
    assert signing() == before
    problem(api.call("POST", f"/requests/{asked.json['request']['id']}/approve", {}), 404, "http")


def test_destroying_a_key_is_always_asked_for(api):
    kid = sorted(signing())[0]

    asked = api.call("POST", f"/keys/{kid}/revoke", {"reason": "Bị lộ"})

    assert (asked.status_code, asked.json["request"]["subject"]) == (202, kid)
    assert kid in signing()
    problem(api.call("POST", f"/keys/{kid}/revoke", WHY), 409, "not-now")
    problem(api.call("POST", "/keys/nothing/revoke", WHY), 404, "not-found")


@pytest.mark.parametrize(
    ("sent", "kind"),
    [({}, "missing-member"), ({"reason": " "}, "bad-member"), ({"reason": 7}, "bad-member")],
)
def test_people_are_told_why(api, sent, kind):
    problem(api.call("POST", "/keys/rotate", sent), 422, kind)
    assert db.session.query(ChangeRequest).count() == 0


def test_reading_keys_does_not_rotate_them_nor_does_a_unit(a_program):
    for scopes in (["sen:keys.read", ALL_UNITS], ["sen:keys.rotate"]):
        problem(a_program(*scopes).call("POST", "/keys/rotate", WHY), 403, "insufficient-scope")
