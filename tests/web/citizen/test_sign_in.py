"""Signing in, page by page, as a browser without script does it."""

import re

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BrowserSession, Citizen
from idp.web.current import services
from tests.builders import PASSWORD, TOTP_KEY, Person, a_citizen, a_person, one_time_code
from tests.pages import ids_in
from tests.web.citizen.browsing import (
    ATTEMPT,
    DEVICE,
    HOST,
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
    monkeypatch.setattr(keep._letters, "code", lambda to, code, *_: sent.append(code))
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


def test_unknown_login_and_wrong_password_look_the_same(app, quynh, person):
    pages = []
    for login in (person.phone, "0912000111", person.email, "nguoi-la@dan.anlien.example", "???"):
        page = sign_in(another_browser(app), login, "không phải mật khẩu này")
        text = page.text.replace(f'value="{login}"', "")
        pages.append((page.status_code, sorted(page.headers.keys()), re.sub(r'value="[^"]{40,}"', "", text)))

    assert pages[0][0] == 403
    assert all(page == pages[0] for page in pages)


def test_unknown_login_and_wrong_password_are_counted_and_slowed_the_same(app, quynh, person):
    told = {}
    for login in (person.phone, "0912000111"):
        pages = [sign_in(another_browser(app), login, "sai").status_code for _ in range(7)]
        told[login] = pages

    assert told[person.phone] == told["0912000111"] == [403] * 4 + [429] * 3


def test_unknown_login_and_wrong_password_take_the_same_statements(app, quynh, person, statements):
    sign_in(another_browser(app), "0912000222", "sai")  # what is read once per process
    taken = []
    for login in (person.phone, "0912000111"):
        with statements.counted():
            sign_in(another_browser(app), login, "sai")
        taken.append([text.split(" ", 3)[:3] for text in statements])
        statements.clear()

    assert taken[0] == taken[1]


def test_unknown_login_and_wrong_password_cost_the_same_hashing(app, quynh, person, monkeypatch):
    # What takes time is the hashing; counted, so that the machine's load says nothing.
    hashed = []
    hasher = type(services().passwords._hasher)
    verify = hasher.verify
    monkeypatch.setattr(
        hasher, "verify", lambda self, stored, typed: hashed.append(stored) or verify(self, stored, typed)
    )

    for login in (person.phone, "0912000111"):
        sign_in(another_browser(app), login, "sai")

    known, unknown = (stored.rsplit("$", 2)[0] for stored in hashed)
    assert known == unknown


def test_guessing_is_slowed_and_the_page_says_until_when(client, quynh, person, clock):
    for _ in range(5):
        page = sign_in(client, person.phone, "sai")

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "30"
    assert "09:00:30" in page.text
    assert sign_in(client, person.phone).status_code == 429
    clock.advance(seconds=30)
    assert sign_in(client, person.phone).status_code == 303


def test_a_stranger_cannot_lock_a_citizen_out_of_a_device_they_used(app, client, quynh, person, clock):
    sign_in(client, person.phone)
    client.delete_cookie(SESSION, domain=HOST)
    stranger = another_browser(app)
    for _ in range(60):
        sign_in(stranger, person.phone, "sai")
        clock.advance(minutes=1)

    assert sign_in(client, person.phone).status_code == 303


def test_a_citizen_on_another_network_hardly_notices_a_stranger(app, quynh, person):
    stranger, citizen = another_browser(app), another_browser(app)
    for _ in range(20):
        sign_in(stranger, person.phone, "sai")

    page = citizen.get("/sign-in", environ_overrides={"REMOTE_ADDR": "203.0.113.50"})
    fields = {"username": person.phone, "password": PASSWORD, "csrf_token": _token(page)}
    done = citizen.post("/sign-in", data=fields, environ_overrides={"REMOTE_ADDR": "203.0.113.50"})

    assert done.status_code == 303


def test_headers_that_name_other_networks_do_not_help_a_stranger(app, quynh, person):
    stranger = another_browser(app)
    for place in range(6):
        page = stranger.get("/sign-in")
        forged = {"X-Forwarded-For": f"203.0.113.{place}"}
        fields = {"username": person.phone, "password": "sai", "csrf_token": _token(page)}
        last = stranger.post("/sign-in", data=fields, headers=forged)

    assert last.status_code == 429


def test_a_planted_session_identifier_is_not_taken_over(client, quynh, person):
    client.set_cookie(SESSION, "planted", domain=HOST, secure=True)

    sign_in(client, person.phone)

    assert cookie_of(client, SESSION) != "planted"


def test_the_identifier_changes_when_somebody_signs_in_again(client, quynh, person):
    sign_in(client, person.phone)
    first = cookie_of(client, SESSION)

    sign_in(client, person.phone)

    assert cookie_of(client, SESSION) != first
    assert len(db.session.scalars(select(BrowserSession)).all()) == 1


def test_somebody_elses_sign_in_in_the_same_browser_leaves_nothing_of_the_former(client, quynh, person):
    sign_in(client, person.phone)
    first = cookie_of(client, SESSION)
    other = a_person()
    a_citizen(other)

    sign_in(client, other.phone)

    rows = {row.id: row for row in db.session.scalars(select(BrowserSession))}
    assert len(rows) == 2
    assert sorted(row.end_reason or "" for row in rows.values()) == ["", "somebody_else"]
    client.set_cookie(SESSION, first, domain=HOST, secure=True)
    assert client.get("/account").status_code == 303


def test_cookies_are_closed_to_scripts_and_other_sites(client, careful, person):
    sign_in(client, person.phone)
    done = type_code(client, one_time_code())

    cookies = [header for name, header in done.headers if name == "Set-Cookie" and "sen_" in header]
    assert {header.partition("=")[0] for header in cookies} >= {SESSION, DEVICE, ATTEMPT}
    for header in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))


def test_a_device_that_is_not_ones_own_keeps_nothing(client, quynh, person):
    done = sign_in(client, person.phone, shared="y")

    cookies = {header.partition("=")[0]: header for name, header in done.headers if name == "Set-Cookie"}
    assert "Max-Age" not in cookies[SESSION]
    assert DEVICE not in cookies
    assert db.session.scalars(select(BrowserSession)).one().stay == "shared"


def test_a_device_may_be_remembered_after_the_second_factor(client, careful, person):
    sign_in(client, person.phone)

    done = type_code(client, one_time_code(), remember="y")

    cookie = next(
        header for name, header in done.headers if name == "Set-Cookie" and header.startswith(SESSION)
    )
    assert f"Max-Age={30 * 24 * 3600}" in cookie


def test_a_device_that_is_not_ones_own_cannot_be_remembered(client, careful, person):
    sign_in(client, person.phone, shared="y")
    page = client.get("/sign-in/code")
    assert 'name="remember"' not in page.text

    client.submit(page, otp=one_time_code(), remember="y")

    assert db.session.scalars(select(BrowserSession)).one().stay == "shared"


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


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "account.overview", "x" * 3000])
def test_one_cannot_be_sent_elsewhere_after_signing_in(client, quynh, person, then):
    assert client.get("/sign-in", query_string={"then": then}).status_code == 400


def _token(page) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
