"""What an account keeps of a person."""

import unicodedata
from dataclasses import replace

import pytest

from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.identity import FIELDS, LEGAL_REFERENCE, contacts_of, identity_of
from idp.registry.birth_date import BirthDate
from idp.registry.connect import from_url
from idp.registry.person import PersonField
from tests.citizens.proofing.people import BAY, UT


@pytest.fixture
def told(clock):
    register = from_url("in-process:tiny", clock=clock)

    def ask(claim):
        verified = register.verify(claim.for_register())
        record = register.attributes(claim.number, legal_reference=LEGAL_REFERENCE, fields=FIELDS)
        return record, verified

    return ask


def test_what_is_kept_is_the_registers_word(told):
    record, verified = told(BAY)

    kept = identity_of(record, verified, replace(BAY, name="tran thi bay"))

    assert kept["name"] == "Trần Thị Bảy"
    assert (kept["family_name"], kept["middle_name"], kept["given_name"]) == ("Trần", "Thị", "Bảy")
    assert (kept["number"], kept["birthdate"], kept["gender"]) == ("098172000101", "1972-03-08", "female")
    assert kept["permanent_address"]["detail"] == "12 Hoa Sen"
    assert kept["reference"] == verified.reference


def test_neither_contacts_nor_what_nobody_may_ask_for_is_kept(told):
    record, verified = told(BAY)

    kept = identity_of(record, verified, BAY)

    assert not {"phone", "email", "religion", "blood_group", "relation_to_head", "request_id"} & set(kept)
    on_demand = {
        PersonField.RELIGION,
        PersonField.BLOOD_GROUP,
        PersonField.HOUSEHOLD,
        PersonField.REPRESENTED,
    }
    assert not {*on_demand, PersonField.RELATION_TO_HEAD} & set(FIELDS)


def test_a_year_stays_a_year(told):
    record, verified = told(UT)

    assert identity_of(record, verified, UT)["birthdate"] == "1945"


@pytest.mark.parametrize(
    ("number", "name", "birth", "stored"),
    [
        (
            "098193000123",
            "Nguyễn Thị Tuyết Mai",
            BirthDate(1993, 2, 14),
            unicodedata.normalize("NFD", "Nguyễn Thị Tuyết Mai"),
        ),
        ("098066000124", "Nguyễn Văn Hải", BirthDate(1966, 10, 10), "NGUYỄN  VĂN   HẢI"),
        ("098088000104", "Đặng Văn Ân", BirthDate(1988, 10, 2), "Ðặng Văn Ân"),
        ("098199000113", "H'Lina Niê", BirthDate(1999, 4, 24), "H’Lina Niê"),
    ],
)
def test_a_legal_name_is_never_corrected(told, number, name, birth, stored):
    claim = Claim(number, name, birth)

    assert identity_of(*told(claim), claim)["name"] == stored


def test_the_register_knows_how_to_reach_her(told):
    record, _ = told(BAY)

    assert contacts_of(record) == (
        Contact(ContactKind.PHONE, "+84990000101"),
        Contact(ContactKind.EMAIL, "cong-dan-101@thu.anlien.example"),
    )
    assert contacts_of(replace(record, phone="not a phone", email=None)) == ()
