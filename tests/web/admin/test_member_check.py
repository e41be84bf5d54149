"""Names, keys, endpoints and logos checked while they are typed, and again when the form is sent."""

import pytest

from idp.outbound.http import Answer, NoAnswer
from idp.store.db import db
from idp.web.admin.member_check import MOST
from idp.web.current import services
from tests.builders import a_client
from tests.pages import form_with
from tests.web.admin.test_clients import send

pytestmark = pytest.mark.usefixtures("listed")

PAGE = "/admin/clients/check-member"
LOGO = "https://thuvien.anlien.example/logo"
PNG = Answer(200, b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
SVG = Answer(200, b"<svg xmlns='http://www.w3.org/2000/svg'/>")


@pytest.fixture
def outside(app, monkeypatch):
    """What stands at addresses outside; nothing answers where nothing is put. Also: what was asked for."""
    answers, asked = {}, []

    def get(url, **_how):
        asked.append(url)
        if url not in answers:
            raise NoAnswer("timeout")
        return answers[url]

    monkeypatch.setattr(services().member_checks, "_get", get)
    answers["asked"] = asked
    return answers


def ask(console, member, value):
    page = console.get("/admin/clients/new/web")
    token = form_with(page.text, "http://x/", id="new-client").fields["csrf_token"]
    return console.post(PAGE, data={"csrf_token": token, "member": member, "uri": value})


def test_the_fields_know_where_to_ask(console):
    page = console.get("/admin/clients/new/high_security").text

    for member in ("client_name", "jwks_uri", "backchannel_logout_uri"):
        assert f'data-member="{member}"' in page


@pytest.mark.parametrize(
    ("member", "value", "mark", "said"),
    [
        ("client_name", "Sở Y tế Аn Liên", "no", "chữ Latinh"),
        ("client_name", "Thư viện", "ok", "tên dùng được"),
        ("jwks_uri", "https://a.example/jwks", "ca", "chưa kiểm tra được: không trả lời kịp"),
        ("logo_uri", LOGO, "no", "SVG không được dùng"),
        ("backchannel_logout_uri", "https://a.example/#x", "no", "có dấu #"),
    ],
)
def test_what_was_found_comes_as_a_piece_of_a_page(console, outside, member, value, mark, said):
    outside[LOGO] = SVG
    answer = ask(console, member, value)

    assert f'class="{mark}"' in answer.text
    assert said in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("member", ["redirect_uris", "state", "", "__init__"])
def test_nothing_else_is_asked_for(console, outside, member):
    assert ask(console, member, LOGO).text.strip() == ""
    assert outside["asked"] == []


def test_nobody_has_us_ask_without_end(console, outside, monkeypatch):
    monkeypatch.setattr("idp.web.admin.member_check.MOST", 3)
    for _ in range(MOST // 10):
        ask(console, "logo_uri", LOGO)

    assert len(outside["asked"]) == 3


def test_a_drawing_with_scripts_is_no_logo_when_the_form_is_sent_either(console, outside):
    a_client(scope_policy={})
    outside[LOGO] = SVG
    page = console.get("/admin/clients/portal/edit")
    answer = console.submit(page, form="edit", logo_uri=LOGO)
    assert answer.status_code == 422
    assert 'id="logo_uri-err"' in answer.text

    outside[LOGO] = PNG
    assert console.submit(page, form="edit", logo_uri=LOGO).status_code == 303
    db.session.expire_all()
    assert services().clients.find("portal").metadata_["logo_uri"] == LOGO


def test_what_stays_as_it_is_is_not_asked_for_again(console, outside):
    a_client(scope_policy={}, metadata={"logo_uri": LOGO})
    page = console.get("/admin/clients/portal/edit")

    assert console.submit(page, form="edit", client_name_en="Another name").status_code == 303
    assert outside["asked"] == []


def test_what_cannot_be_reached_is_told_and_registered(console, outside):
    answer = send(console, backchannel_logout_uri="https://thuvien.anlien.example/out")
    assert answer.status_code == 303

    assert "chưa kiểm tra được" in console.get("/admin/clients/thu-vien").text


def test_the_whole_registration_can_be_looked_at(console, outside):
    a_client(metadata={"logo_uri": LOGO, "backchannel_logout_uri": "https://portal.anlien.example/out"})
    outside[LOGO] = PNG
    page = console.get("/admin/clients/portal/checks").text

    assert "biểu trưng dùng được: PNG" in page
    assert "chưa kiểm tra được" in page
