"""What a registration has to tell before anybody approves it."""

import pytest

from idp.relying_parties.untold import untold

SCOPES = ("openid", "phone", "ho_ten", "offline_access")
PERSON = {"name": "Lê Văn Minh", "email": "minh@soyte.anlien.example"}
GROUND = {
    "legal_basis": "law",
    "legal_reference": "Luật Khám bệnh 2023",
    "purpose": {"vi": "Nhắc lịch", "en": "Reminders"},
    "retention": "5 năm",
}
TOLD = {
    "unit": "Sở Y tế",
    "technical_contact": PERSON,
    "legal_contact": PERSON,
    "scope": "openid phone offline_access du_lieu_khac",
    "scope_policy": {"phone": GROUND},
}


def missing(**changed):
    return [fault.member for fault in untold({**TOLD, **changed}, SCOPES)]


def test_nothing_is_missing_where_all_is_told():
    assert missing() == []


@pytest.mark.parametrize("name", ["technical_contact", "legal_contact"])
def test_both_people_are_named_and_can_be_written_to(name):
    assert missing(**{name: {"name": "Lê Văn Minh"}}) == [f"{name}.email"]
    assert missing(**{name: None}) == [f"{name}.name", f"{name}.email"]


def test_a_unit_owns_it():
    assert missing(unit=None) == ["unit"]


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"purpose": {"vi": "Nhắc lịch"}}, "purpose_en"),
        ({"purpose": {"en": "Reminders"}}, "purpose_vi"),
        ({"retention": None}, "retention"),
        ({"legal_reference": None}, "legal_reference"),
        ({"legal_basis": "consent", "legal_reference": None}, None),
    ],
)
def test_each_scope_with_data_says_why_and_how_long(changed, part):
    expected = [f"scope_policy.phone.{part}"] if part else []

    assert missing(scope_policy={"phone": {**GROUND, **changed}}) == expected


def test_a_scope_without_a_ground_says_nothing():
    parts = ("legal_basis", "purpose_vi", "purpose_en", "retention")

    assert missing(scope_policy={}) == [f"scope_policy.phone.{part}" for part in parts]
