"""`idp/registry/records.py`: a record is read strictly, and only the one asked for."""

import pytest

from idp.registry.birth_date import BirthDate
from idp.registry.outcomes import NotMatched
from idp.registry.person import Gender, PersonRecord
from idp.registry.records import attributes

ASOF = "2026-11-02T02:00:00+00:00"
NUMBER = "098172000101"


def answer(**record):
    return {"request_id": "r", "code": "000", "asof": ASOF, "record": {"so_dinh_danh": NUMBER, **record}}


def test_names_keep_the_spelling_of_the_register():
    read = attributes(answer(ho="Ðặng", chu_dem="", ten="Ân", ho_ten="Ðặng Ân"), NUMBER)

    assert isinstance(read, PersonRecord)
    assert (read.family_name, read.middle_name, read.given_name, read.name) == ("Ðặng", "", "Ân", "Ðặng Ân")


def test_a_year_alone_stays_a_year():
    read = attributes(answer(ngay_sinh="1945", gioi_tinh="nam"), NUMBER)

    assert isinstance(read, PersonRecord)
    assert read.birth_date == BirthDate(1945)
    assert read.gender is Gender.MALE


def test_what_is_not_released_is_absent():
    read = attributes(answer(), NUMBER)

    assert isinstance(read, PersonRecord)
    assert read.name is None
    assert read.permanent_address is None


def test_an_address_of_the_old_maps_carries_its_note():
    address = {"tinh": "98", "tinh_ten": "Tỉnh An Liên", "xa": "98009", "xa_ten": "Xã Kênh Ngọt"}
    address |= {"chi_tiet": "Số 7", "quoc_gia": "VNM", "asof": "2023-01-01", "dia_chi_cu": "Xã cũ, Huyện cũ"}

    read = attributes(answer(thuong_tru=address), NUMBER)

    assert isinstance(read, PersonRecord)
    assert read.permanent_address is not None
    assert read.permanent_address.legacy_note == "Xã cũ, Huyện cũ"
    assert read.permanent_address.formatted == "Số 7, Xã Kênh Ngọt, Tỉnh An Liên"


def test_a_refusal_stays_a_refusal():
    assert attributes({"request_id": "r", "code": "001"}, NUMBER) == NotMatched("r")


@pytest.mark.parametrize(
    "payload",
    [
        answer(so_dinh_danh="098172000102"),
        answer(ho_ten=["two", "names"]),
        answer(ho_ten="x" * 501),
        answer(ho_ten="a\0b"),
        answer(ngay_sinh="08/03/1972"),
        answer(gioi_tinh="nữ"),
        answer(thuong_tru={"tinh": "98"}),
        answer() | {"asof": "yesterday"},
        answer() | {"record": None},
        {"request_id": "r", "code": "002"},
    ],
)
def test_anything_unexpected_is_refused(payload):
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        attributes(payload, NUMBER)
