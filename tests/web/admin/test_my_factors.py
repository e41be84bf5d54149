"""One's own passkeys, app and password."""

import json
import re

import pytest

from idp.operators.rights import Role
from idp.store.db import db
from idp.web.current import services
from tests.builders import one_time_code
from tests.operators.passkey_device import Device
from tests.staff import OPERATOR_PASSWORD, an_operator, at_the_console


@pytest.fixture
def me(app):
    return an_operator("an", Role.HELP_DESK, address="an@so.example")


@pytest.fixture
def console(app, me):
    return at_the_console(app, me)


def ask(console, page, path="/admin/me/passkeys/options"):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    return console.post(path, headers={"X-CSRFToken": token})


def add(console, device, name="laptop"):
    page = console.get("/admin/me")
    options = json.loads(ask(console, page).text)
    return console.submit(page, form="add-passkey", answer=device.make(options), name=name)


def passkeys(me):
    return services().operator_desk.passkeys.of(me.id)


def test_a_passkey_is_added_named_and_removed(console, me):
    assert add(console, Device()).status_code == 303
    page = console.get("/admin/me")
    assert "laptop" in page.text
    (row,) = passkeys(me)

    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    console.post(f"/admin/me/passkeys/{row.id}/rename", data={"csrf_token": token, "name": "<b>phone"})
    assert "&lt;b&gt;phone" in console.get("/admin/me").text
    console.post(f"/admin/me/passkeys/{row.id}/remove", data={"csrf_token": token})
    assert passkeys(me) == []


def test_a_wrong_passkey_is_said(console, me):
    answer = console.submit(console.get("/admin/me"), form="add-passkey", answer="{}", name="x")

    assert "Chưa thêm được" in console.get(answer.location).text
    assert passkeys(me) == []


def test_anothers_passkey_stays(app, console, me):
    other = an_operator("binh", Role.AUDITOR)
    add(at_the_console(app, other), Device())
    (row,) = passkeys(other)
    page = console.get("/admin/me")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    for act in ("rename", "remove"):
        console.post(f"/admin/me/passkeys/{row.id}/{act}", data={"csrf_token": token, "name": "mine"})

    assert [each.name for each in passkeys(other)] == ["laptop"]


def test_the_last_factor_stays(console, me):
    add(console, Device())
    console.submit(console.get("/admin/me"), form="remove-app")
    db.session.refresh(me)
    assert me.totp_sealed is None
    (row,) = passkeys(me)
    page = console.get("/admin/me")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]

    answer = console.post(f"/admin/me/passkeys/{row.id}/remove", data={"csrf_token": token})
    assert "cuối cùng" in console.get(answer.location).text
    assert len(passkeys(me)) == 1


def test_another_app_is_set_up(console, me, clock):
    page = console.get("/admin/me/app")
    key = re.search(r'id="typed-key"[^>]*>([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    refused = console.submit(page, form="set-app", otp="000000")
    assert refused.status_code == 422
    assert key in refused.text.replace(" ", "")
    answer = console.submit(refused, form="set-app", otp=one_time_code(key, clock()))

    assert answer.location == "/admin/me"
    db.session.refresh(me)
    assert services().sealer.open_text(me.totp_sealed, "operator.totp_sealed") == key


def test_an_offer_made_to_somebody_else_is_none(app, console, clock):
    theirs = at_the_console(app, an_operator("binh", Role.AUDITOR)).get("/admin/me/app")
    offer = re.search(r'name="offer"[^>]*value="([^"]+)"', theirs.text)[1]
    key = re.search(r'id="typed-key"[^>]*>([A-Z2-7 ]+)<', theirs.text)[1].replace(" ", "")
    answer = console.submit(
        console.get("/admin/me/app"), form="set-app", offer=offer, otp=one_time_code(key, clock())
    )

    assert answer.status_code == 200
    assert key not in answer.text.replace(" ", "")


def test_another_password_ends_the_other_sessions(app, console, me):
    other = at_the_console(app, me)
    weak = console.submit(console.get("/admin/me"), form="change-password", new_password="short")
    assert weak.status_code == 422
    answer = console.submit(
        console.get("/admin/me"), form="change-password", new_password="một mật khẩu hoàn toàn khác"
    )

    assert answer.status_code == 303
    assert other.get("/admin").status_code == 303
    assert console.get("/admin").status_code == 200


def test_every_change_asks_again_after_five_minutes(console, me, clock):
    add(console, Device())
    page = console.get("/admin/me")
    clock.advance(minutes=6)
    asked = json.loads(ask(console, page).text)
    assert asked == {"confirm": "/admin/confirm?then=/admin/me"}
    for form, typed in (
        ("add-passkey", {"answer": "{}"}),
        ("remove-app", {}),
        ("change-password", {"new_password": "x"}),
    ):
        assert "/admin/confirm" in console.submit(page, form=form, **typed).location
    assert "/admin/confirm" in console.get("/admin/me/app").location


def test_one_confirms_by_passkey(console, me, clock):
    device = Device()
    add(console, device)
    clock.advance(minutes=6)
    page = console.get("/admin/confirm?then=/admin/me/app")
    options = json.loads(ask(console, page, "/admin/confirm/passkey/options").text)
    assert len(options["allowCredentials"]) == 1
    answer = console.submit(page, form="passkey-confirm", answer=device.sign(options))

    assert answer.location == "/admin/me/app"
    assert console.get("/admin/me/app").status_code == 200


def test_a_wrong_passkey_confirms_nothing(console, clock):
    add(console, Device())
    clock.advance(minutes=6)
    page = console.get("/admin/confirm?then=/admin/me/app")
    answer = console.submit(page, form="passkey-confirm", answer="{}")

    assert answer.location == "/admin/confirm?then=/admin/me/app"
    assert "không dùng được ở đây" in console.get(answer.location).text
    assert console.get("/admin/me/app").status_code == 303


def test_without_an_app_there_is_no_code_to_ask_for(console, me):
    add(console, Device())
    console.submit(console.get("/admin/me"), form="remove-app")

    assert 'id="admin-confirm"' not in console.get("/admin/confirm").text
    assert OPERATOR_PASSWORD not in console.get("/admin/me").text


def test_without_a_passkey_none_is_asked_for(console):
    assert 'id="passkey-confirm"' not in console.get("/admin/confirm").text
