"""Breaches of personal data in the API: opened, changed, counted, noted, reported, closed."""

import pytest

from idp.audit.events.oauth import ClaimsReleased
from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord, Breach
from idp.web.current import services
from tests.builders import a_client
from tests.web.api.testing import problem

MEMBERS = {
    "title": "Mất ổ cứng",
    "known_at": "2026-11-02T08:00:00+07:00",
    "since": "2026-11-01T00:00:00+07:00",
    "until": "2026-11-02T09:30:00+07:00",
    "names": ["oauth.claims_released"],
}


def opened(api, **changed):
    answer = api.call("POST", "/breaches", {**MEMBERS, **changed})
    assert answer.status_code == 201, answer.text
    return f"/breaches/{answer.json['id']}"


def somebody_learned(client_id="health"):
    a_client(client_id, name="Sở Y tế")
    services().audit.record(
        ClaimsReleased(
            citizen_id="c-1", client_id=client_id, authorization_id="a", claims=("name",), channel="userinfo"
        )
    )
    db.session.commit()


def recorded():
    found = (
        db.session.query(AuditRecord).filter(AuditRecord.name.startswith("breach.")).order_by(AuditRecord.id)
    )
    return [(each.name, each.operator_id) for each in found]


def test_one_is_opened_counted_reported_and_closed(api, clock):
    somebody_learned()
    path = opened(api, clients=["health"])

    counted = api.call("POST", f"{path}/count", {}).json
    reported = api.call("POST", f"{path}/report", {}).json
    clock.advance(minutes=2)
    closed = api.call("POST", f"{path}/close", {}).json

    assert (counted["people"], counted["events"]) == (1, 1)
    assert reported["reported_at"]
    assert closed["report_seconds_left"] == reported["report_seconds_left"] == 71 * 3600
    assert closed["closed_at"]
    robot = actor_id("robot")
    acts = ("opened", "counted", "reported", "closed")
    assert recorded() == [(f"breach.{act}", robot) for act in acts]


def test_what_is_affected_is_said_anew_and_what_was_counted_is_forgotten(api):
    somebody_learned()
    path = opened(api, clients=["health"])
    counted = api.call("POST", f"{path}/count", {})

    changed = api.call(
        "PATCH", path, {"since": "2026-11-01T12:00:00+07:00"}, If_Match=counted.headers["ETag"]
    )

    assert changed.status_code == 200, changed.text
    assert (changed.json["people"], changed.json["scope"]["clients"]) == (None, ["health"])
    assert changed.json["scope"]["since"].startswith("2026-11-01T12:00")
    problem(api.call("PATCH", path, {"title": "x"}, If_Match=counted.headers["ETag"]), 412, "overtaken")
    problem(api.call("PATCH", path, {"title": "x"}), 428, "no-version")


def test_an_application_that_is_gone_does_not_keep_the_title_from_being_changed(api):
    a_client("health")
    path = opened(api, clients=["health"])
    services().client_desk.registrations.remove("health")
    db.session.commit()

    changed = api.call("PATCH", path, {"title": "Mất máy"}, If_Match=api.get(path).headers["ETag"])

    assert (changed.json["title"], changed.json["scope"]["clients"]) == ("Mất máy", ["health"])


@pytest.mark.parametrize(
    "changed",
    [
        {"title": " "},
        {"title": "x" * 201},
        {"known_at": "2030-01-01T00:00:00+07:00"},
        {"until": "2026-10-01T00:00:00+07:00"},
        {"since": "2020-01-01T00:00:00+07:00"},
        {"clients": ["nobodys"]},
        {"clients": "health"},
        {"names": ["sign_in.refused"]},
    ],
)
def test_a_bad_one_is_refused_and_nothing_is_opened(api, changed):
    problem(api.call("POST", "/breaches", {**MEMBERS, **changed}), 422, "bad-breach")
    assert db.session.query(Breach).count() == 0


