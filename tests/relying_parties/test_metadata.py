"""The members of a registration, each for itself."""

import pytest

from idp.relying_parties.faults import Problem
from idp.relying_parties.member_words import _SAYS, member_rows
from idp.relying_parties.metadata import MEMBERS, Metadata, parse

MINIMAL = {"redirect_uris": ["https://a.example/cb"]}


def problems(document):
    found = parse(document)
    assert not isinstance(found, Metadata), found
    return {(fault.member, fault.problem) for fault in found}


def test_unknown_members_are_ignored():
    read = parse(
        {**MINIMAL, "frontchannel_logout_uri": "https://a.example/f", "state": "live", "version": 9, "x": []}
    )

    assert isinstance(read, Metadata)
    assert not {"state", "version", "secrets"} & set(MEMBERS)


def test_null_says_the_same_as_leaving_out():
    assert parse({**MINIMAL, "client_name": None, "jwks": None}) == parse(MINIMAL)


@pytest.mark.parametrize("document", [None, [], "x", 7, {1: 2}])
def test_only_an_object_is_a_registration(document):
    assert problems(document) == {("registration", Problem.NOT_AN_OBJECT)}


@pytest.mark.parametrize(
    ("member", "value", "named", "problem"),
    [
        ("redirect_uris", "https://a.example/cb", "redirect_uris", Problem.WRONG_TYPE),
        ("redirect_uris", ["https://a.example/cb", 7], "redirect_uris[1]", Problem.WRONG_TYPE),
        ("redirect_uris", [""], "redirect_uris[0]", Problem.EMPTY),
        ("redirect_uris", ["https://a.example/" + "a" * 2_000], "redirect_uris[0]", Problem.TOO_LONG),
        ("redirect_uris", ["https://a.example/cb"] * 51, "redirect_uris", Problem.TOO_MANY),
        ("client_name", 7, "client_name", Problem.WRONG_TYPE),
        ("client_name", "", "client_name", Problem.EMPTY),
        ("client_name", "a" * 121, "client_name", Problem.TOO_LONG),
        ("client_name", "a\u202eb", "client_name", Problem.HIDDEN_SIGNS),
        ("client_name#en", ["x"], "client_name#en", Problem.WRONG_TYPE),
        ("client_id", "a b", "client_id", Problem.MALFORMED),
        ("client_id", "a\n", "client_id", Problem.MALFORMED),
        ("scope", "openid\n", "scope", Problem.MALFORMED),
        ("client_secret", "s" * 32 + "\n", "client_secret", Problem.MALFORMED),
        ("audiences", ["https://a.example\n"], "audiences[0]", Problem.MALFORMED),
        ("client_name", "  ", "client_name", Problem.EMPTY),
        ("client_id", "../x", "client_id", Problem.MALFORMED),
        ("client_id", "a\0b", "registration", Problem.HIDDEN_SIGNS),
        ("jwks", {"keys": [{"kty": "EC", "x\0": "\ud800"}]}, "registration", Problem.HIDDEN_SIGNS),
        ("scope", "openid\tphone", "scope", Problem.MALFORMED),
        ("scope", 'openid "phone"', "scope", Problem.MALFORMED),
        ("scope", "điện thoại", "scope", Problem.MALFORMED),
        ("client_id", "a" * 129, "client_id", Problem.TOO_LONG),
        ("client_secret", "tiếng Việt", "client_secret", Problem.MALFORMED),
        ("require_pkce", "false", "require_pkce", Problem.WRONG_TYPE),
        ("require_pkce", 0, "require_pkce", Problem.WRONG_TYPE),
        ("pkce_exempt_until", "31/12/2026", "pkce_exempt_until", Problem.WRONG_TYPE),
        ("pkce_exempt_until", 1, "pkce_exempt_until", Problem.WRONG_TYPE),
        ("minimum_level", "2", "minimum_level", Problem.WRONG_TYPE),
        ("profile", "superuser", "profile", Problem.UNKNOWN_VALUE),
        ("application_type", "device", "application_type", Problem.UNKNOWN_VALUE),
        ("jwks", [], "jwks", Problem.WRONG_TYPE),
        ("default_max_age", -1, "default_max_age", Problem.MALFORMED),
        ("scope", ["openid"], "scope", Problem.WRONG_TYPE),
        ("scope_policy", {"x": {}}, "scope_policy.x.legal_basis", Problem.MISSING),
        ("scope_policy", {"x": {"legal_basis": "hope"}}, "scope_policy.x.legal_basis", Problem.UNKNOWN_VALUE),
        ("scope_policy", {"x": "law"}, "scope_policy.x", Problem.WRONG_TYPE),
        ("scope_policy", {"a b": {"legal_basis": "law"}}, "scope_policy.a b", Problem.MALFORMED),
        ("token_exchange", {"clients": ["a"], "scopes": ["s"]}, "token_exchange.audiences", Problem.MISSING),
    ],
)
def test_a_wrong_member_is_named_with_its_problem(member, value, named, problem):
    assert (named, problem) in problems({**MINIMAL, member: value})


def test_a_fault_is_one_sentence_that_names_the_member():
    (fault,) = parse({**MINIMAL, "client_name": 7})

    assert fault.sentence == "client_name has the wrong type: text is expected."
    assert fault.error == "invalid_client_metadata"


def test_a_faulty_redirect_uri_has_its_own_error():
    (fault,) = parse({"redirect_uris": 7})

    assert fault.error == "invalid_redirect_uri"


def test_no_fault_repeats_a_secret():
    secret = "geheim-geheim-geheim-\N{SNOWMAN}"

    assert all(secret not in fault.sentence for fault in parse({**MINIMAL, "client_secret": secret}))


def test_a_purpose_may_be_one_text_or_one_per_language():
    policy = {"legal_basis": "consent", "purpose": "Báo kết quả"}
    read = parse({**MINIMAL, "scope": "openid phone", "scope_policy": {"phone": policy}})

    assert isinstance(read, Metadata)
    assert read.scope_policy["phone"].purpose.vi == "Báo kết quả"


def test_every_member_is_documented():
    rows = member_rows()

    assert [name for name, _ in rows] == list(MEMBERS)
    assert all(said.endswith(".") for _, said in rows)
    assert len(_SAYS) == len(MEMBERS)
