"""The scopes and the grounds they stand on."""

import pytest

from idp.oauth.scopes import CLAIMS, DATA_SCOPES, LAW_ONLY, SCOPES, policy_of


def test_every_claim_is_listed_once():
    assert len(CLAIMS) == len(set(CLAIMS))
    assert set(CLAIMS) == {claim for claims in SCOPES.values() for claim in claims}


def test_scopes_without_personal_data_are_no_data_scopes():
    assert not {"openid", "offline_access"} & set(DATA_SCOPES)
    assert set(DATA_SCOPES) >= LAW_ONLY


def test_a_scope_without_a_recorded_ground_needs_consent():
    policy = policy_of("email", None)

    assert (policy.basis, policy.optional) == ("consent", False)


@pytest.mark.parametrize("scope", sorted(LAW_ONLY))
def test_no_consent_opens_what_only_law_can(scope):
    assert policy_of(scope, None) is None
    assert policy_of(scope, {"legal_basis": "consent"}) is None
    assert policy_of(scope, {"legal_basis": "law"}).basis == "law"


def test_what_law_gives_cannot_be_left_out():
    assert policy_of("email", {"legal_basis": "law", "optional": True}).optional is False


@pytest.mark.parametrize(
    ("purpose", "read"),
    [
        ({"vi": "a", "en": "b"}, {"vi": "a", "en": "b"}),
        ({"vi": "a", "en": ""}, {"vi": "a"}),
        ("a", {"vi": "a"}),
        (None, {}),
    ],
)
def test_a_purpose_is_read_by_language(purpose, read):
    assert policy_of("email", {"purpose": purpose}).purpose == read
