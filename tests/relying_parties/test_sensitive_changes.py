"""Which changes of an approved application wait for a second person."""

import pytest

from idp.relying_parties.metadata import MEMBERS
from idp.relying_parties.sensitive_changes import HARMLESS, names_law, needs_two, sensitive

LAW = {"legal_basis": "law", "legal_reference": "Luật Cư trú 2020"}
CONSENT = {"legal_basis": "consent"}
IS = {
    "client_name": "Cổng",
    "client_name#en": "Portal",
    "logo_uri": "https://a.example/logo.png",
    "redirect_uris": ["https://a.example/cb", "https://b.example/cb"],
    "backchannel_logout_uri": "https://a.example/out",
    "token_endpoint_auth_method": "client_secret_basic",
    "grant_types": ["authorization_code", "refresh_token"],
    "audiences": ["https://lgsp.example"],
    "minimum_level": 1,
    "require_pkce": True,
    "profile": "plain",
    "unit": "Sở Y tế",
    "scope": "openid phone ho_ten",
    "scope_policy": {"phone": CONSENT, "ho_ten": {**LAW, "until": "2027-06-30"}},
}


def with_ground(scope, ground):
    grounds = {**IS["scope_policy"], scope: ground}
    return {"scope": " ".join(["openid", *grounds]), "scope_policy": grounds}


@pytest.mark.parametrize(
    "changed",
    [
        {"client_uri": "https://x.example/"},
        {"logo_uri": None, "client_name#en": None},
        {"contacts": ["lan@soyte.example"]},
        {"policy_uri#en": "https://x.example/p"},
        {"redirect_uris": ["https://a.example/another", "https://b.example/cb"]},
        {"redirect_uris": ["https://a.example/cb"]},
        {"backchannel_logout_uri": None},
        {"post_logout_redirect_uris": None},
        {"grant_types": ["authorization_code"]},
        {"audiences": []},
        {"minimum_level": 2},
        {"require_pushed_authorization_requests": True},
        with_ground("phone", {**CONSENT, "optional": True}),
        with_ground("ho_ten", {**LAW, "until": "2027-01-31"}),
        {"scope": "openid phone", "scope_policy": {"phone": CONSENT}},
    ],
)
def test_this_may_happen_at_once(changed):
    assert sensitive(IS, {**IS, **changed}) == frozenset()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"redirect_uris": [*IS["redirect_uris"], "https://evil.example/cb"]}, {"redirect_uris"}),
        ({"redirect_uris": ["http://a.example/cb"]}, {"redirect_uris"}),
        ({"backchannel_logout_uri": "https://b.example/out"}, {"backchannel_logout_uri"}),
        ({"post_logout_redirect_uris": ["https://a.example/bye"]}, {"post_logout_redirect_uris"}),
        ({"token_endpoint_auth_method": "none"}, {"token_endpoint_auth_method"}),
        ({"jwks": {"keys": []}}, {"jwks"}),
        ({"jwks_uri": "https://a.example/jwks"}, {"jwks_uri"}),
        ({"profile": "fapi2"}, {"profile"}),
        ({"unit": "Sở Tài chính"}, {"unit"}),
        ({"sector": "khác"}, {"sector"}),
        ({"subject_type": "public"}, {"subject_type"}),
        ({"grant_types": [*IS["grant_types"], "client_credentials"]}, {"grant_types"}),
        ({"audiences": ["https://lgsp.example", "https://khac.example"]}, {"audiences"}),
        ({"token_exchange": {"clients": ["a"], "audiences": ["b"], "scopes": ["c"]}}, {"token_exchange"}),
        ({"minimum_level": None}, set()),
        ({"require_pkce": False, "pkce_exempt_until": "2027-01-01"}, {"require_pkce", "pkce_exempt_until"}),
        ({"client_name": "Cổng mới"}, {"client_name", "client_name#vi"}),
        ({"client_name#en": "Gate"}, {"client_name#en"}),
        ({"logo_uri": "https://a.example/other.png"}, {"logo_uri"}),
        ({"logo_uri#en": "https://a.example/logo.png"}, {"logo_uri#en"}),
        (with_ground("email", CONSENT), {"scope", "scope_policy"}),
        ({"scope": f"{IS['scope']} email"}, {"scope", "scope_policy"}),
        ({"scope": f"{IS['scope']} offline_access"}, {"scope", "scope_policy"}),
        (with_ground("dia_chi", LAW), {"scope", "scope_policy"}),
        ({"scope": f"{IS['scope']} sen:clients.read"}, {"scope", "scope_policy"}),
        (with_ground("sen:clients.read", CONSENT), {"scope", "scope_policy"}),
        (with_ground("phone", LAW), {"scope", "scope_policy"}),
        (with_ground("ho_ten", {**LAW, "until": "2028-06-30"}), {"scope", "scope_policy"}),
        (with_ground("ho_ten", LAW), {"scope", "scope_policy"}),
        (with_ground("ho_ten", {**LAW, "legal_reference": "Luật khác"}), {"scope", "scope_policy"}),
    ],
)
def test_this_waits(changed, found):
    assert sensitive(IS, {**IS, **changed}) == found


def test_lowering_the_level_waits():
    assert sensitive({**IS, "minimum_level": 2}, IS) == {"minimum_level"}


def test_a_member_nobody_has_thought_about_waits():
    assert sensitive(IS, {**IS, "brand_new_member": 1}) == {"brand_new_member"}


def test_what_is_harmless_is_a_member():
    assert set(MEMBERS) >= HARMLESS


def test_a_legal_ground_is_seen():
    assert names_law(IS)
    assert not names_law({"scope_policy": {"phone": CONSENT}})
    assert not names_law({})


def test_a_scope_to_administer_with_is_seen_and_taken_away_at_once():
    powerful = {**IS, "scope": f"{IS['scope']} sen:clients.read"}

    assert needs_two({"scope": "openid sen:clients.read"})
    assert needs_two({"scope_policy": {"sen:units.all": CONSENT}})
    assert needs_two(IS)
    assert not needs_two({"scope": "openid phone", "scope_policy": {"phone": CONSENT}})
    assert sensitive(powerful, IS) == frozenset()
    assert sensitive(powerful, {**powerful, "client_uri": "https://b.example"}) == frozenset()
