"""From the register's answer to an attribute question to a person's record; strict, as everything from outside."""

from datetime import date
from typing import Any

from idp.registry.answers import Payload, moment, refusal
from idp.registry.birth_date import BirthDate
from idp.registry.outcomes import NotAlive, NotEnoughData, NotMatched, NumberCancelled, UnderCorrection
from idp.registry.person import Address, Gender, PersonRecord
from idp.registry.roles import (
    Household,
    Member,
    NoOffice,
    Office,
    Organisation,
    OrganisationIdType,
    OrganisationRole,
    Organisations,
    Relation,
    Represented,
)

_GENDERS = {"nam": Gender.MALE, "nu": Gender.FEMALE, "khac": Gender.OTHER}
_LONGEST_VALUE = 500
_LONGEST_LIST = 100


def attributes(
    payload: Payload, number: str
) -> PersonRecord | NotMatched | NotAlive | UnderCorrection | NumberCancelled:
    """Read one person, and only the one asked for.

    Raises:
        ValueError, KeyError, TypeError: Not such an answer.
    """
    if payload["code"] != "000":
        refused = refusal(payload)
        if isinstance(refused, NotEnoughData):
            raise ValueError("no such answer to this question")
        return refused
    record = payload["record"]
    if record.get("so_dinh_danh", number) != number:
        raise ValueError("somebody else's record")
    return _person(record, payload)


def organisations(payload: Payload) -> Organisations | NotMatched:
    """Read the organisations of one person.

    Raises:
        ValueError, KeyError, TypeError: Not such an answer.
    """
    if payload["code"] == "001":
        return NotMatched(payload["request_id"])
    if payload["code"] != "000":
        raise ValueError("no such answer to this question")
    return Organisations(
        payload["request_id"], tuple(_organisation(line) for line in _list(payload, "organisations"))
    )


def office(payload: Payload) -> Office | NoOffice:
    """Read the office of one person.

    Raises:
        ValueError, KeyError, TypeError: Not such an answer.
    """
    if payload["code"] == "001":
        return NoOffice(payload["request_id"])
    if payload["code"] != "000":
        raise ValueError("no such answer to this question")
    held = payload["office"]
    return Office(
        payload["request_id"],
        unit_code=_checked(held["unit_code"]),
        unit=_checked(held["unit"]),
        title=_checked(held["title"]),
        roles=tuple(_checked(role) for role in _list(held, "roles")),
    )


def _person(record: dict[str, Any], payload: Payload) -> PersonRecord:
    birth, gender = _text(record, "ngay_sinh"), _text(record, "gioi_tinh")
    return PersonRecord(
        request_id=payload["request_id"],
        as_of=moment(payload["asof"]),
        family_name=_text(record, "ho"),
        middle_name=_text(record, "chu_dem"),
        given_name=_text(record, "ten"),
        name=_text(record, "ho_ten"),
        other_names=tuple(_checked(name) for name in record.get("ten_khac", ())),
        birth_date=None if birth is None else BirthDate.parse(birth),
        gender=None if gender is None else _GENDERS[gender],
        number=_text(record, "so_dinh_danh"),
        old_number=_text(record, "so_cmnd"),
        nationality=_text(record, "quoc_tich"),
        ethnicity=_text(record, "dan_toc"),
        religion=_text(record, "ton_giao"),
        blood_group=_text(record, "nhom_mau"),
        marital_status=_text(record, "hon_nhan"),
        birth_registration=_text(record, "noi_dang_ky_khai_sinh"),
        home_town=_text(record, "que_quan"),
        permanent_address=_address(record, "thuong_tru"),
        current_address=_address(record, "noi_o_hien_tai"),
        relation_to_head=_text(record, "quan_he_chu_ho"),
        household=_household(record),
        represented=tuple(_represented(line) for line in _list(record, "nguoi_duoc_dai_dien")),
        phone=_text(record, "dien_thoai"),
        email=_text(record, "thu_dien_tu"),
    )


def _address(record: dict[str, Any], key: str) -> Address | None:
    value = record.get(key)
    if value is None:
        return None
    return Address(
        province_code=_checked(value["tinh"]),
        province=_checked(value["tinh_ten"]),
        ward_code=_checked(value["xa"]),
        ward=_checked(value["xa_ten"]),
        detail=_checked(value["chi_tiet"]),
        country=_checked(value["quoc_gia"]),
        as_of=_checked(value["asof"]),
        legacy_district_code=_text(value, "huyen_cu") or "",
        legacy_ward_code=_text(value, "xa_cu") or "",
        legacy_note=_text(value, "dia_chi_cu") or "",
    )


def _household(record: dict[str, Any]) -> Household | None:
    value = record.get("ho_gia_dinh")
    if value is None:
        return None
    members = (
        Member(_checked(line["ma"]), _checked(line["quan_he_chu_ho"])) for line in _list(value, "thanh_vien")
    )
    return Household(_checked(value["quan_he_chu_ho"]), tuple(members))


def _represented(line: dict[str, Any]) -> Represented:
    return Represented(_checked(line["ma"]), Relation(line["quan_he"]), _day(line, "den_ngay"))


def _organisation(line: dict[str, Any]) -> Organisation:
    return Organisation(
        id=_checked(line["id"]),
        id_type=OrganisationIdType(line["id_type"]),
        name=_checked(line["name"]),
        role=OrganisationRole(line["role"]),
        valid_to=_day(line, "valid_to"),
    )


def _list(record: dict[str, Any], key: str) -> list[Any]:
    value = record.get(key, [])
    if not isinstance(value, list) or len(value) > _LONGEST_LIST:
        raise ValueError("a short list was expected")
    return value


def _day(record: dict[str, Any], key: str) -> date | None:
    value = _text(record, key)
    return None if value is None else date.fromisoformat(value)


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return None if value is None else _checked(value)


def _checked(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_VALUE or "\0" in value:
        raise ValueError("a short text was expected")
    return value
