"""Why an identity is believed: one `verification` for each way there is to be checked."""

from datetime import datetime, timedelta, timezone

import pytest

from idp.assurance import IdentityAssurance
from idp.citizens.evidence import verification_of
from idp.store.models import Citizen

AT = datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=7)))
DESK = {"at": "2026-11-02T02:30:00Z", "check_id": "quay-1"}


def verified(assurance, **identity):
    somebody = Citizen(assurance=str(assurance), verified_at=AT, verification_id="xm-1")
    return verification_of(somebody, identity)


@pytest.mark.parametrize("assurance", [IdentityAssurance.MATCHED, IdentityAssurance.MATCHED_BY_YEAR])
def test_a_match_rests_on_the_register_alone(assurance):
    told = verified(assurance, reference="MYC-1")

    (record,) = told["evidence"]
    assert (told["trust_framework"], told["assurance_level"]) == ("vn_nd69_2024", str(assurance))
    assert (record["type"], record["record"]["type"]) == ("electronic_record", "population_register")
    assert record["check_details"][0]["check_id"] == "MYC-1"


def test_moments_are_told_without_a_zone_that_says_where_somebody_was():
    told = verified(IdentityAssurance.MATCHED)

    assert told["time"] == told["evidence"][0]["check_details"][0]["time"] == "2026-11-02T02:30:00Z"


def test_without_a_word_of_the_register_the_process_names_the_check():
    assert verified(IdentityAssurance.MATCHED)["evidence"][0]["check_details"][0]["check_id"] == "xm-1"


@pytest.mark.parametrize("assurance", [IdentityAssurance.VNEID_1, IdentityAssurance.VNEID_2])
def test_vneid_vouches_besides(assurance):
    assert [each["type"] for each in verified(assurance)["evidence"]] == ["electronic_record", "vouch"]


def test_a_desk_rests_on_the_card_and_on_the_register_only_if_that_was_asked():
    alone = verified(IdentityAssurance.AT_DESK, desk_check=DESK)
    both = verified(IdentityAssurance.AT_DESK, desk_check=DESK, reference="MYC-1")

    assert (alone["trust_framework"], both["trust_framework"]) == ("vn_qd_tinh", "vn_qd_tinh")
    assert [each["type"] for each in alone["evidence"]] == ["document"]
    assert [each["type"] for each in both["evidence"]] == ["electronic_record", "document"]


def test_a_chip_that_was_not_read_proves_nothing():
    def methods(**more):
        (card,) = verified(IdentityAssurance.AT_DESK, desk_check={**DESK, **more})["evidence"]
        return [check["check_method"] for check in card["check_details"]]

    assert methods() == methods(chip_verified=False) == methods(chip_verified="yes") == ["pvp"]
    assert methods(chip_verified=True) == ["pvp", "vcrypt"]


def test_a_desk_without_a_record_of_the_check_has_no_evidence():
    assert "evidence" not in verified(IdentityAssurance.AT_DESK, desk_check="x")


def test_nobody_who_was_not_checked_has_one():
    assert verified(IdentityAssurance.SELF_DECLARED) is None
    assert verification_of(Citizen(assurance="doi_chieu_dan_cu", verified_at=None), {}) is None