@pytest.mark.parametrize("moment", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_that_is_none_everywhere_is_refused(api, moment):
    problem(api.call("POST", "/breaches", {**MEMBERS, "until": moment}), 400, "bad-parameter")


def test_what_is_written_into_the_file_is_told_in_the_file_and_nowhere_else(api):
    path = opened(api)

    noted = api.call("POST", f"{path}/notes", {"text": "Đã khóa tài khoản"})

    assert noted.status_code == 200
    assert "Đã khóa" not in noted.text + api.get(path).text
    breach = db.session.query(Breach).one()
    (note,) = services().watch.breaches.notes(breach, most=9)
    assert (note.text, note.by) == ("Đã khóa tài khoản", actor_id("robot"))
    problem(api.call("POST", f"{path}/notes", {"text": " "}), 422, "bad-breach")
    (told,) = api.get(f"{path}/notes").json["items"]
    assert (told["text"], told["by"]) == ("Đã khóa tài khoản", actor_id("robot"))
    problem(api.call("POST", f"{path}/people", {}), 404, "http")


def test_a_file_is_read_in_pages_by_whoever_sees_breaches(api, a_program):
    path, other = opened(api), opened(api)
    for number in range(3):
        api.call("POST", f"{path}/notes", {"text": f"Việc {number}"})
    api.call("POST", f"{path}/close", {})
    reader = a_program("sen:breaches.read", ALL_UNITS)

    first = reader.get(f"{path}/notes", limit=2).json
    rest = reader.get(f"{path}/notes", limit=2, cursor=first["next"]).json

    assert [each["text"] for each in first["items"] + rest["items"]] == ["Việc 2", "Việc 1", "Việc 0"]
    assert (rest["next"], reader.get(f"{other}/notes").json["items"]) == (None, [])
    problem(reader.get(f"{path}/notes", cursor="Im5vbmUi"), 400, "bad-parameter")
    problem(reader.get("/breaches/nothing/notes"), 404, "not-found")
    problem(a_program("sen:breaches.read").get(f"{path}/notes"), 403, "insufficient-scope")


def test_the_draft_of_the_notice_is_in_both_languages(api):
    somebody_learned()
    path = opened(api)
    api.call("POST", f"{path}/count", {})

    drafts = api.get(f"{path}/notice").json

    assert "Loại dữ liệu: họ và tên" in drafts["vi"]
    assert "Kinds of data: full name" in drafts["en"]
    assert "Sở Y tế" in drafts["vi"]


def test_what_is_closed_does_not_change(api):
    path = opened(api)
    api.call("POST", f"{path}/report", {})
    problem(api.call("POST", f"{path}/report", {}), 409, "not-now")
    version = api.call("POST", f"{path}/close", {}).headers["ETag"]

    for act, body in (("count", {}), ("notes", {"text": "x"}), ("report", {}), ("close", {})):
        problem(api.call("POST", f"{path}/{act}", body), 409, "not-now")
    problem(api.call("PATCH", path, {"title": "x"}, If_Match=version), 409, "not-now")


def test_sent_again_it_is_opened_once(api):
    first = api.call("POST", "/breaches", MEMBERS, Idempotency_Key="one")
    again = api.call("POST", "/breaches", MEMBERS, Idempotency_Key="one")

    assert first.json == again.json
    assert db.session.query(Breach).count() == 1


def test_reading_does_not_give_writing_nor_does_a_unit(api, a_program):
    path = opened(api)
    for scopes in (["sen:breaches.read", ALL_UNITS], ["sen:breaches.write"]):
        robot = a_program(*scopes)
        problem(robot.call("POST", "/breaches", MEMBERS), 403, "insufficient-scope")
        problem(robot.call("POST", f"{path}/close", {}), 403, "insufficient-scope")

    problem(api.call("POST", "/breaches/nothing/close", {}), 404, "not-found")
    assert api.get(path).json["closed_at"] is None
