"""With what a client signs who it is, as its registration says it."""

import pytest

from idp.relying_parties.registration import Registered
from idp.web.current import services
from tests.builders import REDIRECT_URI

JWKS = {"keys": [{"kty": "EC", "crv": "P-256", "x": "A", "y": "A"}]}


@pytest.mark.parametrize(
    ("method", "algorithm", "secret", "is_good"),
    [
        ("private_key_jwt", "ES256", None, True),
        ("private_key_jwt", "Ed25519", None, True),
        ("private_key_jwt", "HS256", None, False),
        ("private_key_jwt", "none", None, False),
        ("client_secret_jwt", "HS512", None, True),
        ("client_secret_jwt", "ES256", None, False),
        ("client_secret_jwt", None, "x" * 31, False),
        ("client_secret_jwt", None, "x" * 32, True),
        ("client_secret_jwt", "HS384", "x" * 47, False),
        ("client_secret_jwt", "HS512", "x" * 63, False),
        ("client_secret_jwt", "HS512", "x" * 64, True),
        ("client_secret_basic", "RS256", None, True),
        ("client_secret_basic", "none", None, False),
    ],
)
def test_what_fits_a_method(app, method, algorithm, secret, is_good):
    members = {
        "redirect_uris": [REDIRECT_URI],
        "token_endpoint_auth_method": method,
        "token_endpoint_auth_signing_alg": algorithm,
        "client_secret": secret,
        "jwks": JWKS if method == "private_key_jwt" else None,
    }
    outcome = services().client_desk.registrations.register(members)

    assert isinstance(outcome, Registered) is is_good
    if not is_good:
        assert {fault.member for fault in outcome.faults} <= {
            "token_endpoint_auth_signing_alg",
            "client_secret",
        }
