"""Second factors and recovery codes, as their owner changes them."""

import re

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BrowserSession, Citizen
from idp.web.current import services
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_person, one_time_code
from tests.web.citizen.browsing import SESSION, cookie_of, enter, key_on, type_code


@pytest.fixture
def person(app):
    return a_person()


def codes_sent(monkeypatch):
    sent = []
    letters = services().second_factor._sent._letters
    monkeypatch.setattr(letters, "code", lambda to, code, *_: sent.append((to, code)))
    return sent


def test_an_authenticator_app_is_added_and_raises_the_session(client, person, clock):
    a_citizen(person)
    enter(client, person)
    before = cookie_of(client, SESSION)
    page = client.get("/account/security/authenticator")
    assert "<svg" in page.text

    done = client.submit(page, otp=one_time_code(key_on(page), clock()))

    assert done.headers["Location"] == "/account/security"
    assert cookie_of(client, SESSION) != before
    assert db.session.scalars(select(BrowserSession.level)).one() == 2
    assert "Đã thêm ứng dụng tạo mã." in client.get("/account/security").text


def test_a_wrong_code_offers_the_same_key_again(client, person, clock):
    a_citizen(person)
    enter(client, person)
    page = client.get("/account/security/authenticator")

    again = client.submit(page, otp="000000")

    assert again.status_code == 422
    assert key_on(again) == key_on(page)
    assert client.submit(again, otp=one_time_code(key_on(page), clock())).status_code == 303


def test_two_tabs_have_an_offer_each(client, person, clock):
    a_citizen(person)
    enter(client, person)
    one, other = client.get("/account/security/authenticator"), client.get("/account/security/authenticator")

    assert key_on(one) != key_on(other)
    assert client.submit(one, otp=one_time_code(key_on(one), clock())).status_code == 303


@pytest.mark.parametrize("offer", ["", "x", "AAAA", "é", "x" * 5000])
def test_an_offer_that_is_none_adds_nothing(client, person, offer):
    a_citizen(person)
    enter(client, person)
    page = client.get("/account/security/authenticator")

    told = client.submit(page, otp="123456", offer=offer)

    assert told.status_code == 422
    assert db.session.scalars(select(Citizen)).one().totp_sealed is None


def test_changing_factors_takes_a_fresh_sign_in_with_both(client, person, clock):
    a_citizen(person, totp=TOTP_KEY)
    enter(client, person)
    clock.advance(minutes=11)

    asked = client.get("/account/security/authenticator")
    assert asked.headers["Location"] == "/sign-in/again?then=authenticator"
    code_page = client.submit(client.get(asked.headers["Location"]), password=PASSWORD)
    assert code_page.headers["Location"] == "/sign-in/code?then=authenticator"
    back = type_code(client, one_time_code(TOTP_KEY, clock()), path=code_page.headers["Location"])

    assert back.headers["Location"] == "/account/security/authenticator"
    assert client.get("/account/security/authenticator").status_code == 200


def test_a_wrong_password_does_not_make_a_session_fresh(client, person, clock):
    a_citizen(person)
    enter(client, person)
    clock.advance(minutes=11)

    told = client.submit(client.get("/sign-in/again?then=authenticator"), password="sai")

    assert told.status_code == 403
    assert client.get("/account/security/authenticator").status_code == 303


def test_codes_by_sms_are_added(client, person, monkeypatch):
    a_citizen(person)
    enter(client, person)
    sent = codes_sent(monkeypatch)
    page = client.get("/account/security/sms")
    assert 'id="otp"' not in page.text

    asked = client.submit(page, do="send")
    assert asked.headers["Location"] == "/account/security/sms"
    done = client.submit(client.get("/account/security/sms"), otp=sent[0][1])

    assert sent[0][0] == person.phone
    assert done.headers["Location"] == "/account/security"
    assert db.session.scalars(select(Citizen)).one().sms_factor


def test_a_wrong_sms_code_changes_nothing(client, person, monkeypatch):
    a_citizen(person)
    enter(client, person)
    codes_sent(monkeypatch)
    client.submit(client.get("/account/security/sms"), do="send")

    assert client.submit(client.get("/account/security/sms"), otp="000000").status_code == 422
    assert client.submit(client.get("/account/security/sms"), otp="").status_code == 422
    assert not db.session.scalars(select(Citizen)).one().sms_factor


def test_one_of_two_factors_can_be_removed_and_the_last_cannot(client, person):
    a_citizen(person, totp=TOTP_KEY, sms_factor=True)
    enter(client, person)
    page = client.get("/account/security")
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    client.post("/account/security/sms/remove", data={"csrf_token": token})
    assert "Đã gỡ mã qua tin nhắn." in client.get("/account/security").text
    client.post("/account/security/totp/remove", data={"csrf_token": token})

    assert "cách xác thực thứ hai duy nhất" in client.get("/account/security").text
    assert db.session.scalars(select(Citizen)).one().totp_sealed is not None


@pytest.mark.parametrize("factor", ["recovery_code", "nothing", "x" * 200])
def test_what_is_no_factor_cannot_be_removed(client, person, factor):
    a_citizen(person, totp=TOTP_KEY, sms_factor=True)
    enter(client, person)
    page = client.get("/account/security")
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    assert client.post(f"/account/security/{factor}/remove", data={"csrf_token": token}).status_code == 303
    assert db.session.scalars(select(Citizen)).one().sms_factor


def test_recovery_codes_are_shown_once(client, person):
    citizen = a_citizen(person, totp=TOTP_KEY)
    enter(client, person)

    shown = client.submit(client.get("/account/security/recovery-codes"))

    codes = re.findall(r"<code[^>]*>([A-Z0-9-]{14})</code>", shown.text)
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/security/recovery-codes").text
    assert services().printed_codes.spend(citizen.id, codes[0])
