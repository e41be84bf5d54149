"""Dossiers at the departments: a result behind a step-up (RFC 9470), and one act the citizen allows (RFC 9396)."""

import json
import re

import pytest

from tests.clients.conftest import parameters
from tests.clients.fake_provider import TRUNG


def code_of(page, kind):
    return re.search(rf'id="{kind}-([A-Z0-9-]+)"', page.text)[1]


@pytest.fixture
def settled(portal, platform):
    return code_of(portal.open("/dossiers"), "result-of")


@pytest.fixture
def draft(portal, platform):
    return code_of(portal.open("/dossiers"), "submit")


def submission(code):
    return f"/dossiers/elsewhere/{code}/submission"


def result(code):
    return f"/dossiers/elsewhere/{code}/result"


def allow(portal, code):
    return portal.press(portal.open("/dossiers"), submission(code))


def test_9470_5_the_citizen_is_sent_with_what_the_platform_demands(portal, provider, settled):
    away = portal.http.get(result(settled))

    assert away.status_code == 303
    assert (parameters(away)["acr_values"], parameters(away)["max_age"]) == ("LoA2", "900")
    assert parameters(away)["id_token_hint"]


def test_9470_4_then_the_call_succeeds(portal, provider, settled):
    provider.level = 2
    page = portal.open(result(settled))

    assert page.status_code == 200
    assert settled in page.text
    assert "Cấp lại sổ tiêm chủng điện tử" in page.text
    asked = [each for each in provider.asked if "max_age" in each]
    assert len(asked) == 1


def test_9470_who_cannot_come_back_stronger_is_told_and_not_sent_round(portal, provider, settled):
    provider.bend_id_token = {"acr": "LoA2", "auth_time": 1_000_000_000}
    page = portal.open(result(settled))

    assert page.status_code == 403
    assert "too-weak" in page.text
    assert len([each for each in provider.asked if "max_age" in each]) == 1


def test_9470_a_citizen_without_a_second_factor_hears_why(portal, provider, settled):
    page = portal.open(result(settled))

    assert page.status_code == 403
    assert "xác thực mức cao hơn" in page.text


def test_9470_a_demand_that_cannot_be_read_is_a_refusal(portal, platform, settled):
    def strange(_environ, start):
        start(
            "401 Unauthorized",
            [("WWW-Authenticate", 'Bearer error="insufficient_user_authentication", max_age="x"')],
        )
        return [b"{}"]

    platform.app = strange
    away = portal.http.get(result(settled))

    assert "max_age" not in parameters(away)
    assert "acr_values" not in parameters(away)


def test_a_result_that_is_not_there_is_not_found(portal, provider, platform):
    provider.level = 2

    assert portal.open(result("SYT-NONE-1")).status_code == 404


def test_a_platform_that_is_down_leaves_the_page_standing(portal, platform, settled):
    platform.app = lambda _environ, start: start("500 Internal Server Error", []) or [b""]
    page = portal.open(result(settled))

    assert page.status_code == 200
    assert "tạm gián đoạn" in page.text


def test_9396_the_citizen_is_asked_at_the_provider_for_this_dossier_alone(portal, provider, platform, draft):
    away = portal.send(portal.open("/dossiers"), submission(draft))
    asked = parameters(away)
    address = portal.app.extensions["sharing"].address

    assert away.status_code == 303
    assert (asked["scope"], asked["resource"]) == ("openid", address)
    assert json.loads(asked["authorization_details"]) == [
        {
            "type": "nop_ho_so",
            "procedure": "Đổi nơi khám chữa bệnh ban đầu",
            "dossier_code": draft,
            "locations": [address],
            "actions": ["submit"],
            "unit": "Sở Y tế",
        }
    ]


def test_9396_with_the_permission_it_is_handed_in(portal, draft):
    page = allow(portal, draft)

    assert f"Hồ sơ {draft} đã được nộp thay Ông/Bà" in page.text
    assert f'id="submit-{draft}"' not in page.text


def test_9396_the_permission_is_used_once(portal, draft):
    allow(portal, draft)

    assert "Hồ sơ chưa được nộp" in portal.open(submission(draft)).text


def test_9396_without_a_permission_nothing_is_handed_in(portal, draft):
    page = portal.open(submission(draft))

    assert "Hồ sơ chưa được nộp" in page.text
    assert f'id="submit-{draft}"' in page.text


def test_9396_the_sessions_own_tokens_stay_as_they_were(portal, provider, draft):
    before = len(provider.asked)
    allow(portal, draft)

    assert "Xác nhận thông tin thửa đất" in portal.open("/dossiers").text
    assert len(provider.asked) == before + 1


def test_9396_who_says_no_is_believed(portal, provider, draft):
    provider.error = "access_denied"
    allow(portal, draft)
    provider.error = None

    assert f'id="submit-{draft}"' in portal.open("/dossiers").text


@pytest.mark.parametrize("granted", [[], [{"type": "nop_ho_so", "dossier_code": "X"}], "all"], ids=str)
def test_9396_less_or_other_than_was_asked_for_is_no_permission(portal, provider, draft, granted):
    provider.bend_details = granted

    assert "Hồ sơ chưa được nộp" in allow(portal, draft).text


def test_9396_somebody_elses_permission_is_none(portal, provider, draft):
    page = portal.open("/dossiers")
    provider.person = TRUNG
    back = portal.press(page, submission(draft))

    assert "Câu trả lời đăng nhập không hợp lệ" in back.text
    assert "Hồ sơ chưa được nộp" in portal.open(submission(draft)).text


def test_9396_a_platform_that_refuses_is_said(portal, provider, platform, draft):
    right = provider.audience
    away = portal.send(portal.open("/dossiers"), submission(draft))
    answer = portal.answer_of_provider(away)
    provider.audience = ["http://elsewhere"]
    back = portal.http.get(answer)
    provider.audience = right

    assert "Chưa nộp được hồ sơ" in portal.follow(back).text


def test_9396_a_dossier_that_is_not_there_is_not_asked_for(portal, draft):
    assert portal.send(portal.open("/dossiers"), submission("SYT-NONE-1")).status_code == 404


def test_9396_the_button_is_a_form_with_a_token(portal, draft):
    portal.open("/dossiers")

    assert portal.http.post(submission(draft)).status_code in (400, 403)
