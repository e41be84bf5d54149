"""The provider's keys, made in memory."""

from typing import Any

from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey


class Ring:
    """Signs like `idp.keys.ring.KeyRing`."""

    def __init__(self) -> None:
        self.keys = {
            "RS256": RSAKey.generate_key(2048),
            "ES256": ECKey.generate_key("P-256"),
            "EdDSA": OKPKey.generate_key("Ed25519"),
        }
        for name, key in self.keys.items():
            self.keys[name] = type(key).import_key({**key.as_dict(private=True), "kid": key.thumbprint()})

    def signer(self, algorithm: str) -> Any:
        return self.keys["RS256" if algorithm == "PS256" else algorithm]

    def trial(self, kid: str, algorithm: str) -> Any:
        return None

    def public_jwks(self) -> dict[str, Any]:
        return {"keys": [{**key.as_dict(private=False), "kid": key.kid} for key in self.keys.values()]}

    def verifiers(self) -> KeySet:
        return KeySet.import_key_set(self.public_jwks())
