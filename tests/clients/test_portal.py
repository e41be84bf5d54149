"""The portal: declare once, lose nothing, send once, and at the level the service needs."""

import json
import time

import pytest

from clients.portal.catalogue import catalogue, fold
from tests.clients.fake_provider import TRUNG
from tests.clients.visitor import Visitor

LIBRARY = "/services/the-thu-vien"
BUSINESS = "/services/ho-kinh-doanh"
TYPED = {"business": "Hộ kinh doanh Sen Xanh", "trade": "Bán trà sen", "place": "Tổ 3, Phường Sen Hồng"}


def sent(portal, page, path, **fields):
    return portal.press(page, path, **fields)


@pytest.mark.parametrize(
    ("words", "event", "expected"),
    [
        ("khai sinh", "", {"khai-sinh"}),
        ("KHAI  SINH", "", {"khai-sinh"}),
        ("dang ky", "work", {"ho-kinh-doanh"}),
        ("library", "", {"the-thu-vien"}),
        ("", "age", {"tro-cap-huu-tri"}),
        ("không có gì như vậy", "", set()),
        ("%_\x00'\"", "", set()),
    ],
)
def test_services_are_found_however_they_are_typed(words, event, expected):
    assert {service.id for service in catalogue().find(words, event)} == expected


def test_folding_knows_the_letters_of_the_country():
    assert fold("ĐẶNG NGUYỄN ƯỚC Ð") == "dang nguyen uoc d"


def test_the_catalogue_searches(portal):
    page = portal.http.get("/?q=<script>&event=nothing")

    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "Chưa tìm thấy" in page.text


def test_a_service_says_what_it_needs_before_anybody_signs_in(portal, provider):
    page = portal.http.get(BUSINESS)

    assert "Mức 2 khi nộp" in page.text
    assert "Số định danh cá nhân" in page.text
    assert provider.asked == []


def test_nothing_the_register_knows_is_asked(portal):
    page = portal.open(BUSINESS + "/apply")

    for known in ("Trần Thị Bảy", "08/03/1972", "Nữ", "•••• •••• 0101", "Phường Sen Hồng", "0990 000 101"):
        assert known in page.text
    assert "098172000101" not in page.text
    for name in ("name", "birthdate", "gender", "vn_personal_id", "address", "phone_number"):
        assert f'name="{name}"' not in page.text


def test_each_fact_says_who_stands_behind_it(portal):
    page = portal.open(BUSINESS + "/apply")

    assert page.text.count("Dữ liệu dân cư</span>") == 5
    assert page.text.count("Ông/Bà đã xác nhận bằng mã") == 1


def test_what_nobody_knows_is_asked(portal, provider):
    provider.person = {"id": "new", "name": "Lê Văn Út"}
    page = portal.open(BUSINESS + "/apply")

    assert 'name="birthdate"' in page.text
    assert 'name="address"' in page.text
    assert "chưa đối chiếu" in page.text


def test_a_year_alone_stays_a_year(portal, provider):
    provider.person = {**provider.person, "birthdate": "1945"}

    assert "1945" in portal.open(LIBRARY + "/apply").text


def test_a_simple_service_is_sent(portal):
    review = sent(portal, portal.open(LIBRARY + "/apply"), LIBRARY + "/apply", branch="centre")
    assert review.request.path == LIBRARY + "/review"
    receipt = sent(portal, review, LIBRARY + "/review")

    assert receipt.request.path.startswith("/dossiers/AL-")
    assert "Đã nhận hồ sơ" in receipt.text
    assert receipt.request.path.rpartition("/")[2] in portal.open("/dossiers").text


def test_mistakes_are_named_beside_their_fields_and_nothing_is_lost(portal):
    page = portal.send(portal.open(BUSINESS + "/apply"), BUSINESS + "/apply", business="Sen Xanh", trade="")

    assert page.status_code == 422
    assert 'value="Sen Xanh"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert 'href="#trade"' in page.text
    assert "<title>Lỗi:" in page.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("branch", "moon"), ("branch", ""), ("branch", "a" * 5_000), ("branch", "centre\x00")],
)
def test_a_choice_is_one_of_those_offered(portal, field, value):
    page = portal.send(portal.open(LIBRARY + "/apply"), LIBRARY + "/apply", **{field: value})

    assert page.status_code == 422


def test_save_and_go_on_later_on_another_device(portal):
    page = portal.press(portal.open(BUSINESS + "/apply"), BUSINESS + "/apply", save="1", trade="Bán trà sen")
    assert "Đã lưu" in page.text
    assert "Đang làm dở" in page.text

    again = Visitor(portal.app).open(BUSINESS + "/apply")
    assert 'value="Bán trà sen"' in again.text


