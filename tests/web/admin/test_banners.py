"""Announcements: made in the console, seen on every page."""

import pytest

from idp.store.db import db
from idp.store.models import Banner, Operator
from idp.web.current import services

PATH = "/admin/banners"
RIGHT = {
    "kind": "maintenance",
    "vi": "Bảo trì từ 22 giờ",
    "en": "Maintenance from 22:00",
    "starts_at": "2026-11-02T09:00",
    "ends_at": "2026-11-02T10:00",
}


def announce(console, **changed):
    return console.submit(console.get(f"{PATH}/new"), form="banner-form", **{**RIGHT, **changed})


@pytest.mark.parametrize("path", ["/", "/sign-in", "/help", "/admin/sign-in", "/developers", "/no-such-page"])
def test_everybody_sees_it(console, app, path):
    assert announce(console).status_code == 303
    text = app.test_client().get(path).text

    assert '<div class="wrap" role="status"><strong>Bảo trì:</strong> Bảo trì từ 22 giờ' in text.replace(
        " wide", ""
    )
    assert "(đến 02/11/2026 10:00)" in text


def test_it_is_told_in_the_pages_language(console, app):
    announce(console, kind="emergency")
    text = app.test_client().get("/?lang=en").text

    assert "<strong>Emergency:</strong> Maintenance from 22:00" in text
    assert "Bảo trì từ 22 giờ" not in text


def test_it_goes_when_its_time_is_over(console, app, clock):
    announce(console)
    clock.advance(hours=1)

    assert "Bảo trì từ 22 giờ" not in app.test_client().get("/").text


def test_markup_in_it_is_text(console, app):
    announce(console, vi="<script>x</script>")

    assert "&lt;script&gt;x&lt;/script&gt;" in app.test_client().get("/").text


def test_it_can_be_withdrawn_once(console, app):
    announce(console)
    page = console.get(PATH)
    banner = db.session.query(Banner).one()
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    for words in ("Đã gỡ thông báo.", "Thông báo này đã hết giờ hoặc đã được gỡ."):
        console.post(f"{PATH}/{banner.id}/withdraw", data={"csrf_token": token})
        assert words in console.get(PATH).text

    assert "Bảo trì từ 22 giờ" not in app.test_client().get("/").text


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "party"},
        {"vi": ""},
        {"en": " "},
        {"vi": "x" * 501},
        {"ends_at": "2026-11-02T08:00"},
        {"ends_at": "2026-12-31T08:00"},
        {"starts_at": ""},
        {"ends_at": "tomorrow"},
    ],
)
def test_what_cannot_be_is_refused(console, changed):
    assert announce(console, **changed).status_code == 422
    assert db.session.query(Banner).count() == 0


def test_pages_that_nobody_reads_ask_for_no_banner(client, statements):
    services().watch.banners.forget()
    with statements.counted():
        client.get("/.well-known/openid-configuration")
        client.get("/oauth/jwks")

    assert not [text for text in statements if "banner" in text]


def test_an_auditor_looks_and_has_no_form(console):
    console.submit(console.get(f"{PATH}/new"), form="banner-form", **RIGHT)
    db.session.query(Operator).update({"role": "auditor"})
    db.session.commit()
    page = console.get(PATH).text

    assert RIGHT["en"] in page
    assert "/withdraw" not in page
    assert f"{PATH}/new" not in page
    assert console.get(f"{PATH}/new").status_code == 403


@pytest.mark.parametrize("role", ["approver", "unit_administrator", "unit_developer", "help_desk"])
def test_only_the_province_announces(console, role):
    db.session.query(Operator).update({"role": role})
    db.session.commit()

    assert console.get(PATH).status_code == 403
    assert console.get(f"{PATH}/new").status_code == 403
