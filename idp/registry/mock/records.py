"""A record as an attribute query releases it: the consumer's allowed fields of those asked for, nothing else."""

from collections.abc import Callable, Iterable
from typing import Any

from idp.registry.mock.person import Address, Person
from idp.registry.mock.places import PROVINCE, PROVINCE_CODE

HOUSEHOLD, REPRESENTED = "ho_gia_dinh", "nguoi_duoc_dai_dien"
"""Fields about more people than the one asked about: `relatives.py` writes them."""

_WRITERS: dict[str, Callable[[Person], dict[str, Any]]] = {
    "ho_ten": lambda p: {"ho": p.family, "chu_dem": p.middle, "ten": p.given, "ho_ten": p.name.strip()},
    "ten_khac": lambda p: {"ten_khac": list(p.other_names)},
    "ngay_sinh": lambda p: {"ngay_sinh": str(p.birth)},
    "gioi_tinh": lambda p: {"gioi_tinh": p.sex.value},
    "so_dinh_danh": lambda p: {"so_dinh_danh": p.number},
    "so_cmnd": lambda p: {"so_cmnd": p.old_number},
    "quoc_tich": lambda p: {"quoc_tich": p.nationality},
    "dan_toc": lambda p: {"dan_toc": p.ethnicity},
    "ton_giao": lambda p: {"ton_giao": p.religion or None},
    "nhom_mau": lambda p: {"nhom_mau": p.blood},
    "hon_nhan": lambda p: {"hon_nhan": p.marital},
    "noi_dang_ky_khai_sinh": lambda p: {"noi_dang_ky_khai_sinh": p.birth_registration},
    "que_quan": lambda p: {"que_quan": p.home_town},
    "thuong_tru": lambda p: {"thuong_tru": _address(p.permanent)},
    "noi_o_hien_tai": lambda p: {"noi_o_hien_tai": _address(p.current or p.permanent)},
    "quan_he_chu_ho": lambda p: {"quan_he_chu_ho": p.relation_to_head},
    "dien_thoai": lambda p: {"dien_thoai": p.phone},
    "thu_dien_tu": lambda p: {"thu_dien_tu": p.email},
}

FIELDS = frozenset({*_WRITERS, HOUSEHOLD, REPRESENTED})


def released(person: Person, fields: Iterable[str]) -> dict[str, Any]:
    """The fields of a record that are about this person alone; unknown values are left out rather than sent empty."""
    record: dict[str, Any] = {}
    for field in sorted(_WRITERS.keys() & set(fields)):
        record |= _WRITERS[field](person)
    return {name: value for name, value in record.items() if value is not None}


def _address(address: Address) -> dict[str, str]:
    ward = address.ward
    written = {
        "tinh": PROVINCE_CODE,
        "tinh_ten": PROVINCE,
        "xa": ward.code,
        "xa_ten": ward.name,
        "chi_tiet": address.detail,
        "quoc_gia": "VNM",
        "asof": str(address.as_of),
    }
    if address.stale:
        written |= {
            "huyen_cu": ward.legacy_district_code,
            "xa_cu": ward.legacy_ward_code,
            "dia_chi_cu": f"{ward.legacy_ward}, {ward.legacy_district}",
        }
    return written
