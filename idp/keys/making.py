"""Making signing keys."""

from datetime import datetime
from typing import Any

from joserfc.jwk import ECKey, OKPKey, RSAKey

from idp.crypto.sealing import Sealer
from idp.keys.ring import PRIVATE, PrivateKey
from idp.store.models import SigningKey

RSA_BITS = 3072


def new_key(algorithm: str, state: str, sealer: Sealer, now: datetime, bits: int = RSA_BITS) -> SigningKey:
    """A key as it is kept: its public part to publish, its private part sealed.

    Args:
        algorithm: `RS256`, `ES256` or `EdDSA`.
        state: Its place in the ring.
        sealer: Seals the private part.
        now: The present moment.
        bits: Of an RSA key.
    """
    key = _generate(algorithm, bits)
    kid = key.thumbprint()
    public: dict[str, Any] = {**key.as_dict(private=False), "kid": kid, "use": "sig"}
    if algorithm != "RS256":  # the RSA key also signs PS256
        public["alg"] = algorithm
    private = {**key.as_dict(private=True), "kid": kid}
    return SigningKey(
        kid=kid,
        algorithm=algorithm,
        state=state,
        public_jwk=public,
        private_sealed=sealer.seal_json(private, PRIVATE),
        created_at=now,
        current_since=now if state == "current" else None,
    )


def _generate(algorithm: str, bits: int) -> PrivateKey:
    if algorithm == "RS256":
        return RSAKey.generate_key(bits)
    return ECKey.generate_key("P-256") if algorithm == "ES256" else OKPKey.generate_key("Ed25519")
