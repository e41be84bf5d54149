"""Claims as people read them."""

import pytest

from clients.kit.citizen import Citizen
from clients.kit.facts import known_facts, masked, phone

VERIFIED = {"verified_claims": {"claims": {"name": "…", "birthdate": "…"}}}


def shown(wanted, /, **claims):
    found = known_facts(Citizen("s", facts=claims), [wanted])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("name", "claims", "value"),
    [
        ("birthdate", {"birthdate": "1972-03-08"}, "08/03/1972"),
        ("birthdate", {"birthdate": "1945"}, "1945"),
        ("gender", {"gender": "female"}, "Nữ"),
        ("gender", {"gender": "khác"}, "khác"),
        ("vn_personal_id", {"vn_personal_id": "098172000101"}, "•••• •••• 0101"),
        ("phone_number", {"phone_number": "+84912345678"}, "0912 345 678"),
        ("phone_number", {"phone_number": "+4915112345678"}, "+4915112345678"),
        ("address", {"address": {"formatted": "12 Hoa Sen\nPhường Sen Hồng"}}, "12 Hoa Sen, Phường Sen Hồng"),
        ("age", {"vn_age_over_75": True, "vn_age_over_60": True}, "Từ 75 tuổi"),
        ("age", {"vn_age_over_18": False}, "Dưới 18 tuổi"),
    ],
)
def test_a_claim_is_written_as_it_is_here(name, claims, value):
    assert shown(name, **claims).value == value


@pytest.mark.parametrize(
    ("name", "claims"),
    [("name", {}), ("address", {"address": {}}), ("age", {"vn_age_over_75": False}), ("gender", {})],
)
def test_what_is_not_known_is_not_shown(name, claims):
    assert shown(name, **claims) is None


def test_only_what_the_provider_vouches_for_is_called_the_registers():
    assert shown("name", name="A", **VERIFIED).source == "Dữ liệu dân cư"
    assert not shown("name", name="A").is_verified
    assert not shown("gender", gender="male", **VERIFIED).is_verified
    assert shown("age", vn_age_over_18=True, **VERIFIED).is_verified


def test_a_contact_is_the_citizens_own_word_until_a_code_confirmed_it():
    assert not shown("email", email="a@b.example").is_verified
    assert shown("email", email="a@b.example", email_verified=True).source == "Ông/Bà đã xác nhận bằng mã"


def test_the_first_digits_of_a_number_stay_hidden():
    assert "098172" not in masked("098172000101")
    assert phone("") == ""
