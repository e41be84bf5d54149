"""How what is fetched on demand is said."""

import pytest

from idp.citizens.details import Detail
from idp.web.citizen.details_words import detail_words

LATER = "Chỉ được lấy từ cơ sở dữ liệu của cơ quan nhà nước sau khi Ông/Bà tiếp tục."


@pytest.fixture
def say(app):
    def said(*claims, **known):
        with app.test_request_context("/", headers={"Accept-Language": "vi"}):
            return detail_words(claims, known)

    return said


@pytest.mark.parametrize(
    ("claim", "value", "words"),
    [
        ("vn_religion", "01", "Mã 01 trong danh mục tôn giáo"),
        ("vn_blood_type", "04", "O"),
        ("vn_blood_type", "17", "17"),
        (
            "vn_household",
            {"relation_to_head": "head", "members": [{}]},
            "Quan hệ với chủ hộ và 1 thành viên khác, không kèm tên và số định danh",
        ),
        ("vn_org", [{"name": "Công ty A"}, {"name": "Chi nhánh B"}], "Công ty A, Chi nhánh B"),
        ("vn_official", {"title": "Công chức", "unit": "Phường", "roles": []}, "Công chức, Phường"),
        ("vn_on_behalf_of", [{}, {}], "2 người, không kèm tên và số định danh"),
    ],
)
def test_what_is_known_is_said_without_naming_anybody_else(say, claim, value, words):
    assert say(claim, **{claim: value}) == words


@pytest.mark.parametrize("detail", Detail)
def test_what_is_not_known_yet_is_said_to_come_later(say, detail):
    assert say(detail) == LATER


def test_everything_else_is_said_elsewhere(say):
    assert say("name", name="Trần Thị Bảy") is None
    assert say() is None
