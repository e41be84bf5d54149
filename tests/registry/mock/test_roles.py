"""`idp/registry/mock/roles.py`: organisations and offices, on a ground, for the licensed."""

import pytest

from idp.registry.mock import roles
from idp.registry.mock.body import Malformed
from idp.registry.mock.businesses import represented_by
from idp.registry.mock.consumers import demo_consumers
from idp.registry.mock.personnel import office_of
from idp.registry.mock.population import Population

SEN, DESK = demo_consumers().by_id("sen-id"), demo_consumers().by_id("mot-cua")
PEOPLE = Population("tiny")
HANG, TRUNG, DEAD, CANCELLED = "098187000122", "098082000121", "098138000109", "098075000110"


def _body(number, ground="Luật Doanh nghiệp"):
    return {"id_no": number, "legal_reference": ground}


def test_a_representative_has_a_company_and_a_branch():
    finding = roles.organisations(PEOPLE, _body(HANG), SEN)

    assert (finding.code, finding.ground, finding.fields) == ("000", "Luật Doanh nghiệp", ("to_chuc",))
    company, branch = finding.more["organisations"]
    assert (company["id"], company["role"], "valid_to" in company) == (
        "9800000122",
        "dai_dien_phap_luat",
        False,
    )
    assert (branch["id"], branch["role"], branch["valid_to"]) == (
        "9800000122001",
        "duoc_uy_quyen",
        "2030-12-31",
    )


def test_an_official_has_an_office():
    finding = roles.office(PEOPLE, _body(TRUNG), SEN)

    assert finding.code == "000"
    assert finding.more["office"]["unit_code"] == "H98.1.1"
    assert finding.more["office"]["roles"] == ["tiep_nhan_ho_so", "chung_thuc"]


def test_others_have_neither():
    assert roles.organisations(PEOPLE, _body(TRUNG), SEN).more == {"organisations": []}
    assert roles.office(PEOPLE, _body(HANG), SEN).code == "001"
    assert represented_by(TRUNG) == []
    assert office_of(HANG) is None


@pytest.mark.parametrize("number", [DEAD, CANCELLED, "098172999999"])
def test_nothing_is_said_of_the_dead_of_cancelled_numbers_and_of_nobody(number):
    assert roles.organisations(PEOPLE, _body(number), SEN).code == "001"
    assert roles.office(PEOPLE, _body(number), SEN).code == "001"


def test_who_is_not_licensed_is_told_nothing():
    assert roles.organisations(PEOPLE, _body(HANG), DESK).code == "004"
    assert roles.office(PEOPLE, _body(TRUNG), DESK).code == "004"


@pytest.mark.parametrize("wrong", [_body("1"), _body(HANG, ""), {"id_no": HANG}])
def test_without_number_or_ground_nothing_is_answered(wrong):
    with pytest.raises(Malformed):
        roles.organisations(PEOPLE, wrong, SEN)
