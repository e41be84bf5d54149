"""What a trial warns of."""

import pytest

from idp.web.admin.trial_warnings import warnings_about
from tests.builders import a_client


@pytest.fixture
def warned(app):
    def ask(client, granted, userinfo, scope):
        with app.test_request_context("/?lang=en"):
            return warnings_about(client, {"scope": granted}, {"sub": "x"}, userinfo, scope)

    return ask


def test_a_complete_registration_warns_of_nothing(warned):
    client = a_client(scopes=("openid", "phone"), metadata={"backchannel_logout_uri": "https://a.example/b"})

    assert warned(client, "openid phone", {"phone_number": "x"}, "openid phone") == []


def test_what_was_not_granted_or_not_there_is_told(warned):
    client = a_client(
        scopes=("openid", "phone", "email"), metadata={"backchannel_logout_uri": "https://a.example/b"}
    )
    found = warned(client, "openid phone", {}, "openid phone email")

    assert found == [
        "The scope phone was granted, but this account has nothing behind it.",
        "The scope email was asked for and not granted.",
    ]


def test_what_will_hurt_later_is_told(warned, clock):
    client = a_client(
        scopes=("openid", "phone"),
        scope_policy={},
        metadata={"post_logout_redirect_uris": []},
        require_pkce=False,
        pkce_exempt_until=clock().date(),
    )
    found = " ".join(warned(client, "openid phone", {"phone_number": "x"}, "openid phone"))

    for part in ("back-channel", "post-logout", "until 02/11/2026", "no purpose"):
        assert part in found


def test_an_application_without_a_server_is_not_told_to_receive_notices(warned):
    client = a_client(secret=None, scopes=("openid",))

    assert warned(client, "openid", {}, "openid") == []
