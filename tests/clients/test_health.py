"""The health department: booking, a record at level 2, and who looked into it."""

import pytest

from tests.clients.fake_provider import TRUNG
from tests.clients.visitor import Visitor

BOOKING = {"clinic": "lotus", "day": "08/03/2099", "reason": "Ho kéo dài"}


def test_booking_asks_only_what_the_department_does_not_know(health):
    page = health.open("/book")

    assert "Trần Thị Bảy" in page.text
    assert 'name="name"' not in page.text
    booked = health.press(page, "/book", **BOOKING)
    assert "Đã đặt lịch" in booked.text
    assert "Trạm Y tế phường Sen Hồng" in booked.text


@pytest.mark.parametrize("day", ["", "31/02/2099", "2099-03-08", "08/03/1999", "tomorrow", "٠٨/٠٣/٢٠٩٩"])
def test_a_day_that_is_none_is_said(health, day):
    page = health.send(health.open("/book"), "/book", **{**BOOKING, "day": day})

    assert page.status_code == 422
    assert 'id="day-error"' in page.text


def test_an_address_that_was_not_shared_is_not_needed(health, provider):
    shared = {"phone_number", "phone_number_verified"}
    provider.person = {name: value for name, value in provider.person.items() if name not in shared}
    page = health.open("/book")

    assert "không nhắc lịch được" in page.text
    assert "Đã đặt lịch" in health.press(page, "/book", **BOOKING).text


def test_the_file_shows_the_departments_own_identifier(health, provider):
    page = health.open("/file")

    assert provider.sub("health") in page.text
    assert provider.sub("portal") not in page.text


def test_the_record_opens_at_level_two_only(health, provider):
    assert health.open("/record").status_code == 403
    provider.level = 2
    assert "Tiêm chủng" in health.open("/record").text


def test_every_look_is_noted(health, provider):
    provider.level = 2
    first, second = health.open("/record").text, health.open("/record").text

    assert "chưa ai mở sổ" in first
    assert "chưa ai mở sổ" not in second
    assert second.count('<span class="when">') == first.count('<span class="when">') + 1


def test_nobody_sees_another_citizens_appointments(health, provider):
    health.press(health.open("/book"), "/book", **BOOKING)
    provider.person = TRUNG

    assert "Ho kéo dài" not in Visitor(health.app).open("/file").text
