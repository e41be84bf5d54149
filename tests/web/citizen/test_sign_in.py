"""Signing in, page by page, as a browser without script does it."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BrowserSession, Citizen
from idp.web.current import services
from tests.builders import PASSWORD, TOTP_KEY, Person, a_citizen, a_person, one_time_code
from tests.pages import ids_in
from tests.web.citizen.browsing import (
    ATTEMPT,
    SESSION,
    another_browser,
    cookie_of,
    sign_in,
    type_code,
)


@pytest.fixture
def person() -> Person:
    return a_person()


@pytest.fixture
def quynh(app, person) -> Citizen:
    """Without a second factor."""
    return a_citizen(person)


@pytest.fixture
def careful(app, person) -> Citizen:
    """With one."""
    return a_citizen(person, totp=TOTP_KEY)


def test_the_page_keeps_the_contract(client):
    page = client.get("/sign-in")

    assert page.status_code == 200
    assert {"op-login", "username", "password", "login-submit"} <= ids_in(page.text)
    assert 'autocomplete="username"' in page.text
    assert 'autocomplete="current-password"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("login", ["phone", "email", "number"])
def test_each_of_the_three_logins_opens_the_account(client, quynh, person, login):
    done = sign_in(client, getattr(person, login))

    assert (done.status_code, done.headers["Location"]) == (303, "/account")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("spelling", ["{0}", " {0} ", "0{1}", "84{1}", "{2}", "{2} "])
def test_a_login_may_be_spelled_as_people_do(client, app, spelling):
    person = Person(
        number="099190 123 456".replace(" ", ""), phone="+84900123456", email="Mai@Dan.Anlien.Example"
    )
    a_citizen(Person(number=person.number, phone=person.phone, email=person.email.lower()))

    typed = spelling.format(person.email, person.phone.removeprefix("+84"), "099190 123 456")

    assert sign_in(client, typed).status_code == 303


def test_two_factors_are_asked_for_one_after_the_other(client, careful, person):
    asked = sign_in(client, person.phone)
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in/code")
    assert cookie_of(client, SESSION) is None

    page = client.get("/sign-in/code")
    assert {"otp", "otp-submit"} <= ids_in(page.text)
    done = client.submit(page, otp=one_time_code())

    assert (done.status_code, done.headers["Location"]) == (303, "/account")
    row = db.session.scalars(select(BrowserSession)).one()
    assert (row.level, row.methods) == (2, ["pwd", "otp", "mfa"])
    assert cookie_of(client, ATTEMPT) is None


def test_the_password_alone_reaches_level_one(client, quynh, person):
    sign_in(client, person.phone)

    row = db.session.scalars(select(BrowserSession)).one()
    assert (row.level, row.methods) == (1, ["pwd"])


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(client, careful, person):
    sign_in(client, person.phone)

    assert client.get("/account").headers["Location"] == "/sign-in"
    assert db.session.scalars(select(BrowserSession)).all() == []


def test_the_code_page_opens_to_nobody_else(client, app, careful, person):
    sign_in(client, person.phone)

    assert another_browser(app).get("/sign-in/code").headers["Location"] == "/sign-in"


def test_the_code_page_closes_after_ten_minutes(client, careful, person, clock):
    sign_in(client, person.phone)
    page = client.get("/sign-in/code")
    clock.advance(minutes=10)

    late = client.submit(page, otp=one_time_code(at=clock()))

    assert late.headers["Location"] == "/sign-in"
    assert cookie_of(client, SESSION) is None


def test_a_recovery_code_stands_in_for_the_app(client, careful, person):
    codes = services().printed_codes.renew(careful.id)
    sign_in(client, person.phone)

    done = client.submit(client.get("/sign-in/recovery-code"), otp=codes[3].lower())

    assert done.status_code == 303
    assert client.get("/account").status_code == 200


def test_a_recovery_code_opens_once(app, client, careful, person):
    code, *_ = services().printed_codes.renew(careful.id)
    sign_in(client, person.phone)
    client.submit(client.get("/sign-in/recovery-code"), otp=code)
    other = another_browser(app)
    sign_in(other, person.phone)

    again = other.submit(other.get("/sign-in/recovery-code"), otp=code)

    assert again.status_code == 403


def test_a_code_opens_once(app, client, careful, person):
    sign_in(client, person.phone)
    type_code(client, one_time_code())
    other = another_browser(app)
    sign_in(other, person.phone)

    again = type_code(other, one_time_code())

    assert again.status_code == 403
    assert "đã được dùng" in again.text


def test_a_code_can_be_had_by_sms(client, app, person, monkeypatch):
    sent = []
    keep = services().second_factor._sent
    monkeypatch.setattr(keep._letters, "code", lambda to, code, *_: sent.append((to, code)))
    a_citizen(person, sms_factor=True)

    sign_in(client, person.phone)
    page = client.get("/sign-in/code")
    done = client.submit(page, otp=sent[0][1])

    assert sent[0][0] == person.phone
    assert person.phone[-3:] in page.text
    assert person.phone not in page.text
    assert done.status_code == 303
    assert db.session.scalars(select(BrowserSession)).one().methods == ["pwd", "sms", "mfa"]


def test_a_code_by_sms_is_bound_to_the_sign_in_it_was_sent_for(client, app, person, monkeypatch):
    sent = []
    keep = services().second_factor._sent
    monkeypatch.setattr(keep._letters, "code", lambda _to, code, *_: sent.append(code))
    a_citizen(person, sms_factor=True)
    sign_in(client, person.phone)
    other = another_browser(app)
    sign_in(other, person.phone)

    assert type_code(other, sent[0]).status_code == 403
    assert type_code(client, sent[0]).status_code == 303


@pytest.mark.parametrize("missing", ["username", "password"])
def test_an_empty_field_is_said_beside_it_and_what_was_typed_stays(client, missing):
    typed = {"username": "0912345678", "password": "một mật khẩu", missing: ""}

    page = client.submit(client.get("/sign-in"), **typed)

    assert page.status_code == 422
    assert f'id="{missing}-err"' in page.text
    assert "một mật khẩu" not in page.text
    assert missing == "username" or "0912345678" in page.text


@pytest.mark.parametrize("state", ["suspended", "deceased"])
def test_a_suspended_account_says_so_to_its_owner_only(client, quynh, person, state):
    quynh.state = state
    db.session.commit()

    assert "tạm khóa" not in sign_in(client, person.phone, "sai").text
    page = sign_in(client, person.phone)

    assert page.status_code == 403
    assert "tạm khóa" in page.text
    assert cookie_of(client, SESSION) is None


def test_an_account_suspended_between_the_two_steps_does_not_open(client, careful, person):
    sign_in(client, person.phone)
    page = client.get("/sign-in/code")
    careful.state = "suspended"
    db.session.commit()

    assert client.submit(page, otp=one_time_code()).status_code == 403
    assert cookie_of(client, SESSION) is None


def test_a_closed_account_is_like_none(client, quynh, person):
    quynh.state = "closed"
    db.session.commit()

    assert "mật khẩu không đúng" in sign_in(client, person.phone).text


def test_a_form_without_its_token_does_nothing(client, quynh, person):
    refused = client.post("/sign-in", data={"username": person.phone, "password": PASSWORD})

    assert refused.status_code == 400
    assert cookie_of(client, SESSION) is None


def test_english_is_complete(client, quynh, person):
    page = client.submit(client.get("/sign-in?lang=en"), username=person.phone, password="wrong")

    assert "Sign in" in page.text
    assert "The login or the password is wrong. 4 tries left." in page.text
    assert "Đăng nhập" not in page.text
