"""The pages of one application, and changing its registration."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_client, a_machine
from tests.conformance.elsewhere import KIOSK
from tests.pages import form_with

pytestmark = pytest.mark.usefixtures("listed")

TABS = ("", "/edit", "/connection", "/data", "/secrets", "/log", "/remove")


def portal():
    db.session.expire_all()
    return services().clients.find("portal")


def form_of(page, form):
    return form_with(page.text, "http://x/", id=form).fields


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_tab_opens_for_every_kind(console, tab, language):
    a_client()
    a_client("spa", secret=None, scope_policy={})
    a_client("phone", secret=None, metadata={"application_type": "native", "redirect_uris": ["vn.a.b:/cb"]})
    a_client("lgsp", metadata={"grant_types": [], "response_types": [], "redirect_uris": []}, scopes=())
    a_machine()
    a_client("kiosk", metadata=KIOSK)
    for client_id in ("portal", "spa", "phone", "lgsp", "nightly-sync", "kiosk"):
        answer = console.get(f"/admin/clients/{client_id}{tab}?lang={language}")
        assert (client_id, answer.status_code) == (client_id, 200)


@pytest.mark.parametrize("client_id", ["nobody", "x%00y", "a%0ab", "%ff", "x" * 300])
def test_what_is_not_registered_is_not_found(console, client_id):
    for tab in TABS:
        assert console.get(f"/admin/clients/{client_id}{tab}").status_code == 404


def test_the_first_tab_has_what_a_developer_needs(console, settings):
    a_client()
    page = console.get("/admin/clients/portal").text

    for shown in (
        'value="portal"',
        f'value="{settings.issuer}"',
        "/.well-known/openid-configuration",
        "Luật Giao dịch",
    ):
        assert shown in page


def test_general_information_is_changed(console, lan):
    a_client(scope_policy={})
    page = console.get("/admin/clients/portal/edit")
    answer = console.submit(page, form="edit", client_name="Cổng mới", client_name_en="", minimum_level="2")

    assert (answer.status_code, answer.location) == (303, "/admin/clients/portal/edit")
    assert (portal().name, portal().name_en, portal().minimum_level) == ("Cổng mới", None, 2)
    assert "Đã lưu thay đổi." in console.get(answer.location).text
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.changed"))
    assert record.operator_id == lan.operator_id
    changed = {"client_name", "client_name#vi", "client_name#en", "minimum_level"}
    assert set(record.details["members"]) - {"application_type"} == changed


def test_saving_without_a_change_changes_nothing(console):
    a_client()
    save_every_tab(console)  # the builder registers less than the console writes down
    before, version = events_of_changes(), portal().version
    save_every_tab(console)

    assert (events_of_changes(), portal().version) == (before, version)
    assert portal().metadata_["redirect_uris"] == ["https://portal.anlien.example/callback"]
    assert set(portal().scope_policy) == {"profile", "email", "phone", "offline_access"}


def save_every_tab(console):
    for tab in ("edit", "connection", "data"):
        answer = console.submit(console.get(f"/admin/clients/portal/{tab}"), form=tab)
        assert answer.status_code == 303, answer.text


def events_of_changes():
    return len(db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.changed")).all())


def test_the_connection_is_changed(console):
    a_client(scope_policy={})
    page = console.get("/admin/clients/portal/connection")
    answer = console.submit(
        page,
        form="connection",
        **{
            "redirect_uris-0": "https://moi.anlien.example/callback",
            "backchannel_logout_uri": "https://moi.anlien.example/backchannel",
            "excused": "y",
            "pkce_exempt_until": "2027-01-31",
        },
    )

    assert answer.status_code == 303
    assert portal().metadata_["redirect_uris"] == ["https://moi.anlien.example/callback"]
    assert (portal().require_pkce, str(portal().pkce_exempt_until)) == (False, "2027-01-31")
    assert "Miễn PKCE đến 31/01/2027" in console.get("/admin/clients/portal").text


def test_a_bad_address_is_refused_beside_its_field(console):
    a_client()
    page = console.get("/admin/clients/portal/connection")
    answer = console.submit(page, form="connection", **{"redirect_uris-0": "https://a.example/cb#x"})

    assert answer.status_code == 422
    assert 'id="redirect_uris-0-err"' in answer.text
    assert form_of(answer, "connection")["redirect_uris-0"] == "https://a.example/cb#x"
    assert portal().metadata_["redirect_uris"] == ["https://portal.anlien.example/callback"]


def test_lines_are_added_and_addresses_checked_without_script(console):
    a_client(scope_policy={})
    page = console.get("/admin/clients/portal/connection")
    added = console.submit(
        page, form="connection", **{"redirect_uris-0": "https://a.example/cb", "do": "add"}
    )
    assert form_of(added, "connection")["redirect_uris-1"] == ""

    checked = console.submit(page, form="connection", **{"redirect_uris-0": "https://*/", "do": "check"})
    assert (checked.status_code, 'data-rule="wildcard"' in checked.text) == (200, True)
    assert portal().metadata_["redirect_uris"] == ["https://portal.anlien.example/callback"]


def test_a_public_application_cannot_be_excused(console):
    a_client(secret=None, scope_policy={})
    page = console.get("/admin/clients/portal/connection")
    assert "excused" not in form_of(page, "connection")
    answer = console.submit(
        page,
        form="connection",
        id_token_signed_response_alg="ES256",
        excused="y",
        pkce_exempt_until="2027-01-31",
    )

    assert answer.status_code == 303
    assert portal().require_pkce


def test_grounds_are_changed_scope_by_scope(console):
    a_client(scopes=("openid", "profile", "lgsp:dossiers.read"))
    page = console.get("/admin/clients/portal/data")
    answer = console.submit(
        page,
        form="data",
        **{
            "scopes-profile-wanted": None,
            "scopes-ngay_sinh-wanted": "y",
            "scopes-ngay_sinh-legal_basis": "consent",
            "scopes-ngay_sinh-purpose_vi": "Chúc mừng sinh nhật",
            "scopes-ngay_sinh-optional": "y",
        },
    )

    (asked,) = services().change_requests.open()
    assert (answer.status_code, "profile" in portal().scope_policy) == (303, True), answer.text
    services().change_requests.approve(asked.id, "somebody else")
    db.session.commit()
    assert portal().metadata_["scope"] == "openid ngay_sinh lgsp:dossiers.read"
    assert portal().scope_policy["ngay_sinh"]["optional"] is True
    assert portal().scope_policy["lgsp:dossiers.read"]["legal_reference"] == "Luật Giao dịch điện tử 2023"
    assert "profile" not in portal().scope_policy


def test_data_that_law_alone_opens_needs_the_law_and_a_second_person(console):
    a_client()
    page = console.get("/admin/clients/portal/data")
    typed = {
        "scopes-dinh_danh-wanted": "y",
        "scopes-dinh_danh-legal_basis": "consent",
        "scopes-dinh_danh-purpose_vi": "x",
    }
    assert console.submit(page, form="data", **typed).status_code == 422

    typed["scopes-dinh_danh-legal_reference"] = "Luật Căn cước 2023, Điều 12"
    answer = console.submit(page, form="data", **typed)
    (asked,) = services().change_requests.open()
    assert answer.location == f"/admin/requests/{asked.id}"
    assert "dinh_danh" not in portal().scope_policy

    services().change_requests.approve(asked.id, "somebody else")
    db.session.commit()
    assert portal().scope_policy["dinh_danh"]["legal_basis"] == "law"


def test_a_machine_keeps_its_own_scopes_and_nothing_about_citizens(console):
    a_machine(scopes=("dossiers.read",))
    typed = {"other_scopes": "dossiers.read dossiers.write", "scopes-ho_ten-wanted": "y"}
    console.submit(console.get("/admin/clients/nightly-sync/data"), form="data", **typed)
    (asked,) = services().change_requests.open()
    services().change_requests.approve(asked.id, "somebody else")
    db.session.commit()
    assert services().clients.find("nightly-sync").metadata_["scope"] == "dossiers.read dossiers.write"


def test_the_second_of_two_editors_sees_that_and_loses_nothing(console):
    a_client(scope_policy={})
    first = console.get("/admin/clients/portal/edit")
    second = console.get("/admin/clients/portal/edit")
    console.submit(first, form="edit", unit="Sở A")
    answer = console.submit(second, form="edit", unit="Sở B", client_name="Tên mới")

    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text
    for shown in ("Văn phòng UBND tỉnh", "Sở A", "Sở B", "Tên mới"):
        assert shown in answer.text
    assert portal().unit == "Sở A"
    assert form_of(answer, "conflict")["unit"] == "Sở B"

    open_choice = console.submit(answer, form="conflict")
    assert open_choice.status_code == 422
    assert portal().unit == "Sở A"
    saved = console.submit(open_choice, form="conflict", **{"keep-unit": "mine"})
    assert saved.status_code == 303
    assert (portal().unit, portal().name) == ("Sở B", "Tên mới")


def test_of_a_conflict_what_the_other_saved_stays_where_it_is_chosen(console):
    a_client(scope_policy={})
    mine = console.get("/admin/clients/portal/edit")
    console.submit(
        console.get("/admin/clients/portal/edit"), form="edit", unit="Sở A", client_name_en="Theirs"
    )
    answer = console.submit(mine, form="edit", unit="Sở B", client_name="Của tôi")
    saved = console.submit(answer, form="conflict", **{"keep-unit": "theirs"})

    assert saved.status_code == 303
    assert (portal().unit, portal().name, portal().name_en) == ("Sở A", "Của tôi", "Theirs")


def test_a_third_editor_makes_it_a_conflict_again(console):
    a_client(scope_policy={})
    mine = console.get("/admin/clients/portal/edit")
    console.submit(console.get("/admin/clients/portal/edit"), form="edit", unit="Sở A")
    answer = console.submit(mine, form="edit", unit="Sở B")
    console.submit(console.get("/admin/clients/portal/edit"), form="edit", unit="Sở C")
    again = console.submit(answer, form="conflict", **{"keep-unit": "mine"})

    assert again.status_code == 409
    assert "Sở C" in again.text
    assert portal().unit == "Sở C"


def test_the_page_of_a_conflict_changes_nothing_that_the_form_could_not(console):
    a_client(scope_policy={})
    mine = console.get("/admin/clients/portal/edit")
    console.submit(console.get("/admin/clients/portal/edit"), form="edit", unit="Sở A")
    answer = console.submit(mine, form="edit", unit="Sở B")
    extra = {
        "keep-unit": "mine",
        "keep-state": "mine",
        "state": "suspended",
        "redirect_uris-0": "https://evil.example",
    }

    assert console.submit(answer, form="conflict", **extra).status_code == 303
    assert portal().state == "live"
    assert portal().metadata_["redirect_uris"] == ["https://portal.anlien.example/callback"]


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, None])
def test_a_form_without_a_good_version_is_a_conflict(console, version):
    a_client(scope_policy={})
    page = console.get("/admin/clients/portal/edit")
    answer = console.submit(page, form="edit", unit="Sở B", version=version)

    assert answer.status_code in (409, 422)
    assert portal().unit != "Sở B"


def test_the_log_tells_before_and_after(console):
    a_client(scope_policy={})
    console.submit(console.get("/admin/clients/portal/edit"), form="edit", unit="Sở mới")
    page = console.get("/admin/clients/portal/log").text

    for shown in ("Sửa hồ sơ ứng dụng", "lan", "Văn phòng UBND tỉnh", "Sở mới"):
        assert shown in page


def test_markup_in_a_name_stays_text(console):
    a_client(name="<script>alert(1)</script>")
    page = console.get("/admin/clients/portal").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
