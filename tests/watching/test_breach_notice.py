"""The draft of a notice: everything that is known is in it, in both languages."""

from datetime import timedelta

import pytest

from idp.watching.breach_notice import Facts, draft
from tests.moments import START

FACTS = {
    "province": {"vi": "Tỉnh An Liên", "en": "An Liên province"},
    "title": "Mất ổ cứng {0}",
    "known_at": START,
    "since": START - timedelta(days=1),
    "until": START,
    "people": 1234,
    "applications": ["Sở Y tế", "Cổng dịch vụ công"],
    "claims": {"vi": "ứng dụng nhận dữ liệu", "en": "application received data"},
    "first_word_by": START + timedelta(hours=24),
    "report_by": START + timedelta(hours=72),
}


@pytest.mark.parametrize(
    ("language", "province", "claims"),
    [
        ("vi", "Tỉnh An Liên", "ứng dụng nhận dữ liệu"),
        ("en", "An Liên province", "application received data"),
    ],
)
def test_what_is_known_is_filled_in(language, province, claims):
    text = draft(Facts(**FACTS), language)

    for known in (province, claims, "Mất ổ cứng {0}", "1234", "Sở Y tế, Cổng dịch vụ công", "91/2025/QH15"):
        assert known in text
    assert "09:00 02/11/2026" in text
    assert "09:00 03/11/2026" in text
    assert "09:00 05/11/2026" in text


@pytest.mark.parametrize(("language", "words"), [("vi", "chưa đếm"), ("en", "not counted yet")])
def test_what_is_not_known_is_said_to_be(language, words):
    nothing = {"people": None, "applications": [], "claims": {"vi": "", "en": ""}}

    assert words in draft(Facts(**{**FACTS, **nothing}), language)
