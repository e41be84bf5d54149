"""What names citizens and leaves the console needs two people: records of the log, and whom a breach affects."""

import csv
import io
import json
import re

import pytest

from idp.audit.events.oauth import ClaimsReleased
from idp.store.db import db
from idp.store.models import AuditRecord, Breach, ChangeRequest, Operator
from idp.web.current import services
from tests.builders import a_client
from tests.web.admin.conftest import confirm
from tests.web.admin.test_breaches import opened, pressed

COPIES = "/admin/audit/copies"


@pytest.fixture
def released(console):
    a_client("health", name="Sở Y tế")
    for client_id in ("health", "land"):
        services().audit.record(
            ClaimsReleased(
                citizen_id=f"c-{client_id}",
                client_id=client_id,
                authorization_id="a",
                claims=("name",),
                channel="userinfo",
            )
        )
    db.session.commit()


def asked(console, path):
    answer = console.submit(console.get(path), form="copy-form", reason="Công văn số 12")
    assert answer.status_code == 303
    return db.session.query(ChangeRequest).one()


def agree(request):
    services().change_requests.approve(request.id, "somebody-else")
    db.session.commit()


def take(console, path, request_id, **values):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', console.get(path).text)[1]
    return console.post(f"{path.partition('?')[0]}/{request_id}", data={"csrf_token": token, **values})


def test_the_whole_log_is_taken_once_another_agreed(console, released, lan):
    request = asked(console, COPIES)
    assert take(console, COPIES, request.id, form="jsonl").status_code == 403
    agree(request)
    lines = [json.loads(line) for line in take(console, COPIES, request.id, form="jsonl").text.splitlines()]

    assert lines[0]["complete"]
    assert {"c-health", "c-land"} <= {line.get("citizen_id") for line in lines}
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "audit.exported").one()
    assert (noted.operator_id, noted.details["request_id"]) == (lan.operator_id, request.id)


def test_what_was_agreed_on_leaves_and_nothing_else(console, released):
    request = asked(console, f"{COPIES}?client_id=health")
    assert "Sở Y tế" in console.get(f"/admin/requests/{request.id}").text
    listed = console.get(f"{COPIES}?client_id=land").text
    assert "Ứng dụng: Sở Y tế<br>" in listed
    agree(request)
    taken = take(console, COPIES, request.id, form="csv", client_id="land").text

    assert "c-health" in taken
    assert "c-land" not in taken


def test_one_persons_records_have_a_request_of_their_own(console):
    assert console.get(f"{COPIES}?citizen=00000000-0000-0000-0000-00000000000c").status_code == 403
    assert console.get(f"{COPIES}?act=no.such").status_code == 400


@pytest.fixture
def breach(console, released):
    path = opened(console).location
    pressed(console, path, "count")
    return path


def test_the_second_person_sees_how_many_of_which_applications_and_when(console, breach):
    request = asked(console, f"{breach}/people")
    page = console.get(f"/admin/requests/{request.id}").text

    assert "Mất ổ cứng" in page
    assert re.search(r"Số người</th><td[^>]*>2<", page)
    assert "Sở Y tế, land" in page
    assert "02/11/2026" in page


def test_the_same_list_is_not_asked_for_twice_while_it_waits(console, breach):
    path = f"{breach}/people"
    first = asked(console, path)

    assert asked(console, path).id == first.id
    agree(first)
    console.submit(console.get(path), form="copy-form", reason="Công văn số 13")
    assert db.session.query(ChangeRequest).count() == 2


def test_the_list_is_taken_once_another_agreed(console, breach, lan):
    path = f"{breach}/people"
    request = asked(console, path)
    assert take(console, path, request.id).status_code == 403
    agree(request)
    rows = list(csv.reader(io.StringIO(take(console, path, request.id).text)))

    assert rows[0] == ["citizen_id", "client_id", "first", "last", "events"]
    assert [row[:2] for row in rows[1:]] == [["c-health", "health"], ["c-land", "land"]]
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "breach.list_exported").one()
    assert (noted.operator_id, noted.details["request_id"]) == (lan.operator_id, request.id)


def test_a_scope_changed_later_does_not_change_what_was_agreed_on(console, breach):
    console.submit(console.get(f"{breach}/edit"), form="breach-form", clients="health")
    pressed(console, breach, "count")
    request = asked(console, f"{breach}/people")
    agree(request)
    db.session.query(Breach).update({"scope": {**db.session.query(Breach).one().scope, "clients": []}})
    db.session.commit()

    assert "c-land" not in take(console, f"{breach}/people", request.id).text


def test_a_list_is_of_its_breach_only(console, breach):
    request = asked(console, COPIES)
    agree(request)

    assert take(console, f"{breach}/people", request.id).status_code == 404


def test_nothing_is_asked_before_it_was_counted(console, released):
    answer = console.get(f"{opened(console).location}/people")

    assert answer.status_code == 303
    assert db.session.query(ChangeRequest).count() == 0


def test_the_draft_waits_for_nobody(console, breach):
    assert "(theo nhật ký hệ thống): 2" in console.get(f"{breach}/notice").text


def test_a_proof_that_has_grown_old_is_asked_for_again(console, released, clock):
    request = asked(console, COPIES)
    agree(request)
    clock.advance(minutes=10)
    answer = take(console, COPIES, request.id, form="csv")

    assert answer.status_code == 303
    confirm(console, clock, answer)
    assert "c-land" in take(console, COPIES, request.id, form="csv").text


@pytest.mark.parametrize("role", ["approver", "help_desk", "key_custodian", "unit_administrator"])
def test_others_cannot_ask(console, breach, role):
    db.session.query(Operator).update({"role": role})
    db.session.commit()

    assert console.get(COPIES).status_code == 403
    assert console.get(f"{breach}/people").status_code == 403
