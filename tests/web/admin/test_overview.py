"""The first page of the console, and the list of what happened."""

import pytest

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client


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
    assert "Có khóa bí mật sắp ngừng" in page


def test_an_empty_console_says_so(console):
    page = console.get("/admin").text

    assert "Người quản trị đăng nhập" in page
    assert "Cần chú ý" not in page


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
def test_a_strange_place_in_the_list_is_the_beginning(console, before):
    answer = console.get(f"/admin/activity?before={before}")

    assert answer.status_code == 200
    assert "Người quản trị đăng nhập" in answer.text
