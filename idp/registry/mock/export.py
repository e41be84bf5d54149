"""Writes a population as CSV or as one JSON object a line; same size and seed, same bytes."""

import csv
import json
from collections.abc import Callable, Iterable
from typing import TextIO

from idp.registry.mock.person import Address, Person
from idp.registry.mock.places import PROVINCE

COLUMNS = (
    "so_dinh_danh", "so_da_huy", "so_cmnd", "giay_to", "ho", "chu_dem", "ten", "ho_ten", "ten_khac", "ngay_sinh",
    "gioi_tinh", "dan_toc", "ton_giao", "quoc_tich", "nhom_mau", "hon_nhan", "noi_dang_ky_khai_sinh", "que_quan",
    "thuong_tru", "me", "cha", "vo_chong", "giam_ho", "chu_ho", "quan_he_chu_ho", "tinh_trang", "ngay_tinh_trang",
    "dien_thoai", "thu_dien_tu", "dang_dieu_chinh", "ma",
)  # fmt: skip


def row(person: Person) -> tuple[str, ...]:
    """A person as texts, in the order of the columns."""
    return (
        person.number or "", " ".join(person.former_numbers), person.old_number or "", person.document or "",
        person.family, person.middle, person.given, person.name, "; ".join(person.other_names), str(person.birth),
        person.sex.value, person.ethnicity, person.religion, person.nationality, person.blood, person.marital,
        person.birth_registration, person.home_town, _line(person.permanent), person.mother or "",
        person.father or "", person.spouse or "", person.guardian or "", person.head or "", person.relation_to_head,
        person.life.value, str(person.life_changed or ""), person.phone or "", person.email or "",
        "1" if person.disputed else "", person.uid,
    )  # fmt: skip


def write_csv(people: Iterable[Person], out: TextIO) -> None:
    """A header and a line a person."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(row, people))


def write_ndjson(people: Iterable[Person], out: TextIO) -> None:
    """An object a line; empty fields are left out."""
    for person in people:
        filled = {name: value for name, value in zip(COLUMNS, row(person), strict=True) if value}
        out.write(json.dumps(filled, ensure_ascii=False, separators=(",", ":")) + "\n")


FORMATS: dict[str, Callable[[Iterable[Person], TextIO], None]] = {"csv": write_csv, "ndjson": write_ndjson}


def _line(address: Address) -> str:
    ward = address.ward
    place = f"{ward.legacy_ward}, {ward.legacy_district}" if address.stale else ward.name
    return f"{address.detail}, {place}, {PROVINCE}"
