"""Invitations on the console: listed, made, shown once, taken back."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, InitialAccessToken, Operator
from idp.web.current import services
from tests.builders import a_client
from tests.installation import changed
from tests.registrant import invitation, register, registered
from tests.web.admin.conftest import confirm
from tests.web.admin.test_clients import form_value

TYPED = {
    "note": "Thư viện tỉnh",
    "uses": "2",
    "until": "2026-11-30",
    "redirect_hosts": "thuvien.example",
    "profiles": ["plain"],
    "grant_types": ["authorization_code", "refresh_token"],
}


def make(console, **changed):
    page = console.get("/admin/invitations/new")
    return console.submit(page, form="new-invitation", **{**TYPED, **changed})


def the_invitation():
    db.session.expire_all()
    return db.session.scalars(select(InitialAccessToken)).one()


def test_an_invitation_is_made_and_its_token_shown_once(console, lan):
    answer = make(console, scopes=["profile", "lien_he"])
    assert answer.location == "/admin/invitations/token"
    shown = console.get(answer.location)
    token = form_value(shown.text, "initial-access-token")
    kept = the_invitation()

    assert form_value(shown.text, "registration-endpoint") == "https://id.anlien.example/oauth/register"
    assert (kept.uses, kept.note, kept.policy["redirect_hosts"]) == (2, "Thư viện tỉnh", ["thuvien.example"])
    assert (kept.policy["scopes"], kept.policy["profiles"]) == (["openid", "profile", "lien_he"], ["plain"])
    assert kept.expires_at.isoformat() == "2026-11-30T16:59:59+00:00"
    assert register(token=token, scope="openid lien_he").status_code == 201
    again = console.get(answer.location).text
    assert "không xem lại được" in again
    assert token not in again
    assert token not in console.get("/admin/invitations").text
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.invitation_issued"))
    assert record.operator_id == kept.created_by


def test_who_has_not_shown_who_they_are_for_a_while_is_asked_before_the_form(console, clock):
    clock.advance(minutes=10)
    back = confirm(console, clock, console.get("/admin/invitations/new"))

    assert back.location == "/admin/invitations/new"
    assert make(console).location == "/admin/invitations/token"


def test_the_form_proposes_what_is_usual(console):
    page = console.get("/admin/invitations/new").text

    assert form_value(page, "until") == "2026-11-09"
    assert form_value(page, "uses") == "1"
    assert "dan_toc" not in page
    assert page.count("checked") == 5 + 3 + 2


def test_an_auditor_looks_and_has_no_form(console):
    make(console)
    db.session.query(Operator).update({"role": "auditor"})
    db.session.commit()
    page = console.get("/admin/invitations").text

    assert "Thư viện tỉnh" in page
    assert "/revoke" not in page
    assert "/admin/invitations/new" not in page
    assert "/admin/invitations" in console.get("/admin/clients").text
    assert console.get("/admin/invitations/new").status_code == 403


def test_nothing_ticked_permits_nothing_but_to_recognise(console):
    make(console, scopes=None)

    assert the_invitation().policy["scopes"] == ["openid"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"note": ""}, "Vui lòng ghi mời ai, để làm gì."),
        ({"uses": "0"}, "Từ 1 đến 1000."),
        ({"uses": "many"}, "bad"),
        ({"uses": "9" * 1_000}, "Từ 1 đến 1000."),
        ({"until": "2026-11-01"}, "Ngày này đã qua."),
        ({"until": ""}, "Vui lòng chọn ngày."),
        ({"until": "30/11/2026"}, "bad"),
        ({"until": "9999-12-31"}, "Nội dung này quá dài."),
        ({"profiles": None}, "Vui lòng chọn ít nhất một loại."),
        ({"profiles": "root"}, "bad"),
        ({"scopes": "dan_toc"}, "bad"),
        ({"other_scopes": "dan_toc"}, "chỉ được cấp theo quy định"),
        ({"redirect_hosts": "https://thuvien.example/"}, "redirect_hosts"),
        ({"grant_types": "password"}, "bad"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_made(console, changed, told):
    answer = make(console, **changed)

    assert answer.status_code == 422
    assert told in answer.text
    assert "Có thông tin cần sửa" in answer.text
    assert db.session.scalars(select(InitialAccessToken)).all() == []


def test_what_was_typed_stays_in_the_form(console):
    page = make(console, note="").text

    assert "thuvien.example</textarea>" in page
    assert form_value(page, "uses") == "2"


def test_the_list_says_what_is_left_and_what_may_be_asked_for(console, clock):
    registered(invitation(note="Đợt một"))
    clock.advance(seconds=1)
    invitation(uses=3, note="Đợt hai", scopes=("lien_he",), redirect_hosts=("thuvien.example",))
    page = console.get("/admin/invitations").text

    assert page.index("Đợt hai") < page.index("Đợt một")
    for shown in ("Đã dùng hết", "0/1", "Còn dùng được", "3/3", "Tên miền: thuvien.example", "bất kỳ"):
        assert shown in page
    assert page.count("Thu hồi") == 1


def test_an_invitation_is_taken_back(console):
    make(console)
    page = console.get("/admin/invitations")
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    path = f"/admin/invitations/{the_invitation().id}/revoke"

    assert console.post(path).status_code == 400  # without the form's token
    assert the_invitation().revoked_at is None
    console.post(path, data={"csrf_token": token})
    assert the_invitation().revoked_at is not None
    assert "Đã thu hồi" in console.get("/admin/invitations").text


def test_a_token_does_not_come_out_on_the_page_of_an_applications_secret(console):
    a_client()
    make(console)

    answer = console.get("/admin/clients/portal/secret")
    assert answer.status_code == 200
    assert "client-secret" not in answer.text


def test_only_operators_see_invitations(client, lan):
    for path in ("/admin/invitations", "/admin/invitations/new", "/admin/invitations/token"):
        assert "/admin/sign-in" in client.get(path).location


def test_the_pages_of_an_application_say_that_it_registered_itself(console):
    mine = registered()
    mine.update(client_uri="https://thuvien.example/")

    assert "ứng dụng tự đăng ký" in console.get(f"/admin/clients/{mine.client_id}").text
    assert console.get(f"/admin/clients/{mine.client_id}/log").text.count("ứng dụng tự làm") == 2
    a_client()
    assert "ứng dụng tự đăng ký" not in console.get("/admin/clients/portal").text


@pytest.mark.usefixtures("listed")
def test_an_operator_may_change_what_an_application_registered(console):
    mine = registered()
    page = console.get(f"/admin/clients/{mine.client_id}/edit")
    answer = console.submit(page, client_name="Thư viện", unit="Sở Văn hóa", minimum_level="2")

    assert answer.status_code == 303, answer.text
    told = mine.read().json
    assert (told["client_name"], told["minimum_level"]) == ("Thư viện", 2)


def test_open_registration_is_said(app, console, monkeypatch):
    assert "IDP_REGISTRATION" not in console.get("/admin/invitations").text
    now_open = changed(services().settings, registration="open")
    monkeypatch.setattr(services(), "settings", now_open)

    assert "IDP_REGISTRATION" in console.get("/admin/invitations").text
