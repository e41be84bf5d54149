"""Devices and sessions, connected applications, and "it was not me"."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BrowserSession, Device
from idp.web.current import services
from tests.builders import PASSWORD, a_citizen, a_client, a_person
from tests.web.citizen.browsing import another_browser, enter

NEW = "sáu chiếc ghe ngược dòng"


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


@pytest.fixture
def phone(app):
    """Another browser of the same person."""
    return another_browser(app)


def test_alone_there_is_nothing_to_sign_out_of(client, citizen, person):
    enter(client, person)

    text = client.get("/account/devices").text

    assert "Không có thiết bị nào khác" in text
    assert 'id="end-others"' not in text


def test_one_device_can_be_signed_out_from_another(client, phone, citizen, person):
    enter(client, person)
    enter(phone, person)
    there = services().sessions.of(citizen.id)[0]

    done = client.submit(client.get("/account/devices"))

    assert done.headers["Location"] == "/account/devices"
    assert "Đã đăng xuất khỏi thiết bị đó." in client.get("/account/devices").text
    assert phone.get("/account").status_code == 303
    assert client.get("/account").status_code == 200
    assert {row.end_reason for row in db.session.scalars(select(BrowserSession))} == {
        None,
        "signed_out_elsewhere",
    }
    assert there.citizen_id == citizen.id


def test_all_others_can_be_signed_out_at_once(app, client, phone, citizen, person):
    third = another_browser(app)
    for browser in (client, phone, third):
        enter(browser, person)

    page = client.get("/account/devices")
    client.post("/account/devices/end-others", data={"csrf_token": _token(page)})

    assert [browser.get("/account").status_code for browser in (client, phone, third)] == [200, 303, 303]


@pytest.mark.parametrize("session_id", ["nobody", "%00", "x" * 300, "..%2f"])
def test_a_session_that_is_none_ends_nothing(client, citizen, person, session_id):
    enter(client, person)
    token = _token(client.get("/account"))

    done = client.post(f"/account/devices/{session_id}/end", data={"csrf_token": token})

    assert done.status_code in (303, 308, 400, 404)
    assert client.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client, phone, citizen, person):
    other = a_person()
    victim = a_citizen(other)
    enter(phone, other)
    enter(client, person)
    token = _token(client.get("/account"))

    theirs = services().sessions.of(victim.id)[0].id
    client.post(f"/account/devices/{theirs}/end", data={"csrf_token": token})

    assert phone.get("/account").status_code == 200


def test_without_applications_the_page_says_how_they_come(client, citizen, person):
    enter(client, person)

    assert "Chưa có ứng dụng nào" in client.get("/account/applications").text


def test_an_application_can_be_disconnected(client, citizen, person):
    a_client()
    services().consents.keep(citizen.id, "portal", {"profile": "law"})
    db.session.commit()
    enter(client, person)
    page = client.get("/account/applications")
    assert "Cổng dịch vụ công An Liên" in page.text
    assert "Giải quyết thủ tục hành chính" in page.text

    done = client.submit(page)

    assert done.headers["Location"] == "/account/applications"
    after = client.get("/account/applications").text
    assert "Đã ngừng kết nối ứng dụng." in after
    assert "Chưa có ứng dụng nào" in after


def test_the_name_of_an_application_is_data_and_no_markup(client, citizen, person):
    a_client(name="<script>alert(1)</script>")
    services().consents.keep(citizen.id, "portal", {"profile": "law"})
    db.session.commit()
    enter(client, person)

    assert "<script>alert" not in client.get("/account/applications").text


def test_who_did_not_sign_in_shuts_the_other_out_and_changes_the_password(client, phone, citizen, person):
    enter(phone, person)
    enter(client, person)

    shut_out = client.submit(client.get("/account/not-me"))
    assert shut_out.headers["Location"] == "/account/security/password"
    assert phone.get("/account").status_code == 303
    assert db.session.scalars(select(Device)).all() == []
    done = client.submit(client.get("/account/security/password"), current=PASSWORD, password=NEW)

    assert done.headers["Location"] == "/account/security"
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "path", ["/account/devices/end-others", "/account/devices/x/end", "/account/applications/x/disconnect"]
)
def test_a_form_without_its_token_does_nothing(client, phone, citizen, person, path):
    enter(client, person)
    enter(phone, person)

    assert client.post(path).status_code == 400
    assert phone.get("/account").status_code == 200


def _token(page) -> str:
    return page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
