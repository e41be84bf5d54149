"""Verified claims as people read them."""

from typing import Any

LABELS = {
    "name": "Họ và tên",
    "birthdate": "Ngày sinh",
    "gender": "Giới tính",
    "vn_personal_id": "Số định danh cá nhân",
    "address": "Nơi thường trú",
    "phone_number": "Số điện thoại",
    "email": "Thư điện tử",
}
ENGLISH = {
    "Họ và tên": "Full name",
    "Ngày sinh": "Date of birth",
    "Giới tính": "Sex",
    "Số định danh cá nhân": "Personal identification number",
    "Nơi thường trú": "Permanent residence",
    "Số điện thoại": "Phone number",
    "Thư điện tử": "E-mail",
    "Nam": "Male",
    "Nữ": "Female",
    "Chưa có trong dữ liệu": "Not in the data",
    "từ dữ liệu dân cư": "from the population data",
    "Ông/Bà đã xác nhận": "confirmed by you",
}
_OWN = ("phone_number", "email")


def fact(claims: dict[str, Any], name: str) -> tuple[str, str, str]:
    """A claim as label, value and source, in Vietnamese.

    Args:
        claims: What UserInfo said.
        name: The claim.
    """
    source = "Ông/Bà đã xác nhận" if name in _OWN else "từ dữ liệu dân cư"
    return LABELS[name], value(claims, name), source


def value(claims: dict[str, Any], name: str) -> str:
    """A claim's value as people read it; the personal number shows its last four digits only."""
    found = claims.get(name)
    match name, found:
        case _, None:
            return "Chưa có trong dữ liệu"
        case "birthdate", str():
            return "/".join(reversed(found.split("-")))
        case "gender", _:
            return {"male": "Nam", "female": "Nữ"}.get(str(found), str(found))
        case "address", dict():
            return str(found.get("formatted", "")).replace("\n", ", ")
        case "vn_personal_id", str():
            return "•" * 8 + found[-4:]
        case _:
            return str(found)
