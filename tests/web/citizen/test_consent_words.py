"""How what is asked for is said."""

from datetime import date

import pytest

from idp.oauth.consent import Item
from idp.oauth.scopes import DATA_SCOPES, SCOPES, ScopePolicy
from idp.web.citizen.consent_words import TITLES, duration, grouped, shown

TODAY = date(2026, 11, 2)


def _shown(app, scope, known, **policy):
    with app.test_request_context("/", headers={"Accept-Language": "vi"}):
        return shown(Item(scope, SCOPES.get(scope, ()), ScopePolicy(**policy)), known, TODAY)


def test_every_scope_has_a_title():
    assert set(SCOPES) - {"openid"} <= TITLES.keys()


@pytest.mark.parametrize(
    ("scope", "known", "value"),
    [
        ("profile", {"name": "Nguyễn Thị Quỳnh", "locale": "vi"}, "Nguyễn Thị Quỳnh"),
        ("ngay_sinh", {"birthdate": "1990-05-17"}, "17/05/1990"),
        ("ngay_sinh", {"birthdate": "1990"}, "1990"),
        ("dinh_danh", {"vn_personal_id": "099190000017"}, "••••••••0017"),
        ("phone", {"phone_number": "+84900000017"}, "09•• ••• 017"),
        ("lien_he", {"phone_number": "+84900000017", "email": "a@b.vn"}, "09•• ••• 017, a@b.vn"),
        (
            "address",
            {"address": {"formatted": "Phường Sen Hồng, tỉnh An Liên"}},
            "Phường Sen Hồng, tỉnh An Liên",
        ),
        ("gioi_tinh", {"gender": "female"}, "Nữ"),
        ("gioi_tinh", {"gender": "khác"}, "khác"),
        ("email", {}, ""),
    ],
)
def test_values_are_said_as_people_write_them_and_numbers_are_masked(app, scope, known, value):
    assert _shown(app, scope, known).value == value


def test_ages_are_told_apart_from_the_birth_date(app):
    assert "1990" not in _shown(app, "do_tuoi", {"birthdate": "1990-05-17"}).value


def test_a_scope_of_an_interface_is_said_in_words(app):
    assert _shown(app, "dossiers.read", {}).title == "Truy cập dữ liệu thay Ông/Bà"


@pytest.mark.parametrize(
    ("retention", "words"),
    [
        ("P5Y", "5 năm"),
        ("P18M", "18 tháng"),
        ("P30D", "30 ngày"),
        ("P0D", "không lưu giữ"),
        ("đến khi đóng hồ sơ", "đến khi đóng hồ sơ"),
        ("", ""),
    ],
)
def test_a_time_of_retention_is_said_in_words(app, retention, words):
    assert _shown(app, "email", {}, retention=retention).retention == words


@pytest.mark.parametrize(("retention", "words"), [("P1Y", "1 year"), ("P5Y", "5 years"), ("P1M", "1 month")])
def test_english_counts_one_as_one(app, retention, words):
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert duration(retention) == words


def test_what_rests_on_one_ground_is_said_once(app):
    law = {"basis": "law", "reference": "Luật A", "purpose": {"vi": "x"}}
    things = [_shown(app, scope, {}, **law) for scope in ("ho_ten", "ngay_sinh")]
    other = _shown(app, "gioi_tinh", {}, basis="law", reference="Luật B", purpose={"vi": "x"})

    groups = grouped([things[0], other, things[1]])

    assert [group.things for group in groups] == [(things[0], things[1]), (other,)]


def test_the_purpose_is_in_the_language_of_the_page_else_in_vietnamese(app):
    assert _shown(app, "email", {}, purpose={"vi": "a", "en": "b"}).purpose == "a"
    assert _shown(app, "email", {}, purpose={}).purpose == ""


def test_sensitive_data_is_marked(app):
    marked = {scope for scope in DATA_SCOPES if _shown(app, scope, {}).is_sensitive}

    assert {"dinh_danh", "dan_toc", "ton_giao", "nhom_mau", "ho_gia_dinh"} <= marked
    assert not {"profile", "email"} & marked
