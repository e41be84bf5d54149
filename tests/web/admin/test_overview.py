"""The first page of the console, and the list of what happened."""

import re

import pytest

from idp.audit.events.proofing import IdentityChecked
from idp.audit.events.sign_in import SignedIn, SignInRefused
from idp.audit.events.sign_out import ApplicationNotReached
from idp.store.db import db
from idp.store.models import Operator
from idp.web.current import services
from tests.builders import a_client
from tests.web.admin.conftest import sign_in

SIGNED_IN = SignedIn(
    citizen_id="c",
    session_id="s",
    methods=("pwd", "otp", "mfa"),
    level=2,
    new_device=False,
    agent="x",
    client_id="health",
)


def happened(event):
    services().audit.record(event)
    db.session.commit()


def count():
    services().watch.rollup.count()
    db.session.commit()


def as_role(role, unit=None):
    db.session.query(Operator).update({"role": role, "unit": unit})
    db.session.commit()


def test_the_first_page_counts_and_warns(console, clock):
    a_client(require_pkce=False, pkce_exempt_until=clock().date())
    a_client("land", state="suspended")
    a_client("health")
    services().client_desk.rotation.rotate("health", services().settings.secret_overlap)
    db.session.commit()
    clock.advance(days=8)
    from tests.web.admin.conftest import sign_in

    sign_in(console, clock)
    page = console.get("/admin").text

    assert "<b>2</b> ứng dụng đang chạy" in page
    assert "<b>1</b> ứng dụng tạm dừng" in page
    assert "Miễn PKCE đến 02/11/2026" in page
    assert "hết hạn 16/11/2026" in page


def test_an_empty_console_says_so(console):
    page = console.get("/admin").text

    assert "Chưa có lượt đăng nhập nào." in page
    assert "tiến trình nền chưa chạy" in page
    assert "Cần chú ý" not in page


def test_figures_are_shown_as_charts_with_their_numbers(console):
    a_client("health", name="Sở Y tế")
    for _ in range(3):
        happened(SIGNED_IN)
    happened(SignInRefused(reason="password", client_id="health"))
    happened(IdentityChecked(verdict="not_matched", request_id="r"))
    happened(
        ApplicationNotReached(citizen_id="c", client_id="health", session_id="s", attempts=9, reason="tls")
    )
    count()
    page = console.get("/admin").text

    assert "<b>3</b> lượt đăng nhập trong 24 giờ" in page
    assert "<b>75,0%</b> thành công trong 7 ngày" in page
    assert "<title>09:00: thành công 3, bị từ chối 1</title>" in page
    assert re.search(
        r"mật khẩu, ứng dụng tạo mã<svg.*?</th><td class=\"num\">2</td><td class=\"num\">3</td>", page
    )
    assert re.search(r"Không khớp<svg.*?<td class=\"num\">1</td>", page)
    assert re.search(r"Sở Y tế</a><svg.*?\"Đăng nhập\">3</td>.*?\"Bị từ chối\">1</td>", page)
    assert page.count('role="img"') == 4
    assert page.count("Xem bảng số liệu") == 4


@pytest.mark.parametrize("days", ["1", "7", "30"])
def test_a_time_can_be_chosen(console, days):
    page = console.get(f"/admin?days={days}").text

    assert f'days={days}" aria-current="true"' in page


@pytest.mark.parametrize("days", ["", "0", "x", "400", "-7"])
def test_a_strange_time_is_a_week(console, days):
    assert 'days=7" aria-current="true"' in console.get(f"/admin?days={days}").text


def test_the_first_page_does_not_touch_the_log(console, statements):
    a_client()
    happened(SIGNED_IN)
    count()
    console.get("/admin")
    with statements.counted():
        console.get("/admin")

    assert not [text for text in statements if "audit_record" in text], statements
    assert len(statements) <= 14, statements


def test_a_unit_administrator_sees_their_own_figures(console, lan):
    a_client("health", name="Sở Y tế", unit="Sở Y tế")
    a_client("land", name="Sở Đất đai", unit="Sở Đất đai")
    happened(SIGNED_IN)
    happened(SignedIn(**{**vars(SIGNED_IN), "client_id": "land"}))
    happened(IdentityChecked(verdict="not_matched", request_id="r"))
    count()
    as_role("unit_administrator", "Sở Y tế")
    page = console.get("/admin").text

    assert "<b>1</b> lượt đăng nhập trong 24 giờ" in page
    assert "Sở Đất đai" not in page
    assert "Chỉ gồm số liệu của các ứng dụng thuộc đơn vị." in page
    for hidden in ("Không khớp", "Cơ sở dữ liệu dân cư", "Chờ gửi đi", "Tuổi của khóa ký"):
        assert hidden not in page


@pytest.mark.parametrize("role", ["unit_developer", "help_desk", "key_custodian"])
def test_others_begin_where_their_work_is(console, role):
    as_role(role, "Sở Y tế")
    page = console.get("/admin").text

    assert "Công việc của tôi" in page
    assert "lượt đăng nhập" not in page
    assert page.count('<li class="card">') >= 1


def test_what_waits_and_how_old_keys_are_is_told(console, clock):
    services().outbox.add("mail", {"to": "x"})
    db.session.commit()
    page = console.get("/admin").text

    assert re.search(r"Thư điện tử</th><td class=\"num\" data-l=\"Đang chờ\">1</td>", page)
    assert page.count("Đang ký</span>") == 3


def test_the_registers_pulse_is_told(console):
    services().watch.pulse.take()
    db.session.commit()
    page = console.get("/admin").text

    assert "Đang trả lời" in page
    assert "<title>09:00: trả lời 1, không trả lời 0</title>" in page


def test_the_activity_names_who_did_what(console, lan):
    a_client()
    services().client_desk.registrations.suspend("portal", operator_id=lan.operator_id)
    services().client_desk.registrations.resume("portal")
    db.session.commit()
    page = console.get("/admin/activity").text

    assert "Tạm dừng ứng dụng" in page
    assert "dòng lệnh trên máy chủ" in page
    assert page.index("Cho ứng dụng chạy lại") < page.index("Tạm dừng ứng dụng")


def test_older_events_are_on_the_next_page(console):
    a_client()
    for _ in range(30):
        services().client_desk.registrations.suspend("portal")
        services().client_desk.registrations.resume("portal")
    db.session.commit()
    first = console.get("/admin/activity")
    older = first.text.partition("/admin/activity?before=")[2].partition('"')[0]
    second = console.get(f"/admin/activity?before={older}").text

    assert first.text.count("<time") == 50
    assert "Tạo tài khoản quản trị" in second
    assert "activity?before=" not in second


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 40, "1%00", ""])
def test_a_strange_place_in_the_list_is_the_beginning(client, lan, clock, before):
    sign_in(client, clock)
    answer = client.get(f"/admin/activity?before={before}")

    assert answer.status_code == 200
    assert "Người quản trị đăng nhập" in answer.text
