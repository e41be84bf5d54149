"""Secrets on the page: shown once, replaced with an overlap, revoked one by one."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from idp.operators.rights import Role
from idp.store.db import db
from idp.web.current import services
from tests.builders import CLIENT_SECRET, a_client
from tests.certificates import issued
from tests.staff import an_operator, at_the_console
from tests.web.admin.conftest import confirm
from tests.web.admin.test_clients import form_value


def works(secret):
    db.session.expire_all()
    return services().client_desk.secrets.matches(services().clients.find("portal"), secret)


def rotate(console, days="14"):
    page = console.get("/admin/clients/portal/secrets")
    return console.submit(page, form="rotate", overlap_days=days)


def test_a_new_secret_is_shown_once_and_both_work(console):
    a_client()
    answer = rotate(console)
    assert answer.location == "/admin/clients/portal/secret"
    shown = console.get(answer.location)
    secret = form_value(shown.text, "client-secret")

    assert "16/11/2026" in shown.text
    assert works(secret)
    assert works(CLIENT_SECRET)
    assert "không xem lại được" in console.get(answer.location).text
    assert secret not in console.get(answer.location).text
    assert secret not in console.get("/admin/clients/portal/secrets").text


def test_a_leaked_secret_ends_at_once(console):
    a_client()
    secret = form_value(console.get(rotate(console, "0").location).text, "client-secret")

    assert works(secret)
    assert not works(CLIENT_SECRET)


def test_rotating_asks_again_after_five_minutes(console, clock):
    a_client()
    page = console.get("/admin/clients/portal/secrets")
    clock.advance(minutes=6)
    answer = console.submit(page, form="rotate", overlap_days="14")
    back = confirm(console, clock, answer)

    assert back.location == "/admin/clients/portal/secrets"
    assert rotate(console).location == "/admin/clients/portal/secret"


@pytest.mark.parametrize("days", ["", "x", "3650", "-1"])
def test_only_offered_overlaps_are_taken(console, days):
    a_client()
    assert rotate(console, days).location == "/admin/clients/portal/secrets"
    assert len(services().client_desk.secrets.live(services().clients.find("portal"))) == 1


def test_the_older_secret_can_be_revoked_and_the_last_one_cannot(console):
    a_client()
    rotate(console)
    page = console.get("/admin/clients/portal/secrets")
    assert page.text.count("Thu hồi") == 1
    old = services().client_desk.secrets.live(services().clients.find("portal"))[1]
    answer = console.submit(page)  # the first form is the one that signs out
    assert answer.location == "/admin/sign-in"
    assert old.hint in page.text


def test_revoking(console):
    a_client()
    rotate(console)
    new, old = services().client_desk.secrets.live(services().clients.find("portal"))
    page = console.get("/admin/clients/portal/secrets").text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    console.post(f"/admin/clients/portal/secrets/{new.id}/revoke", data={"csrf_token": token})
    assert "Đây là khóa cuối cùng" in console.get("/admin/clients/portal/secrets").text
    console.post(f"/admin/clients/portal/secrets/{old.id}/revoke", data={"csrf_token": token})

    assert not works(CLIENT_SECRET)
    assert [each.id for each in services().client_desk.secrets.live(services().clients.find("portal"))] == [
        new.id
    ]


def test_an_application_without_secrets_says_so(console):
    a_client(secret=None)

    assert "không có khóa bí mật" in console.get("/admin/clients/portal/secrets").text


def test_a_secret_of_one_application_is_not_shown_on_the_page_of_another(console):
    a_client()
    a_client("land")
    rotate(console)

    assert "client-secret" not in console.get("/admin/clients/land/secret").text


@pytest.mark.parametrize(
    ("last", "shown"), [(None, "chưa dùng"), (0, "hôm nay"), (-1, "01/11/2026"), (-40, "23/09/2026")]
)
def test_the_page_says_when_a_secret_was_last_shown(console, clock, last, shown):
    client = a_client()
    if last is not None:
        day = clock().date() + timedelta(days=last)
        services().client_desk.secret_uses.keep([("portal", client.secrets[0]["id"], day)])
        db.session.commit()

    assert f'<td data-l="Dùng lần cuối">{shown}</td>' in console.get("/admin/clients/portal/secrets").text


def test_of_a_secret_that_signs_no_use_is_known(console):
    kept = services().client_desk.secrets.kept("portal", CLIENT_SECRET * 2, "client_secret_jwt").written()
    a_client(secrets=[kept], metadata={"token_endpoint_auth_method": "client_secret_jwt"})

    assert "không biết được" in console.get("/admin/clients/portal/secrets").text


def test_a_secret_that_ends_soon_is_marked(console, clock):
    client = a_client()
    client.secrets = [{**client.secrets[0], "expires_at": (clock() + timedelta(days=30)).isoformat()}]
    db.session.commit()
    assert "sắp hết hạn" in console.get("/admin/clients/portal/secrets").text

    client.secrets = [{**client.secrets[0], "expires_at": (clock() + timedelta(days=31)).isoformat()}]
    db.session.commit()
    assert "sắp hết hạn" not in console.get("/admin/clients/portal/secrets").text


def test_certificates_are_shown_with_their_ends(console, clock):
    identity = issued("portal")
    a_client(secret=None, metadata={"jwks": {"keys": [identity.jwk()]}})
    day = identity.certificate.not_valid_after_utc.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))

    assert f"{day:%d/%m/%Y}" in console.get("/admin/clients/portal/secrets").text


def test_a_reader_sees_secrets_and_no_buttons(app):
    a_client()
    page = at_the_console(app, an_operator("tra", Role.AUDITOR)).get("/admin/clients/portal/secrets").text

    assert f"…{CLIENT_SECRET[-4:]}" in page
    assert "/secrets/rotate" not in page
    assert "/revoke" not in page
