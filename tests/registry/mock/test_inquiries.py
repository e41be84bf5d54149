"""`idp/registry/mock/inquiries.py`: only allowed fields, only real relations."""

from datetime import date

import pytest

from idp.registry.mock import inquiries
from idp.registry.mock.body import Malformed
from idp.registry.mock.consumers import demo_consumers
from idp.registry.mock.population import Population

SEN, DESK = demo_consumers().by_id("sen-id"), demo_consumers().by_id("mot-cua")
PEOPLE = Population("tiny")
TODAY = date(2026, 11, 2)
ASKED = {"id_no": "098172000101", "legal_reference": "Điều 10", "fields": ["ho_ten", "dan_toc"]}


def test_a_consumer_gets_what_it_is_allowed_and_hears_what_it_is_not():
    finding = inquiries.attributes(PEOPLE, ASKED, DESK, TODAY)

    assert set(finding.more["record"]) == {"ho", "chu_dem", "ten", "ho_ten"}
    assert finding.more["withheld"] == ["dan_toc"]
    assert finding.fields == ("ho_ten",)
    assert finding.ground == "Điều 10"


@pytest.mark.parametrize(
    "wrong",
    [
        {"legal_reference": ""},
        {"legal_reference": None},
        {"fields": []},
        {"fields": None},
        {"fields": "ho_ten"},
        {"fields": ["ho_ten", "mat_khau"]},
        {"fields": [{}]},
        {"fields": ["ho_ten"] * 51},
        {"id_no": "1"},
    ],
)
def test_without_ground_fields_or_number_nothing_is_released(wrong):
    with pytest.raises(Malformed):
        inquiries.attributes(PEOPLE, ASKED | wrong, SEN, TODAY)


def test_relations_need_both_to_live():
    dead_parent = inquiries.relation(
        PEOPLE, {"representative": "098138000109", "represented": "098215000105"}, TODAY
    )

    assert dead_parent.code == "001"


def test_a_head_of_household_is_told_as_such():
    demo = Population("demo")
    child = next(
        p for p in _generated(demo) if p.relation_to_head == "spouse" and p.life == "song" and p.number
    )
    head = next(p for p in _generated(demo) if p.uid == child.head)
    finding = inquiries.relation(demo, {"representative": head.number, "represented": child.number}, TODAY)

    assert finding.more == {"result": "co", "relation": "chu_ho"}


def test_nobody_represents_themselves():
    body = {"representative": "098172000101", "represented": "098172000101"}

    assert inquiries.relation(PEOPLE, body, TODAY).code == "001"


def _generated(population):
    from idp.registry.mock.generator import generate

    return list(generate(population.size))[34:]
