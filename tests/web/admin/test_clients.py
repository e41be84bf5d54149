"""The list of applications, and registering one."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services
from tests.builders import a_client, a_machine
from tests.pages import form_with
from tests.web.admin.conftest import confirm

pytestmark = pytest.mark.usefixtures("listed")

WEB = {
    "client_name": "Thư viện tỉnh",
    "client_name_en": "Provincial library",
    "unit": "Sở Văn hóa",
    "client_id": "thu-vien",
    "redirect_uris-0": "https://thuvien.anlien.example/callback",
    "scopes-ho_ten-wanted": "y",
    "scopes-ho_ten-legal_basis": "consent",
    "scopes-ho_ten-legal_reference": "Luật Thư viện 2019",
    "scopes-ho_ten-purpose_vi": "Cấp thẻ bạn đọc",
    "scopes-ho_ten-purpose_en": "Issuing library cards",
    "scopes-ho_ten-retention": "P1Y",
    "technical_contact-name": "Trần Văn Minh",
    "technical_contact-email": "minh@thuvien.example",
    "legal_contact-name": "Lê Thị Hoa",
    "legal_contact-email": "hoa@thuvien.example",
}


def send(console, kind="web", **changed):
    page = console.get(f"/admin/clients/new/{kind}")
    typed = {**WEB, **changed}
    return console.submit(page, form="new-client", **typed)


def only_client():
    db.session.expire_all()
    return db.session.scalars(select(Client)).one()


def test_the_list_shows_every_application(console):
    a_client("portal")
    a_client("land", name="Tra cứu thửa đất", state="suspended")
    a_machine()
    page = console.get("/admin/clients").text

    for shown in ("Cổng dịch vụ công An Liên", "Tra cứu thửa đất", "nightly-sync", "Tạm dừng", "3 ứng dụng"):
        assert shown in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=thua+dat", {"land"}),
        ("state=suspended", {"land"}),
        ("state=live", {"portal", "nightly-sync"}),
        ("kind=machine", {"nightly-sync"}),
        ("kind=nonsense&state=nonsense", {"portal", "land", "nightly-sync"}),
        ("q=%00%ff", set()),
        ("q=zzz", set()),
    ],
)
def test_the_list_is_searched_and_filtered(console, query, found):
    a_client("portal")
    a_client("land", name="Tra cứu thửa đất", state="suspended", unit="Sở khác")
    a_machine()
    page = console.get(f"/admin/clients?{query}").text

    assert {each for each in ("portal", "land", "nightly-sync") if f'/admin/clients/{each}"' in page} == found


def test_an_empty_list_says_so(console):
    assert "Chưa có ứng dụng nào" in console.get("/admin/clients").text
    a_client()
    assert "Không có ứng dụng nào khớp" in console.get("/admin/clients?q=zzz").text


def test_an_application_excused_from_pkce_is_red(console, clock):
    a_client(require_pkce=False, pkce_exempt_until=clock().date().replace(month=12, day=31))

    assert '<span class="tag bad">Miễn PKCE đến 31/12/2026</span>' in console.get("/admin/clients").text


def test_the_kind_is_asked_first(console):
    page = console.get("/admin/clients/new")
    answer = console.submit(page, kind="spa")

    assert answer.location == "/admin/clients/new/spa"
    assert console.get("/admin/clients/new/nonsense").status_code == 404


def test_a_registered_web_application_is_live_and_its_secret_is_shown_once(console, lan):
    answer = send(console)
    assert (answer.status_code, answer.location) == (303, "/admin/clients/thu-vien/secret")
    shown = console.get(answer.location).text
    secret = form_value(shown, "client-secret")
    client = only_client()

    assert services().client_desk.secrets.matches(client, secret)
    assert (client.state, client.name, client.name_en, client.unit) == (
        "live",
        "Thư viện tỉnh",
        "Provincial library",
        "Sở Văn hóa",
    )
    assert client.metadata_["scope"] == "openid ho_ten"
    assert client.metadata_["id_token_signed_response_alg"] == "ES256"
    assert client.scope_policy["ho_ten"]["legal_reference"] == "Luật Thư viện 2019"
    assert secret not in console.get(answer.location).text
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.registered"))
    assert record.operator_id == lan.operator_id
    assert secret not in str(record.details)


@pytest.mark.parametrize(
    "left_out",
    ["scopes-ho_ten-purpose_en", "scopes-ho_ten-retention", "legal_contact-email", "technical_contact-name"],
)
def test_what_does_not_say_everything_is_a_draft(console, left_out):
    page = console.get(send(console, **{left_out: ""}).location)

    assert only_client().state == "draft"
    assert "Khi hồ sơ đã đủ, hãy cho chạy ở trang của ứng dụng." in page.text


def test_nothing_goes_live_for_who_has_not_shown_who_they_are_for_a_while(console, clock):
    clock.advance(minutes=10)
    send(console)

    assert only_client().state == "draft"
    page = console.get("/admin/clients/thu-vien")
    confirm(console, clock, console.submit(page, form="live-at-once"))
    console.submit(console.get("/admin/clients/thu-vien"), form="live-at-once")
    assert only_client().state == "live"


def test_a_legal_ground_waits_for_a_second_person(console, lan):
    answer = send(console, **{"scopes-ho_ten-legal_basis": "law", "why": "Theo Luật Thư viện"})
    assert (answer.status_code, answer.location) == (303, "/admin/clients/thu-vien/secret")

    assert only_client().state == "requested"
    (asked,) = services().change_requests.open()
    assert (asked.subject, asked.asked_by, asked.reason) == (
        "thu-vien",
        lan.operator_id,
        "Theo Luật Thư viện",
    )
    assert services().change_requests.approve(asked.id, lan.operator_id) == "own"


def test_a_secret_is_shown_to_nobody_else(app, console, lan, clock):
    location = send(console).location
    clock.advance(minutes=1)
    other = app.test_client()
    from tests.web.admin.conftest import sign_in

    sign_in(other, clock)

    assert "client-secret" not in other.get(location).text
    assert "client-secret" in console.get(location).text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"client_name": ""}, "Vui lòng nhập tên ứng dụng."),
        ({"unit": " "}, "Vui lòng nhập đơn vị chủ quản."),
        ({"unit": "Sở Phép thuật"}, "Không có đơn vị này trong danh mục."),
        ({"client_id": "a b"}, "client_id"),
        ({"client_id": "new"}, "Mã này đã thuộc về ứng dụng khác."),
        ({"client_name": "Sở Y tế Аn Liên"}, "chữ Latinh"),
        ({"client_name": "<b>Thư viện</b>"}, "Tên không được có dấu"),
        ({"redirect_uris-0": ""}, "Mục này còn thiếu."),
        ({"redirect_uris-0": "http://thuvien.anlien.example/cb"}, "phải dùng https"),
        ({"redirect_uris-0": "https://*.anlien.example/cb"}, "có ký tự đại diện *"),
        ({"backchannel_logout_uri": "http://a.example/x"}, "Có địa chỉ chưa dùng được"),
        (
            {"scopes-ho_ten-legal_basis": "law", "scopes-ho_ten-legal_reference": ""},
            "Căn cứ theo quy định cần ghi rõ",
        ),
        ({"scopes-ho_ten-purpose_vi": ""}, "Vui lòng ghi mục đích"),
        (
            {"scopes-dinh_danh-wanted": "y", "scopes-dinh_danh-purpose_vi": "x"},
            "Căn cứ theo quy định cần ghi rõ",
        ),
        ({"excused": "y", "pkce_exempt_until": "2020-01-01"}, "Ngày này đã qua."),
        ({"client_name": "x" * 500}, "client_name"),
        ({"redirect_uris-0": "https://a.example/\0"}, "không dùng được trong địa chỉ"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(console, changed, told):
    answer = send(console, **changed)

    assert answer.status_code == 422
    assert told in answer.text
    assert 'role="alert"' in answer.text
    kept = form_with(answer.text, "http://x/", id="new-client").fields
    assert kept["client_name_en"] == "Provincial library"
    assert db.session.scalars(select(Client)).all() == []


def test_addresses_are_checked_and_added_without_script(console):
    page = console.get("/admin/clients/new/web")
    checked = console.submit(
        page, form="new-client", **{**WEB, "redirect_uris-0": "https://*.example/cb", "do": "check"}
    )
    assert checked.status_code == 200
    assert 'class="no" data-rule="wildcard"' in checked.text

    added = console.submit(page, form="new-client", **{**WEB, "do": "add"})
    fields = form_with(added.text, "http://x/", id="new-client").fields
    assert fields["redirect_uris-0"] == WEB["redirect_uris-0"]
    assert fields["redirect_uris-1"] == ""
    assert db.session.scalars(select(Client)).all() == []


def test_what_is_posted_besides_counts_for_nothing(console):
    extra = {
        "state": "suspended",
        "secrets": "x",
        "profile": "machine",
        "trial_uri": "https://evil.example",
        "sector": "x",
    }
    assert send(console, **extra).status_code == 303
    client = only_client()

    assert (client.state, client.profile, client.trial_uri, client.sector) == (
        "live",
        "plain",
        None,
        "sở văn hóa",
    )


def test_a_taken_identifier_is_told(console):
    send(console)

    assert "Mã này đã thuộc về ứng dụng khác." in send(console).text


def form_value(page, field_id):
    start = page.index(f'id="{field_id}"')
    return page[page.index('value="', start) + 7 :].partition('"')[0]
