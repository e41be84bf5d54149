"""Breaches, and checks of the audit log, in the API."""

from datetime import timedelta

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.store.repositories.breaches import Scope
from idp.web.current import services
from tests.web.api.testing import problem


def test_the_log_is_checked_and_the_outcome_told(api):
    asked = api.call("POST", "/audit/checks", {})
    while services().watch.checks.go_on():
        db.session.commit()
    db.session.commit()

    (check,) = api.get("/audit/checks").json["items"]

    assert (asked.status_code, asked.json["finished_at"]) == (202, None)
    assert (check["id"], check["faults"], check["asked_by"]) == (asked.json["id"], 0, actor_id("robot"))
    assert check["records"] > 0
    assert check["finished_at"]


def test_each_page_that_somebody_saw_is_recorded(api):
    first = api.get("/audit", citizen_id="somebody", limit=1).json
    for _ in range(2):
        api.get("/audit", limit=1)
    api.get("/audit", limit=1, cursor=api.get("/audit", limit=1).json["next"])

    records = db.session.query(AuditRecord).filter_by(name="audit.searched").order_by(AuditRecord.id).all()
    assert first["items"] == []
    assert [(each.citizen_id, each.details["by"]) for each in records] == [
        ("somebody", ["citizen_id"]),
        *[(None, [])] * 3,
        (None, ["cursor"]),
    ]
    assert records[0].operator_id == actor_id("robot")


def test_breaches_are_told_without_their_files(a_program, clock):
    scope = Scope(clock() - timedelta(days=1), clock(), (), ())
    breach = services().watch.breaches.begin("Lộ mã", clock(), scope, "somebody")
    services().watch.breaches.note(breach, "Chỉ dành cho người", "somebody")
    db.session.commit()
    clock.advance(hours=1)
    api = a_program("sen:breaches.read", ALL_UNITS)

    (told,) = api.get("/breaches").json["items"]

    assert (told["title"], told["report_seconds_left"]) == ("Lộ mã", 71 * 3600)
    assert told == api.get(f"/breaches/{breach.id}").json
    assert "dành cho người" not in api.get("/breaches").text
    problem(api.get("/breaches/nothing"), 404, "not-found")


def test_they_take_the_scope_for_all_units(a_program):
    problem(a_program("sen:breaches.read").get("/breaches"), 403, "insufficient-scope")
    assert a_program("sen:breaches.read", ALL_UNITS).get("/breaches").status_code == 200
