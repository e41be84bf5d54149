"""Suspending, resuming and removing an application."""

from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, OutboxEntry
from idp.web.current import services
from tests.builders import a_citizen, a_client
from tests.relying_party import RelyingParty, agree, signed_in
from tests.web.admin.conftest import confirm


def portal():
    db.session.expire_all()
    return services().clients.find("portal")


def events():
    return [
        (row.name, row.operator_id is not None)
        for row in db.session.scalars(select(AuditRecord).order_by(AuditRecord.id))
        if row.name.startswith("client.")
    ]


def test_an_application_is_suspended_and_resumed(console):
    a_client()
    console.submit(console.get("/admin/clients/portal"), form="suspend")
    assert not portal().is_live
    page = console.get("/admin/clients/portal")
    assert "Tạm dừng" in page.text

    console.submit(page, form="resume")
    assert portal().is_live
    assert events() == [("client.suspended", True), ("client.resumed", True)]


def test_a_dangerous_act_asks_again_after_five_minutes(console, clock):
    a_client()
    page = console.get("/admin/clients/portal")
    clock.advance(minutes=6)
    answer = console.submit(page, form="suspend")
    assert portal().is_live

    back = confirm(console, clock, answer)
    assert back.location == "/admin/clients/portal"
    console.submit(console.get(back.location), form="suspend")
    assert not portal().is_live


def test_removing_asks_for_the_name(console):
    a_client()
    page = console.get("/admin/clients/portal/remove")
    wrong = console.submit(page, form="remove", typed_name="Cổng khác")
    assert wrong.status_code == 422
    assert "Tên chưa khớp" in wrong.text
    assert portal() is not None

    gone = console.submit(page, form="remove", typed_name="Cổng dịch vụ công An Liên")
    assert (gone.status_code, gone.location) == (303, "/admin/clients")
    assert portal() is None
    assert "Đã xóa ứng dụng" in console.get(gone.location).text
    assert console.get("/admin/activity").status_code == 200


def test_removing_tells_the_application_of_its_open_sessions(app, console):
    a_client(metadata={"backchannel_logout_uri": "https://portal.anlien.example/out"})
    citizen, browser = a_citizen(), app.test_client()
    signed_in(browser, citizen)
    agree(citizen.id)
    RelyingParty(browser).tokens()
    page = console.get("/admin/clients/portal/remove")
    console.submit(page, form="remove", typed_name="Cổng dịch vụ công An Liên")

    assert list(db.session.scalars(select(OutboxEntry.kind))) == ["leave_removed"]


def test_removing_asks_again_after_five_minutes(console, clock):
    a_client()
    page = console.get("/admin/clients/portal/remove")
    clock.advance(minutes=6)
    answer = console.submit(page, form="remove", typed_name="Cổng dịch vụ công An Liên")

    assert "/admin/confirm" in answer.location
    assert portal() is not None


def test_acts_on_nothing_are_not_found(console):
    token = (
        console.get("/admin/clients/new/web").text.partition('name="csrf_token"')[2].partition('value="')[2]
    )
    data = {"csrf_token": token.partition('"')[0]}

    for act in ("suspend", "resume", "strict", "remove", "secrets/rotate", "secrets/x/revoke", "trial"):
        assert console.post(f"/admin/clients/nobody/{act}", data=data).status_code == 404
