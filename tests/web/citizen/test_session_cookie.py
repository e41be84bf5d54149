"""What the browser is given to keep, and for how long."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BrowserSession, Citizen
from tests.builders import TOTP_KEY, Person, a_citizen, a_person, one_time_code
from tests.installation import application, changed
from tests.web.citizen.browsing import (
    ATTEMPT,
    DEVICE,
    HOST,
    SESSION,
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
    named = {header.partition("=")[0]: header for header in cookies}
    assert set(named) >= {SESSION, DEVICE, ATTEMPT}
    # It opens nothing, and the check-session frame has to read it on other sites.
    assert "SameSite=None" in named.pop("__Host-sen_browser_state")
    for header in named.values():
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


def test_the_state_for_scripts_lasts_as_long_as_the_session(client, quynh, person):
    done = sign_in(client, person.phone)

    ages = {
        header.partition("=")[0]: header.partition("Max-Age=")[2].partition(";")[0]
        for name, header in done.headers
        if name == "Set-Cookie"
    }
    assert ages["__Host-sen_browser_state"] == ages[SESSION] != ""


def test_on_http_loopback_the_state_is_neither_secure_nor_for_other_sites(settings, clock):
    with application(changed(settings, issuer="http://localhost:8000"), clock) as app:
        person = a_person()
        a_citizen(person)
        done = sign_in(app.test_client(), person.phone)

    [cookie] = [header for header in done.headers.getlist("Set-Cookie") if "browser_state" in header]
    assert cookie.startswith("sen_browser_state=")
    assert not {"Secure", "HttpOnly"} & set(cookie.split("; "))
    assert "SameSite" not in cookie
