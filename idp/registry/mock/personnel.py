"""The province's directory of officials: who works where, as what. Unit codes have the form of Decision 20/2020."""

from typing import Any, NamedTuple


class Office(NamedTuple):
    """One official's place. H98 is no province's code."""

    unit_code: str
    unit: str
    title: str
    roles: tuple[str, ...]


_BY_PERSON = {
    "098082000121": Office(
        "H98.1.1",
        "Ủy ban nhân dân phường Sen Hồng",
        "Công chức tư pháp – hộ tịch",
        ("tiep_nhan_ho_so", "chung_thuc"),
    ),
}


def office_of(uid: str) -> dict[str, Any] | None:
    """The office a person holds, as it is sent; None for somebody who is no official."""
    office = _BY_PERSON.get(uid)
    return None if office is None else office._asdict() | {"roles": list(office.roles)}
