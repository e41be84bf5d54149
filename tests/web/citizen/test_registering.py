"""The frame of every registration page: coming back, two tabs, a phone that slept, a second account."""

import pytest

from idp.store.db import db
from idp.store.models import Citizen, Registration
from tests.deliveries import messages_to
from tests.web.citizen.registrant import BAY, Card, Registrant, another, body_of


@pytest.fixture
def bay(app, client, clock):
    return Registrant(client, clock)


def test_a_second_registration_sees_the_same_until_its_end(app, clock, bay):
    bay.identify()
    first = body_of(bay.page)
    bay.accept(), bay.choose_password(), bay.add_app()
    second = another(app, clock, contact="0912 345 600")
    second.identify()

    assert body_of(second.page) == first
    second.accept()
    second.choose_password()
    page = second.add_app()

    assert second.at == "opening"
    assert "Khôi phục tài khoản" in page.text
    assert db.session.query(Citizen).count() == 1
    assert any("so dinh danh" in message.text for message in messages_to(bay.address))


def test_the_address_never_carries_what_was_entered(bay):
    bay.register()

    assert bay.page.request.url.endswith("/register/done")
    cookie = bay.client.get_cookie("__Host-sen_registration", domain="id.anlien.example")
    assert cookie.http_only
    assert cookie.secure


def test_a_phone_that_slept_goes_on_where_it_was(bay, clock):
    bay.read_notice()
    clock.advance(hours=23)

    bay.show_card()

    assert bay.at == "result"


def test_after_a_day_it_begins_anew(bay, clock):
    bay.read_notice()
    clock.advance(hours=24)

    bay.open("identity")

    assert bay.at == ""


def test_the_first_page_offers_to_go_on(bay):
    bay.read_notice()

    page = bay.open("")

    assert "Tiếp tục đăng ký" in page.text
    bay.open("contact")
    assert bay.at == "identity"


def test_somebody_else_may_begin_on_the_same_device(bay, client):
    bay.read_notice()

    page = client.get("/register/contact?new=1")
    assert page.status_code == 200
    sent = client.submit(page, contact="0912 345 600")
    assert sent.headers["Location"] == "/register/code"
    assert "600" in client.get("/register/code").text


def test_two_tabs_meet_at_the_step_that_is_due(bay, client):
    bay.read_notice()
    in_one_tab = bay.open("identity")
    bay.show_card()
    bay.accept()

    late = client.submit(in_one_tab, **{"number": BAY.number, "name": "Khác", "birth-y": "1972"})

    assert (late.status_code, late.headers["Location"]) == (303, "/register/password")


def test_the_back_button_shows_the_step_that_is_due(bay):
    bay.identify()
    bay.accept()

    for step in ("contact", "code", "notice", "identity", "result"):
        bay.open(step)
        assert bay.at == "password", step


def test_in_english_too(bay):
    bay.client.get("/?lang=en")

    page = bay.identify(Card("098172000101", "Tran Thi Khac", ("8", "3", "1972")))

    assert "Information did not match" in page.text
    assert '<html lang="en">' in page.text


def test_what_was_entered_can_be_erased_before_somebody_else_sits_down(bay, client):
    bay.read_notice()

    answer = client.submit(bay.open(""))

    assert answer.headers["Location"] == "/register"
    assert db.session.query(Registration).count() == 0
    assert "Tiếp tục đăng ký" not in bay.open("").text
