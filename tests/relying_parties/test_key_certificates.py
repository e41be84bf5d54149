"""When certificates end that come with public keys."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

from idp.relying_parties.key_certificates import certificates_end
from tests.certificates import a_certificate


def test_the_end_of_the_first_of_each_chain(tmp_path):
    path, _key = a_certificate(tmp_path, "localhost")
    certificate = load_pem_x509_certificate(path.read_bytes())
    chain = [b64encode(certificate.public_bytes(Encoding.DER)).decode()]

    assert list(certificates_end({"keys": [{"kty": "EC"}, {"kty": "EC", "x5c": chain}]})) == [
        certificate.not_valid_after_utc
    ]


@pytest.mark.parametrize(
    "jwks",
    [
        None,
        {},
        {"keys": 5},
        {"keys": [5]},
        {"keys": [{"x5c": []}]},
        {"keys": [{"x5c": ["?"]}]},
        {"keys": [{"x5c": [5]}]},
        {"keys": [{"x5c": {"a": 1}}]},
    ],
)
def test_what_is_no_certificate_is_passed_over(jwks):
    assert list(certificates_end(jwks)) == []
