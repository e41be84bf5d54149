"""`idp/registry/mock/verification.py`: what the answer says, and what its form may not say."""

import pytest

from idp.registry.mock import verification
from idp.registry.mock.body import Malformed
from idp.registry.mock.consumers import demo_consumers
from idp.registry.mock.population import Population

SEN, DESK = demo_consumers().by_id("sen-id"), demo_consumers().by_id("mot-cua")
BAY = {"id_no": "098172000101", "name": "Trần Thị Bảy", "birth": "1972-03-08"}
PEOPLE = Population("tiny")


def verify(consumer=SEN, **other):
    return verification.verify(PEOPLE, BAY | other, consumer)


def test_a_match_releases_no_value():
    finding = verify()

    assert finding.code == "000"
    assert set(finding.more) == {"precision", "reference"}


@pytest.mark.parametrize(
    "wrong", [{"id_no": "098172999999"}, {"name": "Trần Thị Tám"}, {"birth": "1972-03-09"}, {"birth": "1980"}]
)
def test_every_mismatch_is_the_same_answer(wrong):
    finding = verify(**wrong)

    assert (finding.code, finding.more) == ("001", {})


def test_a_claim_about_nobody_does_the_same_work(monkeypatch):
    folded = []
    fold = verification.fold
    monkeypatch.setattr(verification, "fold", lambda name: folded.append(name) or fold(name))
    verify(name="Trần Thị Tám")
    for_somebody = len(folded)
    verify(id_no="098172999999")

    assert len(folded) == 2 * for_somebody == 4


def test_items_are_told_to_a_desk_only():
    items = verify(DESK, name="Trần Thị Tám").more["items"]

    assert items == {"so": True, "ten": False, "ngay_sinh": "khop"}
    assert verify(DESK, birth="1972").more["items"]["ngay_sinh"] == "chi_khop_nam"
    assert verify(DESK, id_no="098172999999").more["items"] == {
        "so": False,
        "ten": False,
        "ngay_sinh": "khong_khop",
    }


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "birth": "1972"},
        BAY | {"old_id": "900000101"},
        BAY | {"id_no": "900000101"},
        BAY | {"birth": "8/3/1972"},
        BAY | {"name": ""},
    ],
)
def test_a_question_that_is_not_one_is_malformed(body):
    with pytest.raises(Malformed):
        verification.verify(PEOPLE, body, SEN)


def test_the_log_of_a_finding_knows_the_number_and_the_answer_does_not():
    finding = verify()

    assert finding.about == BAY["id_no"]
    assert BAY["id_no"] not in str(finding.more)
