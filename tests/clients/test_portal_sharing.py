"""The portal calls the data-sharing platform for the citizen; that it fails is no failure of the page."""

import pytest

from clients.portal.sharing import SharingPlatform


def test_dossiers_of_the_departments_are_shown(portal, platform):
    page = portal.open("/dossiers")

    assert "Xác nhận thông tin thửa đất" in page.text
    assert "Đã có kết quả" in page.text


def test_an_expired_token_is_renewed_without_the_citizen(portal, provider, platform):
    provider.expires_in = 5
    page = portal.open("/dossiers")

    assert "Xác nhận thông tin thửa đất" in page.text
    assert provider.refreshes == 1
    provider.expires_in = 600
    portal.open("/dossiers")
    assert provider.refreshes == 2
    portal.open("/dossiers")
    assert provider.refreshes == 2


def test_a_token_refused_before_its_time_is_renewed_once(portal, provider, platform):
    right = provider.audience
    provider.audience = ["http://elsewhere"]
    portal.open("/sign-in")
    provider.audience = right

    assert "Xác nhận thông tin thửa đất" in portal.open("/dossiers").text
    assert provider.refreshes == 1


def test_a_refusal_that_stays_is_said(portal, provider, platform):
    provider.audience = ["http://elsewhere"]
    page = portal.open("/dossiers")

    assert page.status_code == 200
    assert "chưa được phép" in page.text
    assert provider.refreshes == 1


def test_a_permission_that_ended_asks_to_sign_in(portal, provider, platform):
    provider.expires_in = 5
    portal.open("/sign-in")
    provider._refresh_tokens.clear()
    page = portal.open("/dossiers")

    assert page.status_code == 200
    assert "Đăng nhập lại để xem" in page.text


def test_a_platform_that_is_down_leaves_the_page_standing(portal, platform):
    portal.app.extensions["sharing"] = SharingPlatform("http://localhost:1")
    page = portal.open("/dossiers")

    assert page.status_code == 200
    assert "tạm gián đoạn" in page.text


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"dossiers": [7]}', b'{"dossiers": [{"code": 1}]}'])
def test_an_answer_that_cannot_be_read_leaves_the_page_standing(portal, platform, body):
    def garbage(_environ, start):
        start("200 OK", [("Content-Type", "application/json")])
        return [body]

    platform.app = garbage

    assert "tạm gián đoạn" in portal.open("/dossiers").text
