"""How the members of a registration must go together."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idp.config import Settings
from idp.connections import offer as offer_of_the_protocol
from idp.relying_parties.completion import completed
from idp.relying_parties.faults import Problem
from idp.relying_parties.metadata import MEMBERS, Metadata, parse
from idp.relying_parties.rules import faults_of
from tests.installation import changed
from tests.relying_parties.conftest import TODAY

URI = "https://a.example/cb"
WEB = {"client_name": "A", "redirect_uris": [URI]}
SECRET = "s" * 32
LAW = {"legal_basis": "law", "legal_reference": "Luật Căn cước 2023"}
PUBLIC_KEY = {"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}


def wrong(offer, **members):
    document = {name: value for name, value in {**WEB, **members}.items() if value is not None}
    read = parse(document)
    assert isinstance(read, Metadata), read
    whole = completed(read, offer, read.client_id or "generated", TODAY)
    return {(fault.member, fault.problem) for fault in faults_of(whole, offer, TODAY)}


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"client_secret": SECRET, "client_id": "a"},
        {
            "token_endpoint_auth_method": "none",
            "application_type": "native",
            "redirect_uris": ["vn.anlien.a:/cb"],
        },
        {"profile": "machine", "redirect_uris": None},
        {"grant_types": ["client_credentials"], "redirect_uris": None},
        {"grant_types": [], "redirect_uris": None},
        {"scope": "openid offline_access"},
        {"scope": "openid dinh_danh", "scope_policy": {"dinh_danh": LAW}},
        {"scope": "openid lgsp:dossiers.read"},
        {"require_pkce": False},
        {"pkce_exempt_until": "2027-01-31"},
        {"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [PUBLIC_KEY]}},
        {"redirect_uris": [URI, "https://b.example/cb"], "unit": "Sở Y tế"},
        {"redirect_uris": [URI, "https://b.example/cb"], "subject_type": "public"},
        {"backchannel_logout_uri": "http://localhost:8001/backchannel-logout"},
    ],
)
def test_what_goes_together_is_accepted(offer, members):
    assert wrong(offer, **members) == set()


@pytest.mark.parametrize(
    ("members", "member", "problem"),
    [
        ({"redirect_uris": None}, "redirect_uris", Problem.MISSING),
        ({"redirect_uris": [URI, URI]}, "redirect_uris", Problem.REPEATED),
        ({"redirect_uris": [URI + "#x"]}, "redirect_uris", Problem.BAD_ADDRESS),
        ({"post_logout_redirect_uris": ["https://*/"]}, "post_logout_redirect_uris", Problem.BAD_ADDRESS),
        ({"logo_uri": "javascript:alert(1)"}, "logo_uri", Problem.BAD_ADDRESS),
        ({"policy_uri": "data:text/html,x"}, "policy_uri", Problem.BAD_ADDRESS),
        ({"backchannel_logout_uri": "http://a.example/x"}, "backchannel_logout_uri", Problem.BAD_ADDRESS),
        ({"initiate_login_uri": "http://library.example/x"}, "initiate_login_uri", Problem.NOT_HTTPS),
        ({"response_types": ["token"]}, "response_types", Problem.UNKNOWN_VALUE),
        ({"response_types": []}, "response_types", Problem.NOT_WITH),
        ({"grant_types": ["implicit"]}, "grant_types", Problem.UNKNOWN_VALUE),
        ({"grant_types": ["refresh_token"]}, "grant_types", Problem.NOT_WITH),
        ({"profile": "machine", "grant_types": ["authorization_code"]}, "grant_types", Problem.NOT_WITH),
        (
            {
                "token_endpoint_auth_method": "none",
                "grant_types": ["authorization_code", "client_credentials"],
            },
            "grant_types",
            Problem.NOT_WITH,
        ),
        ({"scope": "openid offline_access", "grant_types": ["authorization_code"]}, "scope", Problem.NEEDS),
        (
            {"token_endpoint_auth_method": "tls_client_auth"},
            "token_endpoint_auth_method",
            Problem.UNKNOWN_VALUE,
        ),
        ({"subject_type": "open"}, "subject_type", Problem.UNKNOWN_VALUE),
        ({"id_token_signed_response_alg": "none"}, "id_token_signed_response_alg", Problem.UNKNOWN_VALUE),
        ({"id_token_signed_response_alg": "HS256"}, "id_token_signed_response_alg", Problem.UNKNOWN_VALUE),
        ({"minimum_level": 3}, "minimum_level", Problem.UNKNOWN_VALUE),
        ({"client_secret": "short"}, "client_secret", Problem.TOO_SHORT),
        ({"client_secret": SECRET, "token_endpoint_auth_method": "none"}, "client_secret", Problem.NOT_WITH),
        ({"token_endpoint_auth_method": "private_key_jwt"}, "jwks", Problem.MISSING),
        ({"jwks": {"keys": []}, "jwks_uri": "https://a.example/jwks"}, "jwks", Problem.NOT_WITH),
        ({"jwks": {"keys": "x"}}, "jwks", Problem.MALFORMED),
        ({"jwks": {"keys": [{**PUBLIC_KEY, "d": "x"}]}}, "jwks", Problem.PRIVATE_KEY),
        ({"jwks": {"keys": [{"kty": "oct", "k": "x"}]}}, "jwks", Problem.PRIVATE_KEY),
        ({"require_pkce": False, "token_endpoint_auth_method": "none"}, "require_pkce", Problem.NOT_WITH),
        ({"require_pkce": True, "pkce_exempt_until": "2027-01-01"}, "pkce_exempt_until", Problem.NOT_WITH),
        ({"pkce_exempt_until": "2026-11-01"}, "pkce_exempt_until", Problem.PAST),
        ({"scope": "openid dinh_danh"}, "scope_policy", Problem.LAW_ONLY),
        (
            {"scope": "openid dan_toc", "scope_policy": {"dan_toc": {"legal_basis": "consent"}}},
            "scope_policy",
            Problem.LAW_ONLY,
        ),
        (
            {"scope": "openid", "scope_policy": {"phone": {"legal_basis": "consent"}}},
            "scope_policy",
            Problem.NO_SUCH_SCOPE,
        ),
        (
            {"scope": "openid phone", "scope_policy": {"phone": {"legal_basis": "law"}}},
            "scope_policy.phone.legal_reference",
            Problem.MISSING,
        ),
        ({"redirect_uris": [URI, "https://b.example/cb"]}, "sector", Problem.NEEDS),
        ({"client_name": "Sở Y tế Аn Liên"}, "client_name", Problem.MIXED_LETTERS),
        ({"client_name": "ѕѕѕ"}, "client_name", Problem.MIXED_LETTERS),
        ({"client_name#en": "Ｈealth"}, "client_name#en", Problem.MIXED_LETTERS),
        ({"unit": "S\u17e0 Y tế"}, "unit", Problem.MIXED_LETTERS),
        ({"unit": "Sở <i>Y tế</i>"}, "unit", Problem.MARKUP),
        ({"client_name": "<b>Sở Y tế</b>"}, "client_name", Problem.MARKUP),
        ({"client_name": "=1+1"}, "client_name", Problem.FORMULA),
        ({"client_name#en": "＠SUM(A1)"}, "client_name#en", Problem.FORMULA),
        ({"unit": " -2"}, "unit", Problem.FORMULA),
        ({"client_id": "new"}, "client_id", Problem.TAKEN),
    ],
)
def test_what_does_not_go_together_is_named(offer, members, member, problem):
    assert (member, problem) in wrong(offer, **members)


def test_the_last_day_of_an_excuse_still_counts(offer):
    assert wrong(offer, pkce_exempt_until=TODAY.isoformat()) == set()
    assert date(2026, 11, 2) == TODAY


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ALMOST = st.sampled_from(
    [URI, [URI], "openid phone", "none", "private_key_jwt", ["authorization_code"], [], LAW, 2, True]
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(MEMBERS), ALMOST | ANYTHING, max_size=8))
def test_no_document_breaks_the_rules(document):
    offer = offer_of_the_protocol(Settings(env="demo"))
    read = parse(document)
    if isinstance(read, Metadata):
        faults = faults_of(completed(read, offer, read.client_id or "generated", TODAY), offer, TODAY)
    else:
        faults = read

    assert all(fault.sentence.endswith(".") for fault in faults)


def test_a_demonstration_takes_a_shorter_secret_than_production_and_not_just_any(offer):
    demo = offer_of_the_protocol(Settings(env="demo"))
    too_short = {("client_secret", Problem.TOO_SHORT)}

    assert wrong(demo, client_secret="s" * 8) == set()
    assert wrong(demo, client_secret="s" * 7) == too_short
    assert wrong(offer, client_secret="s" * 32) == set()
    assert wrong(offer, client_secret="s" * 31) == too_short


def test_production_asks_for_the_long_one():
    production = changed(Settings(env="demo"), env="production")

    assert wrong(offer_of_the_protocol(production), client_secret="s" * 31) == {
        ("client_secret", Problem.TOO_SHORT)
    }
