"""What guessing at passwords gets: no knowledge, and ever longer waits; and whom it cannot harm."""

import re

import pytest

from idp.store.models import Citizen
from idp.web.current import services
from tests.builders import PASSWORD, TOTP_KEY, Person, a_citizen, a_person
from tests.web.citizen.browsing import (
    HOST,
    SESSION,
    another_browser,
    sign_in,
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


def _token(page) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
