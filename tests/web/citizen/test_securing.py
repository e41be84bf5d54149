"""Registering, second half, page by page."""

import re

import pytest

from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services
from tests.builders import a_client
from tests.pages import ids_in
from tests.web.citizen.registrant import BAY, LONG, SHORT, Registrant, the_account_of

REQUEST = {
    "response_type": "code",
    "client_id": "portal",
    "redirect_uri": "https://portal.anlien.example/callback",
    "scope": "openid profile",
    "state": "s",
    "nonce": "n",
    "code_challenge": "x" * 43,
    "code_challenge_method": "S256",
}


@pytest.fixture
def bay(app, client, clock):
    return Registrant(client, clock)


@pytest.fixture
def at_password(bay):
    bay.identify()
    bay.accept()
    return bay


def test_the_password_page_says_both_lengths(at_password):
    page = at_password.open("password")

    assert "Ít nhất 8 ký tự" in page.text
    assert "15" in page.text
    assert 'autocomplete="new-password"' in page.text
    assert 'autocomplete="username"' in page.text


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("ngắn", "mới có 4"),
        ("matkhau1", "dễ đoán"),
        ("tranthibay1972", "gần giống tên"),
        ("abcdefghij", "dễ đoán"),
        ("", "Vui lòng nhập"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason_and_not_shown_again(at_password, password, said):
    page = at_password.choose_password(password)

    assert page.status_code == 422
    assert said in page.text
    assert not password or f'value="{password}"' not in page.text


def test_later_with_a_short_password_asks_for_a_longer_one(at_password):
    at_password.choose_password(SHORT)

    page = at_password.send("second-step", factor="later")

    assert at_password.at == "password"
    assert "ít nhất 15 ký tự" in page.text
    at_password.choose_password(LONG)
    assert at_password.at == "recovery-codes"


def test_whoever_changes_their_mind_adds_a_factor_after_all(at_password):
    at_password.choose_password(SHORT)
    at_password.send("second-step", factor="later")

    at_password.add_app()

    assert at_password.at == "recovery-codes"


@pytest.mark.parametrize("choice", [None, "", "fingerprint", "totp\0"])
def test_a_choice_that_does_not_exist_is_asked_again(at_password, choice):
    at_password.choose_password()

    page = at_password.client.submit(at_password.open("second-step"), factor=choice)

    assert page.status_code == 422
    assert "Vui lòng chọn một cách" in page.text


def test_the_app_page_keeps_the_contract_of_codes(at_password):
    at_password.choose_password()
    page = at_password.send("second-step", factor="totp")

    assert {"otp", "otp-submit"} <= ids_in(page.text)
    assert "<svg" in page.text
    assert re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.text)
    assert BAY.number not in page.text


def test_a_code_of_another_app_is_refused_and_the_key_stays(at_password):
    at_password.choose_password()
    at_password.send("second-step", factor="totp")
    key = at_password.app_key()

    page = at_password.send("authenticator", otp="000000")

    assert page.status_code == 403
    assert at_password.app_key() == key


def test_sms_to_the_confirmed_phone_is_one_click(at_password):
    at_password.choose_password(SHORT)

    at_password.send("second-step", factor="sms")

    assert at_password.at == "recovery-codes"
    assert the_account_of().sms_factor


def test_sms_for_somebody_with_mail_only_confirms_a_phone(app, client, clock):
    bay = Registrant(client, clock, contact="bay@dan.anlien.example")
    bay.identify()
    bay.accept()
    bay.choose_password(SHORT)
    bay.send("second-step", factor="sms")
    assert bay.at == "phone"
    assert bay.send("phone", contact="bay@dan.anlien.example").status_code == 422

    bay.send("phone", contact="0912 345 600")
    assert bay.at == "phone-code"
    bay.send("phone-code", otp=bay.newest_code("+84912345600"))

    assert bay.at == "recovery-codes"
    assert services().people.claims_of(the_account_of())["phone_number"] == "+84912345600"


def test_the_codes_stay_until_they_are_kept_and_are_gone_then(at_password):
    at_password.choose_password()
    at_password.add_app()
    codes = at_password.printed_codes()

    assert len(codes) == 10
    assert at_password.printed_codes() == codes  # a lost connection costs nothing
    file = at_password.client.get("/register/recovery-codes.txt")
    assert all(code in file.text for code in codes)
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "no-store"
    assert at_password.send("recovery-codes").status_code == 422
    at_password.send("recovery-codes", kept="y")
    assert at_password.at == "done"
    at_password.open("recovery-codes")
    assert at_password.at == "done"
    assert not any(code in at_password.page.text for code in codes)


def test_a_printed_code_opens_the_account_later(at_password, app):
    at_password.choose_password()
    at_password.add_app()
    code = at_password.printed_codes()[0]
    at_password.send("recovery-codes", kept="y")
    other = app.test_client()

    other.submit(other.get("/sign-in"), username=at_password.contact, password=LONG)
    done = other.submit(other.get("/sign-in/recovery-code"), otp=code)

    assert done.headers["Location"] == "/account"


def test_after_an_hour_the_end_asks_to_sign_in(at_password, clock):
    at_password.choose_password()
    at_password.add_app()
    clock.advance(hours=2)

    page = at_password.send("recovery-codes", kept="y")

    assert at_password.at == "done"
    assert 'href="/sign-in"' in page.text
    assert at_password.client.get("/account").status_code == 303


def test_another_registration_may_follow_on_the_same_device(at_password, client, clock):
    at_password.choose_password()
    at_password.add_app()
    at_password.send("recovery-codes", kept="y")

    hoa = Registrant(client, clock, contact="0912 345 600")
    page = hoa.give_contact()

    assert hoa.at == "code"
    assert "600" in page.text


def test_on_the_way_to_an_application_it_goes_on_there(app, client, clock):
    a_client()
    asked = client.get("/oauth/authorize", query_string=REQUEST)
    handle = re.search(r"request=([^&]+)", client.get(asked.headers["Location"]).request.url)[1]
    bay = Registrant(client, clock, request=handle)

    done = bay.register()

    assert bay.at == "done"
    assert "Cổng dịch vụ công An Liên" in done.text
    assert f'href="/oauth/authorize/{handle}"' in done.text
    onward = client.get(f"/oauth/authorize/{handle}")
    assert onward.status_code in (200, 302, 303)
    assert "sign-in" not in onward.headers.get("Location", "")


def test_a_request_that_no_longer_waits_ends_no_registration(app, client, clock):
    bay = Registrant(client, clock, request="x" * 43)

    bay.register()

    assert bay.at == "done"


def test_one_account_comes_of_it_all(at_password):
    at_password.choose_password()
    at_password.add_app()
    at_password.send("recovery-codes", kept="y")
    at_password.open("opening")
    at_password.open("second-step")

    assert db.session.query(Citizen).count() == 1
