"""What a citizen is told and asked, and what an answer leaves."""

from idp.oauth.claims import RequestedClaims
from idp.oauth.consent import agreement, decide, granted_claims, granted_scope, items_asked
from tests.oauth.records import NOW, a_registered

LAW = {"legal_basis": "law", "legal_reference": "Luật Căn cước 2023"}
CHOICE = {"legal_basis": "consent", "optional": True}


def _client():
    policy = {"profile": LAW, "email": {"legal_basis": "consent"}, "phone": CHOICE}
    return a_registered("openid profile email phone", scope_policy=policy)


def _items(scope="openid profile email phone", **claims):
    return items_asked(_client(), scope, RequestedClaims(**claims))


def test_each_scope_is_one_thing_to_tell_or_ask():
    found = {item.scope: (item.policy.basis, item.policy.optional) for item in _items()}

    assert found == {
        "openid": ("consent", False),
        "profile": ("law", False),
        "email": ("consent", False),
        "phone": ("consent", True),
    }


def test_single_claims_are_asked_under_their_scope_with_only_what_is_meant():
    items = _items("openid", userinfo=("phone_number",), id_token=("email",))

    assert {item.scope: item.claims for item in items} == {
        "openid": ("sub",),
        "phone": ("phone_number",),
        "email": ("email",),
    }


def test_claims_a_scope_brings_anyway_are_not_asked_twice():
    assert [item.scope for item in _items("openid email", userinfo=("email",))] == ["openid", "email"]


def test_what_the_client_may_not_have_is_not_asked():
    assert [item.scope for item in _items("openid dinh_danh", userinfo=("vn_personal_id",))] == ["openid"]


def test_going_on_is_being_told_agreeing_and_leaving_out_what_was_not_ticked():
    assert decide(_items(), []) == {
        "openid": "consent",
        "profile": "law",
        "email": "consent",
        "phone": "declined",
    }
    assert decide(_items(), ["phone", "profile"])["phone"] == "consent"


def test_an_answer_covers_what_it_decided():
    decisions = decide(_items(), [])

    assert agreement(_items(), decisions, NOW).is_complete
    assert agreement(_items("openid email"), decisions, NOW).is_complete
    assert agreement(_items(), decisions, NOW).given_at == NOW


def test_a_set_that_grows_is_asked_again():
    assert not agreement(_items(), decide(_items("openid email"), []), NOW).is_complete


def test_without_an_answer_nothing_is_agreed():
    assert not agreement(_items("openid"), None, None).is_complete


def test_a_notice_is_no_consent_and_no_refusal():
    assert not agreement(_items("email"), {"email": "law"}, NOW).is_complete
    assert not agreement(_items("profile"), {"profile": "declined"}, NOW).is_complete


def test_what_was_declined_is_not_given():
    claims = RequestedClaims(userinfo=("phone_number",), id_token=("email",))
    items = _items("openid", userinfo=claims.userinfo, id_token=claims.id_token)
    decisions = {"openid": "consent", "phone": "declined", "email": "consent"}

    assert granted_scope("openid phone email", decisions) == "openid email"
    assert granted_claims(items, claims, decisions) == {"userinfo": [], "id_token": ["email"]}
