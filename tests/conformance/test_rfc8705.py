"""RFC 8705: clients that authenticate by TLS certificate, and tokens bound to one. Behind a proxy that passes it on.

The proxy itself is tested in `tests/deploy/test_nginx.py`.
"""

from dataclasses import dataclass, field

import pytest
from flask import current_app

from idp.relying_parties.registration import Registered
from idp.store.db import db
from idp.web.current import services
from tests.builders import API, REDIRECT_URI
from tests.certificates import Identity, issued
from tests.client_keys import a_signed_client
from tests.installation import changed
from tests.pushing import open_pushed, reference
from tests.relying_party import RelyingParty, agree, read_answer, signed_in

MTLS = "https://mtls.id.anlien.example"
PROXY = "10.9.8.7"
AUTHORITY = issued("authority", is_authority=True)
BANK = issued(
    "bank",
    AUTHORITY,
    dns="bank.example",
    uri="https://bank.example/",
    ip="203.0.113.7",
    email="it@bank.example",
)
OTHER = issued("other", AUTHORITY)
ALONE = issued("alone")
ANOTHER_ALONE = issued("alone")
SUBJECT = "CN=bank,O=Ngân hàng An Liên,C=VN"


@pytest.fixture
def settings(settings):
    return changed(settings, mtls_address=MTLS, trusted_proxies=PROXY)


@dataclass
class CertificateParty(RelyingParty):
    """Shows a certificate at the other name of the provider, through the proxy."""

    shows: Identity | None = None
    is_trusted: bool = True
    peer: str = PROXY
    secret: str | None = None
    sent: dict[str, str] = field(default_factory=dict)

    def headers(self) -> dict[str, str]:
        if self.shows is None:
            return dict(self.sent)
        verdict = "SUCCESS" if self.is_trusted else "FAILED:self-signed certificate"
        return {"X-SSL-Client-Cert": self.shows.escaped, "X-SSL-Client-Verify": verdict, **self.sent}

    def post(self, path, headers=None, **form):
        fields = {
            "client_id": self.client_id,
            **{name: value for name, value in form.items() if value is not None},
        }
        return self._machine().post(
            path, base_url=MTLS, data=fields, headers=self.headers(), environ_base={"REMOTE_ADDR": self.peer}
        )

    def userinfo(self, token):
        headers = {"Authorization": f"Bearer {token}", **self.headers()}
        return self._machine().get(
            "/oauth/userinfo", base_url=MTLS, headers=headers, environ_base={"REMOTE_ADDR": self.peer}
        )

    def _machine(self):
        return current_app.test_client(use_cookies=False)


def registered(caller, shows=BANK, **members) -> CertificateParty:
    """A client registered for certificates as an operator does it."""
    document = {
        "client_id": "bank",
        "client_name": "Ngân hàng",
        "redirect_uris": [REDIRECT_URI],
        "scope": "openid profile offline_access",
        "grant_types": ["authorization_code", "refresh_token"],
        "tls_client_certificate_bound_access_tokens": True,
        **members,
    }
    outcome = services().client_desk.registrations.register(document)
    assert isinstance(outcome, Registered), outcome
    db.session.commit()
    return CertificateParty(caller, "bank", shows=shows)


BY_AUTHORITY = {"token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": SUBJECT}
BY_ITSELF = {"token_endpoint_auth_method": "self_signed_tls_client_auth"}
MACHINE = {
    "profile": "machine",
    "grant_types": ["client_credentials"],
    "redirect_uris": [],
    "scope": "lgsp:sync",
    "audiences": [API],
}


@pytest.fixture
def bank(client, citizen) -> CertificateParty:
    party = registered(client, **BY_AUTHORITY)
    signed_in(client, citizen)
    agree(citizen.id, "bank")
    return party


def ask(party):
    return party.post("/oauth/token", grant_type="client_credentials")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("tls_client_auth_subject_dn", SUBJECT),
        ("tls_client_auth_san_dns", "bank.example"),
        ("tls_client_auth_san_uri", "https://bank.example/"),
        ("tls_client_auth_san_ip", "203.0.113.7"),
        ("tls_client_auth_san_email", "it@bank.example"),
    ],
)
def test_2_1_a_certificate_of_an_authority_is_known_by_its_registered_name(client, member, value):
    party = registered(client, token_endpoint_auth_method="tls_client_auth", **{member: value}, **MACHINE)

    assert ask(party).status_code == 200
    party.shows = OTHER
    refused = ask(party)
    assert (refused.status_code, refused.json["error"]) == (401, "invalid_client")


def test_2_1_a_certificate_no_authority_stands_behind_proves_nothing(client):
    party = registered(client, **BY_AUTHORITY, **MACHINE)
    party.is_trusted = False

    assert ask(party).status_code == 401


def test_2_1_2_a_host_name_is_not_taken_from_the_subject(client):
    party = registered(
        client, token_endpoint_auth_method="tls_client_auth", tls_client_auth_san_dns="bank", **MACHINE
    )

    assert ask(party).status_code == 401


@pytest.mark.parametrize("with_certificate", [True, False])
def test_2_2_a_certificate_that_issued_itself_is_known_by_the_registered_keys(client, with_certificate):
    keys = {"keys": [ALONE.jwk(with_certificate=with_certificate)]}
    party = registered(client, shows=ALONE, jwks=keys, **BY_ITSELF, **MACHINE)
    party.is_trusted = False

    assert ask(party).status_code == 200
    party.shows = ANOTHER_ALONE
    assert ask(party).status_code == 401


