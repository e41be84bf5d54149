"""The door of the console by a passkey."""

import json
import re

import pytest

from idp.operators.passkey_sign_in import MOST_OF_A_NETWORK
from idp.operators.passkeys import Purpose
from idp.operators.rights import Role
from idp.store.db import db
from idp.web.current import services
from tests.operators.passkey_device import Device
from tests.staff import an_operator


@pytest.fixture
def device(app):
    """A passkey of an's, who has no app."""
    an = an_operator("an", Role.AUDITOR, totp_sealed=None)
    passkeys, made = services().operator_desk.passkeys, Device()
    answer = made.make(passkeys.ask_to_make(Purpose.ADD, an.id, "an"))
    passkeys.keep(an.id, passkeys.prove(Purpose.ADD, an.id, answer), "")
    db.session.commit()
    return made


def options_of(client, page):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    return client.post("/admin/sign-in/passkey/options", headers={"X-CSRFToken": token})


def test_a_passkey_opens_the_page_that_was_wanted(client, device):
    page = client.get("/admin/sign-in?then=/admin/activity")
    answer = client.submit(
        page, form="passkey-login", answer=device.sign(json.loads(options_of(client, page).text))
    )

    assert (answer.status_code, answer.location) == (303, "/admin/activity")
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "operator" in each)
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/oauth/authorize"])
def test_it_leads_to_no_other_place(client, device, then):
    page = client.get("/admin/sign-in")
    signed = device.sign(json.loads(options_of(client, page).text))

    assert client.submit(page, form="passkey-login", answer=signed, then=then).location == "/admin"


@pytest.mark.parametrize("answer", ["", "x", "{}", "[" * 9_000])
def test_a_wrong_answer_leads_back(client, device, answer):
    page = client.get("/admin/sign-in?then=/admin/activity")
    refused = client.submit(page, form="passkey-login", answer=answer)

    assert refused.location == "/admin/sign-in?then=/admin/activity"
    assert "không dùng được ở đây" in client.get(refused.location).text


def test_options_need_a_form_token(client, device):
    assert client.post("/admin/sign-in/passkey/options").status_code == 400


def test_a_network_gets_so_many_challenges(client, device):
    page = client.get("/admin/sign-in")
    answers = [options_of(client, page).status_code for _ in range(MOST_OF_A_NETWORK + 1)]

    assert answers == [200] * MOST_OF_A_NETWORK + [429]


def test_the_passkey_comes_first_and_waits_for_script(client, device):
    page = client.get("/admin/sign-in").text

    assert page.index('id="passkey-login"') < page.index('id="admin-login"')
    assert re.search(r'<form[^>]*id="passkey-login"[^>]* hidden>', page)
