"""Versions of a registration on their page: the list, two side by side, and going back."""

import pytest

from idp.operators.rights import Role
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.pages import form_with
from tests.web.admin.people import UNIT, somebody

PAGE = "/admin/clients/portal/history"


def portal():
    db.session.expire_all()
    return services().clients.find("portal")


def save(console, **changed):
    answer = console.submit(console.get("/admin/clients/portal/edit"), form="edit", **changed)
    assert answer.status_code == 303, answer.text


@pytest.fixture
def versions(console):
    a_client(scope_policy={})
    save(console, client_name="Tên thứ hai", why="Đổi tên lần một")
    save(console, client_name="Tên thứ ba", client_uri="https://ba.example/")
    return console


def test_every_version_says_who_when_and_why(versions):
    page = versions.get(PAGE).text

    assert "Đổi tên lần một" in page
    assert "lan" in page
    assert "dòng lệnh trên máy chủ" in page


def test_the_latest_two_are_compared_and_any_other_two(versions):
    page = versions.get(PAGE).text
    assert "Tên thứ hai" in page
    assert "https://ba.example/" in page

    older = versions.get(f"{PAGE}?before=1&after=2").text
    assert "Cổng dịch vụ công An Liên" in older
    assert "https://ba.example/" not in older


@pytest.mark.parametrize("query", ["before=99&after=x", "before=-1", "before=" + "9" * 40, "after=%00"])
def test_versions_that_are_none_are_passed_over(versions, query):
    assert versions.get(f"{PAGE}?{query}").status_code == 200


def test_going_back_is_one_press(versions):
    page = versions.get(f"{PAGE}?before=1&after=3")
    answer = versions.submit(page, form="restore", why="Tên cũ quen hơn")

    assert "Đã lưu thay đổi." in versions.get(answer.location).text
    assert portal().name == "Cổng dịch vụ công An Liên"
    assert "client_uri" not in portal().metadata_
    assert "Tên cũ quen hơn" in versions.get(PAGE).text


def test_going_back_from_an_older_page_is_a_conflict(versions):
    page = versions.get(f"{PAGE}?before=1&after=3")
    save(versions, client_name="Tên thứ tư")
    answer = versions.submit(page, form="restore")

    assert "Người khác vừa sửa hồ sơ này" in versions.get(answer.location).text
    assert portal().name == "Tên thứ tư"


@pytest.mark.parametrize("number", ["0", "99", "x", "9" * 30, "-1", "²"])
def test_there_is_no_way_back_to_what_never_was(versions, number):
    page = versions.get(f"{PAGE}?before=1&after=3")
    form = {"csrf_token": _field(page, "csrf_token"), "version": _field(page, "version")}

    assert versions.post(f"{PAGE}/{number}/restore", data=form).status_code == 404
    assert portal().name == "Tên thứ ba"


def test_going_back_to_another_host_waits_for_a_second_person(app, clock):
    a_client(unit=UNIT)
    client = portal()
    services().client_desk.registrations.change(client, {"redirect_uris": ["https://moi.example/cb"]}, 1)
    db.session.commit()
    hanh = somebody(app, clock, Role.UNIT_ADMINISTRATOR, "hanh", UNIT)
    answer = hanh.submit(hanh.get(f"{PAGE}?before=1&after=2"), form="restore")

    (asked,) = services().change_requests.open()
    assert answer.location == f"/admin/requests/{asked.id}"
    assert portal().metadata_["redirect_uris"] == ["https://moi.example/cb"]


def _field(page, name):
    return form_with(page.text, "http://x/", id="restore").fields[name]