def test_2_2_another_certificate_of_the_same_key_is_another_certificate(client):
    other = {**ALONE.jwk(with_certificate=False), "x5c": ANOTHER_ALONE.jwk()["x5c"]}
    party = registered(client, shows=ALONE, jwks={"keys": [other]}, **BY_ITSELF, **MACHINE)

    assert ask(party).status_code == 401


def test_6_5_a_certificate_counts_from_the_trusted_proxy_only(client):
    party = registered(client, **BY_AUTHORITY, **MACHINE)
    party.peer = "203.0.113.66"

    assert ask(party).status_code == 401


@pytest.mark.parametrize("header", ["", "-----BEGIN CERTIFICATE-----", "%00", "A" * 20_000, "%E0%A4%A"])
def test_6_5_what_is_no_certificate_is_none(client, header):
    party = registered(client, **BY_AUTHORITY, **MACHINE)
    party.shows, party.sent = None, {"X-SSL-Client-Cert": header, "X-SSL-Client-Verify": "SUCCESS"}

    assert ask(party).status_code == 401


def test_where_certificates_are_not_asked_for_their_header_means_nothing(client, settings, app):
    party = registered(client, **BY_AUTHORITY, **MACHINE)
    services().settings.__dict__["mtls_address"] = ""

    assert ask(party).status_code == 401


def test_3_tokens_are_bound_to_the_certificate(bank, person):
    tokens = bank.tokens()
    claims = bank.claims(tokens["access_token"])

    assert tokens["token_type"] == "Bearer"
    assert set(claims["cnf"]) == {"x5t#S256"}
    assert bank.userinfo(tokens["access_token"]).json["name"] == person.name


@pytest.mark.parametrize("shows", [None, OTHER])
def test_3_a_bound_token_opens_nothing_with_another_certificate_or_none(bank, shows):
    token = bank.tokens()["access_token"]
    bank.shows = shows

    refused = bank.userinfo(token)

    assert refused.status_code == 401
    assert "invalid_token" in refused.headers["WWW-Authenticate"]


def test_3_1_the_confirmation_is_told_at_introspection(bank):
    token = bank.tokens()["access_token"]

    told = bank.post("/oauth/introspect", token=token).json

    assert told["active"]
    assert told["cnf"] == bank.claims(token)["cnf"]
    assert told["token_type"] == "Bearer"


def test_3_without_a_certificate_such_a_client_gets_no_token(client):
    party = registered(
        client, token_endpoint_auth_method="none", grant_types=["authorization_code"], scope="openid"
    )
    party.shows = None

    refused = party.redeem("whatever")

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_request")
    assert "tls_client_certificate_bound_access_tokens" in refused.json["error_description"]


def test_4_a_public_clients_refresh_token_is_bound_to_its_certificate(client, citizen):
    party = registered(client, shows=ALONE, token_endpoint_auth_method="none")
    signed_in(client, citizen)
    agree(citizen.id, "bank")
    tokens = party.tokens(scope="openid offline_access")
    party.shows = ANOTHER_ALONE

    refused = party.refresh(tokens["refresh_token"])

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_grant")
    party.shows = ALONE
    assert party.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/par", "/oauth/token"])
def test_5_the_alias_of_the_token_endpoint_is_a_good_audience_everywhere(client, path):
    """A client that knows the endpoint by its alias calls it so in every assertion (RFC 7523, 3)."""
    party = a_signed_client(client, grant_types=["authorization_code", "client_credentials"])
    form = party.parameters() if path == "/oauth/par" else {"grant_type": "client_credentials"}

    def asked(audience):
        return party.post(path, **form, **party.signed(party.assertion(aud=audience)))

    assert asked(f"{MTLS}/oauth/token").status_code in (200, 201)
    assert asked(f"{MTLS}/oauth/userinfo").json["error"] == "invalid_client"
    assert asked(MTLS).json["error"] == "invalid_client"


def test_3_3_and_5_discovery_says_where_certificates_are_asked_for(client):
    said = client.get("/.well-known/openid-configuration").json

    assert said["tls_client_certificate_bound_access_tokens"] is True
    assert said["mtls_endpoint_aliases"]["token_endpoint"] == f"{MTLS}/oauth/token"
    assert said["mtls_endpoint_aliases"]["pushed_authorization_request_endpoint"] == f"{MTLS}/oauth/par"
    assert "authorization_endpoint" not in said["mtls_endpoint_aliases"]
    assert {"tls_client_auth", "self_signed_tls_client_auth"} <= set(
        said["token_endpoint_auth_methods_supported"]
    )


def test_fapi_2_by_certificate_alone(client, citizen, person):
    party = registered(client, profile="fapi2", **BY_AUTHORITY)
    signed_in(client, citizen)
    agree(citizen.id, "bank")

    code = read_answer(open_pushed(party, reference(party)))["code"]
    tokens = party.redeem(code).json

    assert set(party.claims(tokens["access_token"])["cnf"]) == {"x5t#S256"}
    assert party.userinfo(tokens["access_token"]).json["name"] == person.name


def test_without_the_setting_mutual_tls_is_neither_said_nor_taken(client, settings):
    from idp.oauth.metadata import discovery_document

    said = discovery_document("https://id.anlien.example").content

    assert "mtls_endpoint_aliases" not in said
    assert "tls_client_auth" not in said["token_endpoint_auth_methods_supported"]
