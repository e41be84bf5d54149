"""`idp/registry/roles.py` over the wire: relatives, organisations and offices, read strictly."""

from datetime import date

import pytest

from idp.registry import records
from idp.registry.mock.simulation import PROFILES
from idp.registry.outcomes import NotMatched, Unavailable
from idp.registry.person import PersonField, PersonRecord
from idp.registry.roles import (
    NoOffice,
    Office,
    OrganisationIdType,
    OrganisationRole,
    Organisations,
    Relation,
)

HANG, TRUNG, HOA = "098187000122", "098082000121", "098190000103"
ORGANISATION = {"id": "1", "id_type": "mst", "name": "x", "role": "nhan_vien"}
OFFICE = {"unit_code": "H98", "unit": "x", "title": "y", "roles": []}


def test_organisations_come_with_role_and_end(over_http):
    answer = over_http.organisations(HANG, legal_reference="Luật Doanh nghiệp")

    assert isinstance(answer, Organisations)
    company, branch = answer.listed
    assert (company.id_type, company.role, company.valid_to) == (
        OrganisationIdType.TAX_NUMBER,
        OrganisationRole.LEGAL_REPRESENTATIVE,
        None,
    )
    assert (branch.role, branch.valid_to) == (OrganisationRole.AUTHORISED, date(2030, 12, 31))


def test_an_office_comes_with_its_unit(over_http):
    answer = over_http.office(TRUNG, legal_reference="Luật Cán bộ, công chức")

    assert isinstance(answer, Office)
    assert (answer.unit_code, answer.roles) == ("H98.1.1", ("tiep_nhan_ho_so", "chung_thuc"))


def test_who_has_none_is_told_as_such(asked):
    none = asked.organisations(TRUNG, legal_reference="x")

    assert isinstance(none, Organisations)
    assert none.listed == ()
    assert isinstance(asked.office(HANG, legal_reference="x"), NoOffice)
    assert isinstance(asked.organisations("098172999999", legal_reference="x"), NotMatched)


def test_relatives_come_by_reference_and_only_when_asked_for(over_http):
    fields = {PersonField.HOUSEHOLD, PersonField.REPRESENTED}
    hang = over_http.attributes(HANG, legal_reference="x", fields=fields)
    name_only = over_http.attributes(HANG, legal_reference="x", fields={PersonField.NAME})

    assert isinstance(hang, PersonRecord)
    assert hang.household is not None
    assert [member.relation_to_head for member in hang.household.members] == ["child"]
    assert hang.household.members[0].reference == hang.represented[0].reference
    assert (hang.represented[0].relation, hang.represented[0].valid_to) == (
        Relation.MOTHER,
        date(2032, 9, 4),
    )
    assert isinstance(name_only, PersonRecord)
    assert (name_only.household, name_only.represented) == (None, ())


def test_the_ground_is_in_the_registers_log(asked, register):
    asked.organisations(HANG, legal_reference="Luật Doanh nghiệp 2020")
    asked.office(TRUNG, legal_reference="Luật Cán bộ 2025")

    assert [(line.question, line.ground) for line in register.ledger.lines] == [
        ("to-chuc", "Luật Doanh nghiệp 2020"),
        ("can-bo", "Luật Cán bộ 2025"),
    ]


@pytest.mark.parametrize("profile", ["maintenance", "html", "crossed", "forged"])
def test_a_register_that_misbehaves_is_unavailable(over_http, register, profile):
    register.simulation.switch(PROFILES[profile])

    assert isinstance(over_http.organisations(HANG, legal_reference="x"), Unavailable)
    assert isinstance(over_http.office(TRUNG, legal_reference="x"), Unavailable)


@pytest.mark.parametrize(
    "organisations",
    [
        "x",
        [{}],
        [ORGANISATION] * 101,
        [ORGANISATION | {"role": "vua"}],
        [ORGANISATION | {"id_type": "x"}],
        [ORGANISATION | {"valid_to": "mai"}],
        [ORGANISATION | {"name": "x" * 501}],
        [ORGANISATION | {"id": 1}],
    ],
)
def test_organisations_are_read_strictly(organisations):
    with pytest.raises((ValueError, KeyError, TypeError)):
        records.organisations({"request_id": "r", "code": "000", "organisations": organisations})


@pytest.mark.parametrize(
    "office", [{}, OFFICE | {"roles": "x"}, OFFICE | {"roles": [1]}, OFFICE | {"unit": None}]
)
def test_an_office_is_read_strictly(office):
    with pytest.raises((ValueError, KeyError, TypeError)):
        records.office({"request_id": "r", "code": "000", "office": office})


@pytest.mark.parametrize("read", [records.organisations, records.office])
def test_an_answer_to_another_question_is_none(read):
    with pytest.raises(ValueError, match="no such answer"):
        read({"request_id": "r", "code": "002"})


@pytest.mark.parametrize(
    "field",
    [
        {"ho_gia_dinh": "x"},
        {"ho_gia_dinh": {"quan_he_chu_ho": "head", "thanh_vien": [{}]}},
        {"nguoi_duoc_dai_dien": [{"ma": "a", "quan_he": "ban"}]},
        {"nguoi_duoc_dai_dien": {"ma": "a"}},
    ],
)
def test_relatives_are_read_strictly(field):
    payload = {"request_id": "r", "code": "000", "asof": "2026-11-02T02:00:00+00:00", "record": field}

    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        records.attributes(payload, HOA)
