"""The page of deliveries: each try, what is due next, and trying once more what was given up."""

import re

import pytest
from sqlalchemy import select

from idp.citizens.sessions import EndReason
from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, OutboxEntry
from idp.web.current import services
from tests.builders import a_citizen, a_client
from tests.deliveries import deliver_due
from tests.receivers import Receiver, answers, receiver
from tests.relying_party import RelyingParty, agree, signed_in
from tests.web.admin.conftest import sign_in

PAGE = "/admin/deliveries"


@pytest.fixture
def server():
    with receiver() as listening:
        yield listening


def told(app, server: Receiver, client_id: str = "health") -> BrowserSession:
    """A session that ended, of a citizen who used an application."""
    if services().clients.find(client_id) is None:
        metadata = {"backchannel_logout_uri": server.address}
        a_client(client_id, name=f"Sở {client_id}", sector=client_id, metadata=metadata)
    citizen, browser = a_citizen(), app.test_client()
    session = signed_in(browser, citizen)
    agree(citizen.id, client_id)
    RelyingParty(browser, client_id).tokens()
    services().sessions.end(session, EndReason.SIGNED_OUT)
    db.session.commit()
    return session


def dead(app, server: Receiver, clock) -> OutboxEntry:
    """A delivery that was given up."""
    server.behaviour = answers(500)
    told(app, server)
    deliver_due()
    clock.advance(hours=25)
    deliver_due()
    db.session.expire_all()
    return db.session.scalars(select(OutboxEntry)).one()


def rows_of(page) -> list[str]:
    return re.findall(r"<tr><th scope=\"row\">.*?</tr>", page.text, re.DOTALL)


def test_nobody_sees_it_who_is_not_signed_in(client):
    answer = client.get(PAGE)

    assert answer.status_code == 303
    assert answer.location.startswith("/admin/sign-in")
    assert client.post(f"{PAGE}/x/again").status_code in (303, 400)


def test_an_empty_page_says_so(console):
    assert "Chưa có tin báo nào" in console.get(PAGE).text


def test_a_delivery_is_seen_with_each_try_and_what_is_due_next(console, app, server, clock):
    server.behaviour = answers(503)
    session = told(app, server)
    deliver_due()
    clock.advance(seconds=3)
    server.behaviour = answers(204)
    deliver_due()
    [row] = rows_of(console.get(PAGE))

    assert session.id in row
    assert "Sở health" in row
    assert "Đã xác nhận" in row
    assert re.findall(r"</time> ([^<]+)</li>", row) == ["máy chủ trả lời mã 503", "đã xác nhận"]
    assert re.findall(r'<li value="(\d)">', row) == ["1", "2"]


def test_one_that_waits_says_when_it_is_due(console, app, server):
    server.behaviour = answers(503)
    told(app, server)
    deliver_due()
    entry = db.session.scalars(select(OutboxEntry)).one()
    [row] = rows_of(console.get(PAGE))

    assert "Đang báo" in row
    assert entry.due_at.isoformat() in row
    assert "Báo lại" not in row


def test_what_was_given_up_is_tried_again_at_once_and_that_is_recorded(console, app, server, clock, lan):
    entry = dead(app, server, clock)
    sign_in(console, clock)
    page = console.get(PAGE)
    assert "Đã ngừng báo" in rows_of(page)[0]

    server.behaviour = answers(200)
    heard = len(server.received)
    answer = console.post(
        f"{PAGE}/{entry.id}/again", data={"csrf_token": token_of(page)}, query_string={"state": "failed"}
    )
    deliver_due()

    assert answer.location == f"{PAGE}?state=failed"
    assert len(server.received) == heard + 1
    assert "Sẽ báo lại ngay." in console.get(PAGE).text
    assert "Đã xác nhận" in rows_of(console.get(PAGE))[0]
    record = db.session.scalars(
        select(AuditRecord).where(AuditRecord.name == "client.delivery_retried")
    ).one()
    assert (record.operator_id, record.client_id) == (lan.operator_id, "health")
    assert "Báo lại việc đăng xuất" in console.get("/admin/activity").text


def token_of(page) -> str:
    return str(page.text.partition('name="csrf_token" value="')[2].partition('"')[0])


def test_one_that_is_under_way_cannot_be_tried_twice(console, app, server, clock):
    entry = dead(app, server, clock)
    sign_in(console, clock)
    page = console.get(PAGE)
    for _ in range(2):
        console.post(f"{PAGE}/{entry.id}/again", data={"csrf_token": token_of(page)})

    assert "Không báo lại được" in console.get(PAGE).text
    records = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.delivery_retried"))
    assert len(records.all()) == 1


def test_one_whose_session_is_forgotten_cannot_be_tried(console, app, server, clock):
    entry = dead(app, server, clock)
    db.session.delete(db.session.scalars(select(BrowserSession)).one())
    sign_in(console, clock)
    page = console.get(PAGE)
    console.post(f"{PAGE}/{entry.id}/again", data={"csrf_token": token_of(page)})

    assert "Không báo lại được" in console.get(PAGE).text
    db.session.expire_all()
    assert db.session.scalars(select(OutboxEntry)).one().state == "failed"


def test_trying_again_takes_a_form_token(console, app, server, clock):
    entry = dead(app, server, clock)
    sign_in(console, clock)

    assert console.post(f"{PAGE}/{entry.id}/again").status_code == 400


def test_other_things_in_the_outbox_are_neither_shown_nor_touched(console, clock):
    added = services().outbox.add("mail", {"text": "x"})
    page = console.get(PAGE)
    other = console.get("/admin/clients")

    assert rows_of(page) == []
    answer = console.post(f"{PAGE}/{added}/again", data={"csrf_token": token_of(other)})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"health", "land"}),
        ("state=failed", set()),
        ("state=delivered", {"health"}),
        ("state=pending", {"land"}),
        ("client_id=land", {"land"}),
        ("client_id=land&state=delivered", set()),
        ("client_id=nobody&state=nonsense&before=nonsense", {"health", "land"}),
        ("before=%00", {"health", "land"}),
    ],
)
def test_filters(console, app, server, query, seen):
    told(app, server)
    deliver_due()
    told(app, server, "land")
    page = console.get(f"{PAGE}?{query}")

    assert page.status_code == 200
    assert {name for name in ("health", "land") if any(f"Sở {name}" in row for row in rows_of(page))} == seen
    if not seen:
        assert "Không có tin báo nào khớp." in page.text


def test_older_ones_are_on_the_next_page(console, app, server, monkeypatch, clock):
    monkeypatch.setattr("idp.web.admin.deliveries._PAGE", 2)
    for _ in range(3):
        told(app, server)
    first = console.get(PAGE)
    older = first.text.partition(f"{PAGE}?before=")[2].partition('"')[0]
    second = console.get(f"{PAGE}?before={older}")

    assert (len(rows_of(first)), len(rows_of(second))) == (2, 1)
    assert not set(rows_of(first)) & set(rows_of(second))
    assert f"{PAGE}?before=" not in second.text


def test_the_first_page_warns_of_applications_that_were_not_reached(console, app, server, clock):
    dead(app, server, clock)
    sign_in(console, clock)

    assert "Không nhận được tin đăng xuất" in console.get("/admin").text


def test_no_citizen_is_named(console, app, server, personal):
    session = told(app, server)
    page = console.get(PAGE).text

    assert session.citizen_id not in page


def test_english_is_complete(console, app, server):
    told(app, server)
    page = console.get(f"{PAGE}?lang=en").text

    assert "Sign-out deliveries" in page
    assert "Being told" in page
