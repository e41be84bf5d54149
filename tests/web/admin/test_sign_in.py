"""The door of the console, as a browser meets it."""

import pytest

from idp.store.db import db
from idp.web.current import services
from tests.builders import one_time_code
from tests.pages import ids_in
from tests.web.admin.conftest import OPERATOR_PASSWORD, confirm, sign_in


def test_password_and_code_open_the_console(client, lan, clock):
    answer = sign_in(client, clock)

    assert (answer.status_code, answer.location) == (303, "/admin")
    page = client.get("/admin")
    assert page.status_code == 200
    assert "lan" in page.text


def test_the_fields_keep_their_ids(client, lan):
    assert {"username", "password", "otp", "login-submit"} <= ids_in(client.get("/admin/sign-in").text)


@pytest.mark.parametrize("wrong", [{"username": "nobody"}, {"password": "wrong"}, {"otp": "000000"}])
def test_every_failure_looks_the_same(client, lan, clock, wrong):
    answer = sign_in(client, clock, **wrong)

    assert answer.status_code == 403
    assert "không đúng" in answer.text
    assert OPERATOR_PASSWORD not in answer.text
    assert not [each for each in answer.headers.getlist("Set-Cookie") if "operator" in each]


def test_empty_fields_are_named(client, lan, clock):
    answer = sign_in(client, clock, username="", password="", otp="")

    assert answer.status_code == 422
    assert answer.text.count('class="err"') == 3
    listed = [answer.text.index(f'href="#{name}"') for name in ("username", "password", "otp")]
    assert listed == sorted(listed)


def test_who_guesses_has_to_wait(client, lan, clock):
    for _ in range(5):
        assert sign_in(client, clock, password="wrong").status_code == 403
    answer = sign_in(client, clock)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_who_is_signed_in_is_not_asked_again(console):
    assert console.get("/admin/sign-in").status_code == 303


def test_signing_out_closes_the_console(console):
    page = console.get("/admin")
    answer = console.submit(page)

    assert answer.status_code == 303
    assert console.get("/admin").status_code == 303


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app, console, settings):
    cookie = console.get_cookie(settings.cookie_name("operator"), domain="id.anlien.example")
    console.submit(console.get("/admin"))
    thief = app.test_client()
    thief.set_cookie(settings.cookie_name("operator"), cookie.value, domain="id.anlien.example")

    assert thief.get("/admin").status_code == 303


def test_an_idle_console_closes(console, clock):
    clock.advance(minutes=15)

    assert console.get("/admin").status_code == 303


def test_confirming_goes_back_to_the_page(console, clock):
    clock.advance(minutes=6)
    page = console.get("/admin/confirm?then=/admin/activity")
    answer = console.submit(
        page, form="admin-confirm", password=OPERATOR_PASSWORD, otp=one_time_code(at=clock())
    )

    assert (answer.status_code, answer.location) == (303, "/admin/activity")


def test_a_wrong_confirmation_is_refused(console, clock):
    clock.advance(minutes=6)
    page = console.get("/admin/confirm")
    answer = console.submit(page, form="admin-confirm", password="wrong", otp=one_time_code(at=clock()))

    assert answer.status_code == 403


def test_confirmation_renews_the_cookie(console, clock, settings):
    before = console.get_cookie(settings.cookie_name("operator"), domain="id.anlien.example").value
    clock.advance(minutes=6)
    from tests.builders import a_client

    a_client()
    answer = console.submit(console.get("/admin/clients/portal"), form="suspend")
    confirm(console, clock, answer)

    assert console.get_cookie(settings.cookie_name("operator"), domain="id.anlien.example").value != before
    assert services().clients.find("portal").is_live
    db.session.rollback()


def test_the_page_speaks_english_too(client, lan):
    page = client.get("/admin/sign-in?lang=en").text

    assert "Administrator sign-in" in page
    assert '<html lang="en">' in page
