"""From registers' answers to claims."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from idp.citizens import details_answers as answers
from idp.registry.person import PersonRecord
from idp.registry.roles import (
    Household,
    Member,
    Office,
    Organisation,
    OrganisationIdType,
    OrganisationRole,
    Relation,
    Represented,
)

RECORD = PersonRecord("request-1", datetime(2026, 11, 2, tzinfo=UTC))


@pytest.mark.parametrize(("group", "told"), [("04", "04"), ("00", ""), (None, "")])
def test_an_undetermined_blood_type_is_none(group, told):
    assert answers.blood_type(replace(RECORD, blood_group=group)) == told


@pytest.mark.parametrize(("code", "told"), [("01", "01"), ("00", "00"), (None, "")])
def test_a_religion_is_the_registers_code(code, told):
    assert answers.religion(replace(RECORD, religion=code)) == told


def test_a_household_names_nobody_but_by_reference():
    found = replace(RECORD, household=Household("head", (Member("r", "child"),)))

    assert answers.household(RECORD) == {}
    assert answers.household(found) == {
        "relation_to_head": "head",
        "members": [{"reference": "r", "relation_to_head": "child"}],
    }


def test_representation_says_on_what_basis_and_by_what_evidence():
    people = (Represented("r", Relation.MOTHER, date(2032, 9, 4)), Represented("s", Relation.GUARDIAN))
    mother, guardian = answers.represented(replace(RECORD, represented=people))

    assert (mother["basis"], mother["valid_to"]) == ("con_chua_thanh_nien", "2032-09-04")
    assert (guardian["basis"], "valid_to" in guardian) == ("giam_ho", False)
    assert mother["evidence"]["check_id"] == "request-1"


def test_organisations_and_offices_keep_their_codes():
    company = Organisation(
        "9800000122", OrganisationIdType.TAX_NUMBER, "Công ty", OrganisationRole.AUTHORISED, date(2030, 1, 1)
    )
    unit = Office("request-1", "H98.1.1", "Phường", "Công chức", ("chung_thuc",))

    assert answers.organisations((company, replace(company, valid_to=None))) == [
        {
            "id": "9800000122",
            "id_type": "mst",
            "name": "Công ty",
            "role": "duoc_uy_quyen",
            "valid_to": "2030-01-01",
        },
        {"id": "9800000122", "id_type": "mst", "name": "Công ty", "role": "duoc_uy_quyen"},
    ]
    assert answers.office(unit) == {
        "unit_code": "H98.1.1",
        "unit": "Phường",
        "title": "Công chức",
        "roles": ["chung_thuc"],
    }
