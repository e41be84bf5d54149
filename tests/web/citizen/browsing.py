"""Citizens at the pages of their account, over HTTP and without script."""

import re

from flask import Flask
from werkzeug.test import TestResponse

from idp.store.db import db
from tests.builders import PASSWORD, TOTP_KEY, Person, one_time_code
from tests.caller import Caller

HOST = "id.anlien.example"
SESSION = "__Host-sen_session"
DEVICE = "__Host-sen_device"
ATTEMPT = "__Host-sen_attempt"


def another_browser(app: Flask) -> Caller:
    """A browser with no cookies."""
    caller = app.test_client()
    assert isinstance(caller, Caller)
    return caller


def cookie_of(client: Caller, name: str) -> str | None:
    """The value of one of our cookies in a browser."""
    found = client.get_cookie(name, domain=HOST)
    return found.value if found else None


def sign_in(
    client: Caller, login: str, password: str = PASSWORD, path: str = "/sign-in", **more: str
) -> TestResponse:
    """Type login and password."""
    return client.submit(client.get(path), username=login, password=password, **more)


def type_code(client: Caller, code: str, path: str = "/sign-in/code", **more: str) -> TestResponse:
    """Type the second factor."""
    return client.submit(client.get(path), otp=code, **more)


def enter(client: Caller, person: Person, *, at: object = None) -> None:
    """Sign in, with the authenticator app where the account has one.

    Args:
        client: The browser.
        person: Who.
        at: When, for the app's code.
    """
    answer = sign_in(client, person.phone)
    if answer.headers.get("Location", "").startswith("/sign-in/code"):
        answer = type_code(client, one_time_code(TOTP_KEY, at) if at else one_time_code())
    assert answer.status_code == 303, answer.text
    db.session.rollback()


def key_on(page: TestResponse) -> str:
    """The key a page offers to an authenticator app."""
    found = re.search(r'class="key"[^>]*>([A-Z2-7 ]+)<', page.text)
    assert found, page.text
    return found[1].replace(" ", "")
