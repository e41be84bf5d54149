"""The land registration office: a public search, one's own parcels, a change that needs level 2."""

import re

import pytest

from clients.land.parcels import PARCELS, search
from tests.clients.fake_provider import TRUNG
from tests.clients.visitor import Visitor

CHANGE = {"kind": "split", "reason": "Tách 60 m² cho con"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("12 48", {"12-48"}),
        ("tờ 12, thửa 48", {"12-48"}),
        ("12", {"12-48", "12-51", "12-77"}),
        ("bến sông", {"7-103", "7-118", "7-131"}),
        ("99 1", set()),
        ("", set()),
        ("9" * 50, set()),
        ("\x00'\"", set()),
    ],
)
def test_parcels_are_found_as_people_write_them(words, found):
    assert {parcel.id for parcel in search(words)} == found


def test_the_search_is_public_and_names_nobody(land, provider):
    page = land.http.get("/?q=12 48")

    assert "126,4 m²" in page.text
    assert "126.4 m²" in land.http.get("/?q=12 48&lang=en").text
    assert provider.asked == []


def own_parcel(page) -> str:
    return re.search(r"/parcels/([\d-]+)/change", page.text)[1]


def test_a_change_is_typed_at_level_one_and_sent_at_level_two(land, provider):
    parcel = own_parcel(land.open("/parcels"))
    provider.level = 2
    form = land.open(f"/parcels/{parcel}/change")
    review = land.press(form, f"/parcels/{parcel}/change", **CHANGE)

    assert provider.asked[-1]["acr_values"] == "LoA2"
    assert CHANGE["reason"] in review.text
    sent = land.press(review, f"/parcels/{parcel}/review")
    assert "Đã nhận yêu cầu" in sent.text
    again = land.press(review, f"/parcels/{parcel}/review")
    assert again.text.count("Tách thửa</th>") == 1


def test_what_was_typed_waits_when_the_level_was_not_reached(land):
    parcel = own_parcel(land.open("/parcels"))
    refused = land.press(land.open(f"/parcels/{parcel}/change"), f"/parcels/{parcel}/change", **CHANGE)

    assert refused.status_code == 403
    assert CHANGE["reason"] in land.open(f"/parcels/{parcel}/change").text
    assert "Làm tiếp yêu cầu" in land.open("/parcels").text


def test_mistakes_are_named(land):
    parcel = own_parcel(land.open("/parcels"))
    page = land.send(land.open(f"/parcels/{parcel}/change"), f"/parcels/{parcel}/change", kind="x")

    assert page.status_code == 422
    assert page.text.count('aria-invalid="true"') == 2


def test_another_citizens_parcel_is_not_there(land, provider):
    mine = set(re.findall(r"/parcels/([\d-]+)/change", land.open("/parcels").text))
    others = set(PARCELS) - mine

    assert {land.open(f"/parcels/{each}/change").status_code for each in others} == {404}


def test_subjects_at_two_departments_differ(land, health):
    def shown(page) -> str:
        return re.search(r'id="subject"[^>]*>([^<]+)<', page.text)[1]

    assert shown(land.open("/parcels")) != shown(health.open("/file"))


def test_somebody_else_has_other_drafts(land, provider):
    parcel = own_parcel(land.open("/parcels"))
    land.press(land.open(f"/parcels/{parcel}/change"), f"/parcels/{parcel}/change", **CHANGE)
    provider.person = TRUNG

    assert "Làm tiếp yêu cầu" not in Visitor(land.app).open("/parcels").text
