"""OpenID Connect for Identity Assurance 1.0: to whom verified claims are told, on what evidence, what is published."""

import json

import pytest
from sqlalchemy import select

from idp.assurance import IdentityAssurance
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_citizen
from tests.conformance.verified import (
    SCOPES,
    TRUST,
    assured_as,
    check,
    told_inside,
    userinfo,
)
from tests.installation import changed
from tests.relying_party import a_portal, agree


@pytest.fixture
def settings(settings):
    return changed(settings, province_code="98")


def test_in_the_id_token_it_comes_when_it_is_asked_for_there(asking):
    asked = {"verification": {"trust_framework": None}, "claims": {"birthdate": None}}
    tokens = asking.tokens(scope="openid", claims=json.dumps({"id_token": {"verified_claims": asked}}))
    inside = asking.claims(tokens["id_token"])

    check(inside)
    assert inside["verified_claims"]["claims"].keys() == {"birthdate"}
    assert "birthdate" not in inside
    assert asking.userinfo(tokens["access_token"]).json.keys() == {"sub"}


def test_derived_claims_are_told_with_their_verification_and_without_what_they_come_from(asking):
    told = told_inside(
        asking, {"verification": TRUST, "claims": {"vn_age_over_18": None, "vn_resident_of_province": None}}
    )

    assert told["claims"] == {"vn_age_over_18": True, "vn_resident_of_province": True}


def test_a_client_gets_inside_only_what_its_scopes_open(app, client, verified):
    party = a_portal(client, verified, "openid profile xac_minh")
    agree(verified.id, scopes="openid profile xac_minh")

    told = told_inside(
        party, {"verification": TRUST, "claims": {"name": None, "birthdate": None, "vn_age_over_18": None}}
    )

    assert told["claims"].keys() == {"name"}


def test_a_client_without_the_scope_gets_no_element(app, client, verified):
    party = a_portal(client, verified, "openid profile")
    agree(verified.id, scopes="openid profile")

    assert userinfo(party, {"verification": TRUST, "claims": {"name": None}}).keys() == {"sub"}


def test_the_citizen_is_told_of_claims_that_are_asked_for_inside(app, client, verified):
    party = a_portal(client, verified, SCOPES)
    agree(verified.id, scopes="openid xac_minh")
    claims = {"userinfo": {"verified_claims": {"verification": TRUST, "claims": {"birthdate": None}}}}

    page = party.caller.get(party.ask(scope="openid", claims=json.dumps(claims)).location)

    assert "Ngày sinh" in page.text
    assert "Họ và tên" not in page.text


def test_what_the_citizen_declined_stays_out(app, client, verified):
    party = a_portal(client, verified, SCOPES)
    services().consents.keep(
        verified.id, "portal", {"openid": "law", "xac_minh": "law", "profile": "law", "ngay_sinh": "declined"}
    )
    services().clients.find("portal").scope_policy = _with_refusable(services().clients.find("portal"))
    db.session.commit()

    told = told_inside(party, {"verification": TRUST, "claims": {"name": None, "birthdate": None}})

    assert told["claims"].keys() == {"name"}


def test_a_self_declared_citizen_has_none(app, client):
    nobody = a_citizen(assurance=IdentityAssurance.SELF_DECLARED)
    party = a_portal(client, nobody, SCOPES)
    agree(nobody.id, scopes=SCOPES)

    assert userinfo(party, {"verification": TRUST, "claims": {"name": None}}).keys() == {"sub"}


def test_vneid_vouches_for_its_levels(app, client):
    party = assured_as(client, IdentityAssurance.VNEID_2)
    wanted = {**TRUST, "evidence": [{"type": {"value": "vouch"}, "check_details": [{"organization": None}]}]}

    told = told_inside(party, {"verification": wanted, "claims": {"name": None}})

    assert told["verification"]["evidence"] == [
        {"type": "vouch", "check_details": [{"check_method": "auth", "organization": "VNeID"}]}
    ]


def test_a_desk_says_by_which_rules_and_which_document(app, client):
    desk = {"at": "2026-11-02T03:00:00Z", "check_id": "quay-1", "chip_verified": True}
    party = assured_as(client, IdentityAssurance.AT_DESK, desk_check=desk)

    answer = party.userinfo(party.tokens(scope="openid profile xac_minh")["access_token"]).json

    check(answer)
    verification = answer["verified_claims"]["verification"]
    assert (verification["trust_framework"], verification["assurance_level"]) == ("vn_qd_tinh", "tai_quay")
    (card,) = verification["evidence"]
    assert card["document_details"]["type"] == "idcard"
    assert [check["check_method"] for check in card["check_details"]] == ["pvp", "vcrypt"]


def test_the_release_is_recorded_by_the_name_of_the_element(asking):
    userinfo(asking, {"verification": TRUST, "claims": {"birthdate": None}})

    record = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "oauth.claims_released")).all()[
        -1
    ]
    assert record.details["claims"] == ["verified_claims"]


def test_8_metadata_is_complete_and_true(asking, client):
    document = client.get("/.well-known/openid-configuration").json

    assert document["verified_claims_supported"] is True
    assert document["trust_frameworks_supported"] == ["vn_nd69_2024", "vn_qd_tinh"]
    assert set(document["evidence_supported"]) == {"electronic_record", "document", "vouch"}
    assert document["electronic_records_supported"] == ["population_register"]
    assert document["documents_supported"] == ["idcard"]
    assert document["documents_check_methods_supported"] == ["pvp", "vcrypt"]
    assert document["claims_parameter_supported"] is True
    assert set(document["claims_in_verified_claims_supported"]) <= set(document["claims_supported"])
    assert "verified_claims" in document["claims_supported"]
    told = told_inside(
        asking,
        {"verification": TRUST, "claims": dict.fromkeys(document["claims_in_verified_claims_supported"])},
    )
    assert {"name", "birthdate", "vn_age_over_18", "vn_resident_of_province"} <= told["claims"].keys()


def _with_refusable(client):
    ground = {**client.scope_policy["ngay_sinh"], "legal_basis": "consent", "optional": True}
    return {**client.scope_policy, "ngay_sinh": ground}
