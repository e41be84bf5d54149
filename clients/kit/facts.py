"""Claims as people read them: label, value, and who stands behind them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from clients.kit.citizen import Citizen

LABELS = {
    "name": "Họ và tên",
    "birthdate": "Ngày sinh",
    "gender": "Giới tính",
    "vn_personal_id": "Số định danh cá nhân",
    "address": "Nơi thường trú",
    "phone_number": "Số điện thoại",
    "email": "Thư điện tử",
    "age": "Độ tuổi",
}
_CONFIRMED_BY_CODE = ("phone_number", "email")
_STANDS_WITH = {"age": "birthdate", "address": "name"}
"""Facts the provider has from the register only, with the name of one it vouches for in so many words."""

_AGES = (
    ("vn_age_over_75", "Từ 75 tuổi"),
    ("vn_age_over_60", "Từ 60 tuổi"),
    ("vn_age_over_18", "Từ 18 tuổi"),
)
_GENDERS = {"male": "Nam", "female": "Nữ"}


@dataclass(frozen=True)
class Fact:
    """One thing that nobody has to type.

    Args:
        name: The claim.
        label: What it is called, in Vietnamese.
        value: As people read it.
        source: Who stands behind it, in Vietnamese.
        is_verified: Whether that is the register, or a code the citizen typed.
    """

    name: str
    label: str
    value: str
    source: str
    is_verified: bool = True


def known_facts(citizen: Citizen, names: Iterable[str]) -> list[Fact]:
    """The facts that are known of those that are wanted; the others have to be asked.

    Args:
        citizen: Who is signed in.
        names: The claims wanted, `age` for the years of age.
    """
    values = {name: _value(citizen.facts, name) for name in names}
    return [_fact(citizen, name, value) for name, value in values.items() if value]


def _fact(citizen: Citizen, name: str, value: str) -> Fact:
    if name in _CONFIRMED_BY_CODE:
        is_confirmed = citizen.facts.get(f"{name}_verified") is True
        source = "Ông/Bà đã xác nhận bằng mã" if is_confirmed else "Ông/Bà tự khai"
        return Fact(name, LABELS[name], value, source, is_confirmed)
    # Only what the provider vouches for is called the register's.
    is_verified = _STANDS_WITH.get(name, name) in citizen.verified
    source = "Dữ liệu dân cư" if is_verified else "Tài khoản Sen ID, chưa đối chiếu"
    return Fact(name, LABELS[name], value, source, is_verified)


def _value(claims: dict[str, Any], name: str) -> str:
    if name == "age":
        return _age(claims)
    found = claims.get(name)
    return _READERS.get(name, str)(found) if found else ""


def masked(number: str) -> str:
    """A personal number as a page shows it: the first six digits tell birth year, sex and origin."""
    return f"•••• •••• {number[-4:]}"


def phone(number: str) -> str:
    """A mobile number as it is written here: 0912 345 678; another country's stays as it is."""
    if not (number.startswith("+84") and len(number) == len("+84912345678")):
        return number
    return f"0{number[3:6]} {number[6:9]} {number[9:]}"


def _age(claims: dict[str, Any]) -> str:
    for name, words in _AGES:
        if claims.get(name) is True:
            return words
    return "Dưới 18 tuổi" if claims.get("vn_age_over_18") is False else ""


def _address(found: Any) -> str:
    text = found.get("formatted", "") if isinstance(found, dict) else found
    return ", ".join(str(text).split("\n"))


_READERS: dict[str, Callable[[Any], str]] = {
    "birthdate": lambda found: "/".join(reversed(str(found).split("-"))),
    "gender": lambda found: _GENDERS.get(str(found), str(found)),
    "address": _address,
    "vn_personal_id": lambda found: masked(str(found)),
    "phone_number": lambda found: phone(str(found)),
}
