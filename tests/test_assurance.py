"""The two axes: identity assurance and authentication level."""

import pytest

from idp.assurance import (
    AuthenticationLevel,
    IdentityAssurance,
    acr_uri,
    parse_acr,
    returned_acr,
    supported_acr_values,
)

ISSUER = "https://id.anlien.example"


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (f"{ISSUER}/acr/2", AuthenticationLevel.TWO),
        ("LoA2", AuthenticationLevel.TWO),
        ("2", AuthenticationLevel.TWO),
        ("LoA4", AuthenticationLevel.FOUR),
        ("loa2", None),
        ("https://other.example/acr/2", None),
        ("", None),
        ("0", None),
    ],
)
def test_an_acr_value_is_understood_in_each_of_its_spellings(value, level):
    assert parse_acr(value, ISSUER) is level


def test_only_levels_the_provider_reaches_itself_are_advertised():
    assert supported_acr_values(ISSUER) == [f"{ISSUER}/acr/1", f"{ISSUER}/acr/2", "LoA1", "LoA2"]


@pytest.mark.parametrize(
    ("requested", "reached", "returned"),
    [
        ([], 2, f"{ISSUER}/acr/2"),
        (["LoA2"], 2, "LoA2"),
        (["2", "LoA1"], 2, "2"),
        (["LoA2", "LoA1"], 1, "LoA1"),
        (["LoA2"], 1, f"{ISSUER}/acr/1"),
        (["nonsense", "1"], 2, "1"),
    ],
)
def test_the_requested_spelling_is_echoed_when_it_was_reached(requested, reached, returned):
    assert returned_acr(requested, AuthenticationLevel(reached), ISSUER) == returned


def test_acr_values_are_uris_under_the_issuer():
    assert acr_uri(ISSUER, AuthenticationLevel.ONE).startswith(ISSUER)


def test_only_a_self_declared_identity_is_unverified():
    assert [level for level in IdentityAssurance if not level.is_verified] == [
        IdentityAssurance.SELF_DECLARED
    ]
