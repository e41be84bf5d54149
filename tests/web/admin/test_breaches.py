"""The pages of breaches."""

import re

import pytest

from idp.audit.events.oauth import ClaimsReleased
from idp.store.db import db
from idp.store.models import Breach, Operator
from idp.web.current import services
from tests.builders import a_client

PATH = "/admin/breaches"
RIGHT = {
    "title": "Mất ổ cứng",
    "known_at": "2026-11-02T08:00",
    "since": "2026-11-01T00:00",
    "until": "2026-11-02T09:30",
}


def opened(console, **changed):
    page = console.get(f"{PATH}/new")
    return console.submit(page, form="breach-form", **{**RIGHT, **changed})


@pytest.fixture
def breach(console):
    a_client("health", name="Sở Y tế")
    services().audit.record(
        ClaimsReleased(
            citizen_id="c-1", client_id="health", authorization_id="a", claims=("name",), channel="userinfo"
        )
    )
    db.session.commit()
    return opened(console).location


def pressed(console, breach, act, **values):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', console.get(breach).text)[1]
    return console.post(f"{breach}/{act}", data={"csrf_token": token, **values})


def test_a_breach_is_opened_and_its_clock_runs(console, breach, clock):
    assert "Còn 71 giờ 0 phút" in console.get(breach).text
    assert "Còn 23 giờ 0 phút" in console.get(breach).text
    listed = console.get(PATH).text

    assert "Mất ổ cứng" in listed
    assert "Còn 71 giờ 0 phút" in listed
    assert "Còn 71 giờ để báo" in console.get("/admin").text


def test_the_affected_are_counted(console, breach):
    page = pressed(console, breach, "count")
    assert page.status_code == 303
    text = console.get(breach).text
    assert '<strong id="people">1</strong>' in text
    assert "Sở Y tế" in text

    assert f"{breach}/people" in text


def test_the_draft_is_in_both_languages(console, breach):
    pressed(console, breach, "count")
    page = console.get(f"{breach}/notice").text

    assert "Số người bị ảnh hưởng (theo nhật ký hệ thống): 1" in page
    assert "People affected (by the system&#39;s log): 1" in page
    assert page.count("Sở Y tế") == 2
    assert "Loại dữ liệu: họ và tên" in page
    assert "Kinds of data: full name" in page


def test_notes_reports_and_closing(console, breach):
    console.submit(console.get(breach), form="breach-note", text="Đã khóa <b>tài khoản</b>")
    assert "Đã khóa &lt;b&gt;tài khoản&lt;/b&gt;" in console.get(breach).text
    pressed(console, breach, "report")
    assert "Đã báo đúng hạn" in console.get(breach).text
    pressed(console, breach, "close")
    text = console.get(breach).text

    assert "Đã đóng" in text
    assert "breach-note" not in text
    pressed_again = pressed(console, breach, "close")
    assert pressed_again.status_code == 303
    assert "Hồ sơ vừa được người khác sửa hoặc đã đóng." in console.get(breach).text


def test_the_scope_can_be_changed(console, breach):
    page = console.get(f"{breach}/edit")
    answer = console.submit(page, form="breach-form", title="Mất máy tính", clients="health")

    assert answer.status_code == 303
    text = console.get(breach).text
    assert "Mất máy tính" in text
    assert db.session.query(Breach).one().scope["clients"] == ["health"]


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"known_at": "2026-11-02T10:00"},
        {"known_at": "yesterday"},
        {"since": ""},
        {"until": "2026-11-01T00:00"},
        {"since": "1990-01-01T00:00"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(console, changed):
    answer = opened(console, **changed)

    assert answer.status_code == 422
    assert 'class="err"' in answer.text
    assert db.session.query(Breach).count() == 0


def test_an_auditor_sees_and_changes_nothing(console, breach):
    db.session.query(Operator).update({"role": "auditor"})
    db.session.commit()

    assert "breach-count" not in console.get(breach).text
    for act in ("count", "note", "report", "close"):
        assert pressed(console, breach, act, text="x").status_code == 403
    assert console.get(f"{PATH}/new").status_code == 403


@pytest.mark.parametrize(
    "role", ["approver", "unit_administrator", "unit_developer", "help_desk", "key_custodian"]
)
def test_others_do_not_see_breaches(console, breach, role):
    db.session.query(Operator).update({"role": role})
    db.session.commit()

    for path in (PATH, breach, f"{breach}/notice"):
        assert console.get(path).status_code == 403
    assert "Mất ổ cứng" not in console.get("/admin").text


@pytest.mark.parametrize("path", ["/x", "/00000000-0000-0000-0000-000000000001"])
def test_what_there_is_not_is_not_found(console, path):
    assert console.get(PATH + path).status_code == 404
