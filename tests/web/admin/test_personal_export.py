"""A copy of one person's releases takes two people."""

import json
import re
from datetime import timedelta

import pytest

from idp.audit.events.oauth import ClaimsReleased
from idp.store.db import db
from idp.store.models import AuditRecord, ChangeRequest, Operator
from idp.web.current import services
from tests.web.admin.conftest import confirm

CITIZEN = "00000000-0000-0000-0000-00000000000c"
PATH = f"/admin/audit/releases/{CITIZEN}/copy"


@pytest.fixture
def auditor(console, lan):
    db.session.query(Operator).update({"role": "auditor"})
    services().audit.record(
        ClaimsReleased(
            citizen_id=CITIZEN, client_id="portal", authorization_id="a", claims=("name",), channel="userinfo"
        )
    )
    db.session.commit()
    return console


@pytest.fixture
def request_id(auditor):
    answer = auditor.submit(auditor.get(PATH), form="copy-form", reason="Công văn số 12")
    assert answer.status_code == 303
    return answer.location.rsplit("/", 1)[1]


def agree(request_id):
    services().change_requests.approve(request_id, "somebody-else")
    db.session.commit()


def take(auditor, request_id, citizen_id=CITIZEN):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', auditor.get(PATH).text)[1]
    address = f"/admin/audit/releases/{citizen_id}/copy/{request_id}"
    return auditor.post(address, data={"csrf_token": token})


def test_whoever_asked_takes_it_once_another_agreed(auditor, lan, request_id, clock):
    assert "Công văn số 12" in auditor.get(PATH).text
    agree(request_id)
    assert "Tải bản sao" in auditor.get(PATH).text
    answer = take(auditor, request_id)
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert [line.get("client_id") for line in lines] == [None, "portal", None]
    assert lines[0]["filters"]["citizen_id"] == CITIZEN
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "audit.exported").one()
    assert (noted.citizen_id, noted.operator_id) == (CITIZEN, lan.operator_id)
    assert noted.details["request_id"] == request_id


def test_nothing_is_given_before(auditor, request_id):
    assert "Tải bản sao" not in auditor.get(PATH).text
    assert take(auditor, request_id).status_code == 403


def test_nobody_agrees_to_their_own(auditor, lan, request_id):
    services().change_requests.approve(request_id, lan.operator_id)
    db.session.commit()

    assert take(auditor, request_id).status_code == 403


def test_the_door_closes_after_a_week(auditor, request_id, clock):
    agree(request_id)
    request = db.session.query(ChangeRequest).one()
    exports = services().personal_exports

    assert exports.may_take(request, request.asked_by)
    request.decided_at -= timedelta(days=7)
    assert not exports.may_take(request, request.asked_by)


def test_nobody_else_takes_it(auditor, request_id):
    agree(request_id)
    request = db.session.query(ChangeRequest).one()

    assert not services().personal_exports.may_take(request, "somebody-else")


def test_it_is_of_that_person_only(auditor, request_id):
    agree(request_id)

    assert take(auditor, request_id, CITIZEN[:-1] + "d").status_code == 404
    assert take(auditor, CITIZEN).status_code == 404


def test_a_reason_is_needed(auditor):
    assert auditor.submit(auditor.get(PATH), form="copy-form", reason=" ").status_code == 422


def test_a_proof_that_has_grown_old_is_asked_for_again(auditor, request_id, clock):
    agree(request_id)
    clock.advance(minutes=10)
    answer = take(auditor, request_id)

    confirm(auditor, clock, answer)
    assert take(auditor, request_id).status_code == 200


@pytest.mark.parametrize("role", ["approver", "help_desk", "key_custodian", "unit_administrator"])
def test_others_cannot_ask(console, role):
    db.session.query(Operator).update({"role": role})
    db.session.commit()

    assert console.get(PATH).status_code == 403
