"""The page of one's own account."""

import pytest

from idp.operators.rights import Role
from idp.store.db import db
from idp.web.current import services
from tests.builders import one_time_code
from tests.staff import OPERATOR_PASSWORD, an_operator, at_the_console, letters, link_in, newest_letter


@pytest.fixture
def me(app):
    return an_operator("an", Role.HELP_DESK, address="an@so.example")


@pytest.fixture
def console(app, me):
    return at_the_console(app, me)


def test_every_role_has_an_account_page(app):
    for role in Role:
        page = at_the_console(app, an_operator(role.value.replace("_", "-"), role)).get("/admin/me")
        assert (role, page.status_code) == (role, 200)


def test_it_shows_who_one_is(console):
    page = console.get("/admin/me").text

    assert "an@so.example" in page
    assert "Hỗ trợ người dân" in page
    assert "phiên này" in page


def test_other_sessions_are_ended_one_by_one_or_all(app, console, me):
    second, third = at_the_console(app, me), at_the_console(app, me)
    page = console.get("/admin/me")
    assert page.text.count("/admin/me/sessions/") == 3
    console.submit(page, form="end-others")

    assert second.get("/admin").status_code == third.get("/admin").status_code == 303
    assert console.get("/admin").status_code == 200


def test_anothers_session_is_not_ended(app, console):
    other = an_operator("binh", Role.AUDITOR)
    theirs = at_the_console(app, other)
    (session,) = services().operator_desk.sessions.of(other.id)
    token = console.get("/admin/me").text.partition('name="csrf_token"')[2].partition('value="')[2]

    console.post(f"/admin/me/sessions/{session.id}/end", data={"csrf_token": token.partition('"')[0]})
    assert theirs.get("/admin").status_code == 200


def test_the_language_of_mail_is_chosen(console, me):
    console.submit(console.get("/admin/me"), form="change-language", language="en")
    db.session.refresh(me)

    assert me.locale == "en"


def test_another_address_is_confirmed_by_its_link(app, console, me, personal, clock):
    personal.learn("new@so.example")
    console.submit(console.get("/admin/me"), form="change-address", email="new@so.example")
    link = link_in(newest_letter()[2])
    assert newest_letter()[0] == "new@so.example"
    assert link.startswith("/admin/me/address?link=")

    page = console.get(console.get(link).location)
    clock.advance(minutes=1)
    answer = console.submit(page, form="take-address")
    assert answer.location == "/admin/me"
    assert "new@so.example" in console.get("/admin/me").text
    assert newest_letter()[0] == "an@so.example"

    again = console.submit(page, form="take-address")
    assert "không còn dùng được" in console.get(again.location).text


def test_the_link_survives_signing_in(client, console, me, clock):
    console.submit(console.get("/admin/me"), form="change-address", email="new@so.example")
    door = client.get(client.get(client.get(link_in(newest_letter()[2])).location).location)
    code = one_time_code(at=clock())
    answer = client.submit(door, form="admin-login", username="an", password=OPERATOR_PASSWORD, otp=code)

    assert answer.location == "/admin/me/address"
    client.submit(client.get(answer.location), form="take-address")
    assert "new@so.example" in client.get("/admin/me").text


def test_anothers_link_is_none(app, console, me):
    console.submit(console.get("/admin/me"), form="change-address", email="new@so.example")
    other = at_the_console(app, an_operator("binh", Role.AUDITOR))
    page = other.get(other.get(link_in(newest_letter()[2])).location)
    answer = other.submit(page, form="take-address")

    assert "không còn dùng được" in other.get(answer.location).text


@pytest.mark.parametrize("typed", ["", "nobody", "x" * 300])
def test_what_is_no_address_is_said(console, typed):
    answer = console.submit(console.get("/admin/me"), form="change-address", email=typed)

    assert answer.status_code == 422
    assert 'id="email-err"' in answer.text


def test_another_address_asks_again_after_five_minutes(console, clock):
    page = console.get("/admin/me")
    clock.advance(minutes=6)

    answer = console.submit(page, form="change-address", email="new@so.example")
    assert "/admin/confirm" in answer.location
    assert letters() == []


def test_other_fields_that_are_sent_count_for_nothing(console, me):
    before = (me.role, me.unit, me.state, me.username, me.email_digest)
    more = {
        "role": "province_administrator",
        "unit": "Sở Y tế",
        "state": "x",
        "username": "x",
        "email": "x@x.vn",
    }
    console.submit(console.get("/admin/me"), form="change-language", language="en", **more)
    db.session.refresh(me)

    assert (me.role, me.unit, me.state, me.username, me.email_digest) == before
