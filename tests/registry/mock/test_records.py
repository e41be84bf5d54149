"""`idp/registry/mock/records.py`: the fields asked for, and no others."""

from idp.registry.mock.personas import personas
from idp.registry.mock.records import FIELDS, released

PEOPLE = {person.uid: person for person in personas()}


def test_nothing_is_released_unasked():
    assert released(PEOPLE["098172000101"], []) == {}
    assert released(PEOPLE["098172000101"], ["ngay_sinh"]) == {"ngay_sinh": "1972-03-08"}


def test_a_name_comes_whole_and_in_parts():
    assert released(PEOPLE["098085000114"], ["ho_ten"]) == {
        "ho": "Knul",
        "chu_dem": "",
        "ten": "Y Thanh",
        "ho_ten": "Y Thanh Knul",
    }


def test_an_address_of_the_old_maps_says_so():
    stale = released(PEOPLE["098045000102"], ["thuong_tru"])["thuong_tru"]
    fresh = released(PEOPLE["098172000101"], ["thuong_tru"])["thuong_tru"]

    assert stale["dia_chi_cu"] == "Xã Kênh Ngọt, Huyện Gò Sậy"
    assert "dia_chi_cu" not in fresh
    assert fresh["xa_ten"] == "Phường Sen Hồng"


def test_what_is_unknown_is_left_out():
    everything = released(PEOPLE["con-098192000130"], FIELDS)

    assert "so_dinh_danh" not in everything
    assert "dien_thoai" not in everything