def test_stepping_up_loses_nothing_that_was_typed(portal, provider):
    page = portal.open(BUSINESS + "/apply")
    provider.level = 2
    review = sent(portal, page, BUSINESS + "/apply", **TYPED)

    assert provider.asked[-1]["acr_values"] == "LoA2"
    assert review.request.path == BUSINESS + "/review"
    for text in TYPED.values():
        assert text in review.text
    receipt = sent(portal, review, BUSINESS + "/review")
    assert "Mức 2" in receipt.text


def test_a_level_that_was_not_reached_sends_nothing_and_keeps_everything(portal, provider):
    provider.level = 1
    page = sent(portal, portal.open(BUSINESS + "/apply"), BUSINESS + "/apply", **TYPED)

    assert page.status_code == 403
    assert "vẫn được giữ" in page.text
    assert 'value="Bán trà sen"' in portal.open(BUSINESS + "/apply").text
    forced = sent(portal, portal.open("/dossiers"), BUSINESS + "/review")
    assert forced.status_code == 403
    assert "Chưa có hồ sơ nào." in portal.open("/dossiers").text


def test_an_unfinished_draft_is_not_sent(portal):
    page = portal.press(portal.open(LIBRARY + "/apply"), LIBRARY + "/apply", save="1")
    answered = portal.press(page, LIBRARY + "/review")

    assert answered.request.path == LIBRARY + "/apply"


def test_pressing_twice_sends_once(portal):
    review = sent(portal, portal.open(LIBRARY + "/apply"), LIBRARY + "/apply", branch="centre")
    portal.send(review, LIBRARY + "/review")
    again = portal.press(review, LIBRARY + "/review")

    assert again.request.path == "/dossiers"
    assert again.text.count("/dossiers/AL-") == 1


def test_nobody_sees_another_citizens_dossier_or_draft(portal, provider):
    review = sent(portal, portal.open(LIBRARY + "/apply"), LIBRARY + "/apply", branch="centre")
    receipt = sent(portal, review, LIBRARY + "/review")
    portal.press(portal.open(BUSINESS + "/apply"), BUSINESS + "/apply", save="1", trade="Bán trà sen")
    provider.person = TRUNG
    other = Visitor(portal.app)

    assert other.open(receipt.request.path).status_code == 404
    assert "Bán trà sen" not in other.open(BUSINESS + "/apply").text


def test_a_form_that_was_open_too_long_is_kept_for_whoever_typed_it(portal, provider):
    page = portal.open(BUSINESS + "/apply")
    portal.app.extensions["session_store"]._clock = lambda: time.time() + 31 * 60
    asked = portal.send(page, BUSINESS + "/apply", trade="Bán trà sen")
    assert asked.status_code == 403
    assert 'id="sign-in"' in asked.text

    back = portal.open(f"/sign-in?next={BUSINESS}/apply")
    assert 'value="Bán trà sen"' in back.text
    assert 'id="resumed"' in back.text


def test_a_draft_can_be_discarded(portal):
    page = portal.press(portal.open(LIBRARY + "/apply"), LIBRARY + "/apply", save="1")
    left = portal.press(page, LIBRARY + "/discard")

    assert "Đang làm dở" not in left.text


@pytest.mark.parametrize("path", ["/services/none", "/services/none/apply", "/dossiers/AL-1", "/x"])
def test_what_is_not_there_is_a_page(portal, path):
    portal.open("/sign-in")

    assert portal.open(path).status_code == 404


def test_every_service_can_be_filled_in(portal, provider):
    provider.level = 2
    answers = {"day": "01/01/2099", "number": "12"}
    for service in catalogue().services.values():
        page = portal.open(f"/services/{service.id}/apply")
        typed = {
            each.name: next(iter(each.choices)) if each.kind == "choice" else answers.get(each.kind, "Sen")
            for each in service.asks
        }
        review = sent(portal, page, f"/services/{service.id}/apply", **typed)
        assert review.status_code == 200, service.id
        assert "Đã nhận hồ sơ" in sent(portal, review, f"/services/{service.id}/review").text


def test_what_is_kept_holds_no_whole_identity_number(portal):
    review = sent(
        portal, portal.open("/services/xac-nhan-cu-tru/apply"), "/services/xac-nhan-cu-tru/apply", purpose="x"
    )
    sent(portal, review, "/services/xac-nhan-cu-tru/review")
    with portal.app.extensions["dossiers"]._database.read() as connection:
        rows = connection.execute("SELECT facts FROM dossier").fetchall()

    assert rows
    assert "098172000101" not in json.dumps([row["facts"] for row in rows])
