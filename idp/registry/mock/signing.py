"""Signs answers: a compact JSON Web Signature with ES256 (RFC 7515). The key of a mock is no secret."""

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.jwk import ECKey

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256."""


class Signer:
    """A signing key made from a seed, so that a restarted register is still the one its consumers pinned."""

    def __init__(self, seed: str) -> None:
        secret = int.from_bytes(sha256(f"mock register:{seed}".encode()).digest(), "big") % (_ORDER - 1) + 1
        private = ec.derive_private_key(secret, ec.SECP256R1())
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._key = ECKey.import_key(pem)
        self._kid = self._key.thumbprint()

    def sign(self, content: Any) -> str:
        """The signed content."""
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        header = {"alg": "ES256", "kid": self._kid, "typ": "register-answer+jws"}
        return jws.serialize_compact(header, written.encode(), self._key, algorithms=["ES256"])

    def public_jwks(self) -> dict[str, Any]:
        """The key set consumers check answers with."""
        return {"keys": [self._key.as_dict(private=False, kid=self._kid, use="sig", alg="ES256")]}
