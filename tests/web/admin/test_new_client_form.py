"""The form of a new application, kind by kind: what it decides, what it asks, what it checks."""

import pytest

from idp.web.current import services
from tests.web.admin.test_clients import only_client, send

pytestmark = pytest.mark.usefixtures("listed")


@pytest.mark.parametrize(
    ("kind", "changed", "method", "grants"),
    [
        ("spa", {}, "none", ["authorization_code"]),
        ("native", {"redirect_uris-0": "vn.anlien.thuvien:/callback"}, "none", ["authorization_code"]),
        (
            "machine",
            {"audiences-0": "https://lgsp.anlien.example"},
            "client_secret_basic",
            ["client_credentials"],
        ),
        (
            "high_security",
            {"jwks_uri": "https://thuvien.anlien.example/jwks"},
            "private_key_jwt",
            ["authorization_code"],
        ),
        (
            "machine",
            {
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks_uri": "https://thuvien.anlien.example/jwks",
                "exchange_clients": "portal",
                "exchange_audiences": "https://lgsp.anlien.example",
                "exchange_scopes": "dossiers.read",
            },
            "private_key_jwt",
            ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"],
        ),
        ("kiosk", {}, "none", ["urn:ietf:params:oauth:grant-type:device_code"]),
        (
            "web",
            {"backchannel_token_delivery_mode": "poll", "authorization_details_types": "nop_ho_so"},
            "client_secret_basic",
            ["authorization_code", "urn:openid:params:grant-type:ciba"],
        ),
        (
            "web",
            {"scopes-offline_access-wanted": "y"},
            "client_secret_basic",
            ["authorization_code", "refresh_token"],
        ),
    ],
)
def test_each_kind_has_the_right_defaults(console, kind, changed, method, grants):
    answer = send(console, kind, **changed)
    assert answer.status_code == 303, answer.text
    client = only_client()

    assert client.metadata_["token_endpoint_auth_method"] == method
    assert client.metadata_["grant_types"] == grants
    assert client.require_pkce
    assert client.kind == kind
    assert bool(client.secrets) == method.startswith("client_secret")
    assert bool(client.metadata_.get("device_number_shown")) == (kind == "kiosk")


def test_people_and_the_end_of_a_ground_are_kept(console, personal):
    personal.learn("Trần Văn Bình", "binh@thuvien.example")
    answer = send(
        console,
        **{
            "technical_contact-name": "Trần Văn Bình",
            "technical_contact-email": "binh@thuvien.example",
            "scopes-ho_ten-until": "2027-06-30",
        },
    )
    assert answer.status_code == 303, answer.text

    assert only_client().scope_policy["ho_ten"]["until"] == "2027-06-30"
    people = services().client_changes.history.contacts.of(only_client())
    assert people == {
        "technical_contact": {"name": "Trần Văn Bình", "email": "binh@thuvien.example"},
        "legal_contact": {"name": "Lê Thị Hoa", "email": "hoa@thuvien.example"},
    }
    assert "Trần Văn Bình" in console.get("/admin/clients/thu-vien").text


@pytest.mark.parametrize(
    ("kind", "changed", "told"),
    [
        ("web", {"scopes-ho_ten-until": "2020-01-01"}, "Ngày này đã qua."),
        ("high_security", {"jwks": "{"}, "Đây không phải là một JWK Set"),
        ("high_security", {}, "Mục này còn thiếu."),
        ("web", {"technical_contact-email": "no address"}, "technical_contact.email"),
        ("machine", {"exchange_clients": "portal"}, "token_exchange"),
    ],
)
def test_what_a_kind_needs_is_checked(console, kind, changed, told):
    answer = send(console, kind, **changed)

    assert answer.status_code == 422
    assert told in answer.text
