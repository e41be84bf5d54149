"""RFC 8705, 2.1.2: how a client says which certificate is its own."""

import pytest

from idp.relying_parties.registration import Rejected
from idp.web.current import services
from tests.conformance.test_rfc8705 import BY_AUTHORITY, BY_ITSELF, MACHINE, MTLS, PROXY
from tests.installation import changed


@pytest.fixture
def settings(settings):
    return changed(settings, mtls_address=MTLS, trusted_proxies=PROXY)


@pytest.mark.parametrize(
    ("members", "member"),
    [
        ({"token_endpoint_auth_method": "tls_client_auth"}, "tls_client_auth_subject_dn"),
        ({**BY_AUTHORITY, "tls_client_auth_san_dns": "bank.example"}, "tls_client_auth_subject_dn"),
        ({**BY_AUTHORITY, "tls_client_auth_subject_dn": "bank"}, "tls_client_auth_subject_dn"),
        (
            {"token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_ip": "x"},
            "tls_client_auth_san_ip",
        ),
        ({"tls_client_auth_san_dns": "bank.example"}, "tls_client_auth_san_dns"),
        (BY_ITSELF, "jwks"),
    ],
)
def test_2_1_2_a_registration_names_one_certificate(app, members, member):
    document = {"client_name": "Ngân hàng", **MACHINE, **members}

    refused = services().client_desk.registrations.register(document)

    assert isinstance(refused, Rejected)
    assert member in {fault.member for fault in refused.faults}
