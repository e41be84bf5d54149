"""An authenticator in software: makes passkeys and signs with them, as WebAuthn Level 3 (6.1, 6.5) writes them down."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "https://id.anlien.example"
HOST = "id.anlien.example"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey. What a test wants wrong is changed on the way: see `answer`."""

    key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user_handle: str | None = None
    count: int = 0

    def make(self, options: dict[str, Any], **wrong: Any) -> str:
        """Answer `navigator.credentials.create`."""
        self.user_handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        key = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        known = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + key
        data = self._data(wrong, WITH_KEY) + known
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = _said("webauthn.create", options["challenge"], wrong)
        return self._sent(clientDataJSON=said, attestationObject=attestation)

    def sign(self, options: dict[str, Any], **wrong: Any) -> str:
        """Answer `navigator.credentials.get`."""
        self.count += wrong.pop("step", 1)
        data = self._data(wrong)
        said = _said("webauthn.get", options["challenge"], wrong)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ECDSA(SHA256()))
        handle = wrong.get("user_handle", self.user_handle)
        more = {"userHandle": bytes_of(handle)} if handle else {}
        return self._sent(clientDataJSON=said, authenticatorData=data, signature=signature, **more)

    def _data(self, wrong: dict[str, Any], flags: int = 0) -> bytes:
        host = hashlib.sha256(wrong.get("host", HOST).encode()).digest()
        flags |= PRESENT | (VERIFIED if wrong.get("verified", True) else 0)
        return host + bytes([flags]) + self.count.to_bytes(4, "big")

    def _sent(self, **response: bytes) -> str:
        name = text_of(self.credential_id)
        said = {part: text_of(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _said(kind: str, challenge: str, wrong: dict[str, Any]) -> bytes:
    said = {
        "type": wrong.get("type", kind),
        "challenge": wrong.get("challenge", challenge),
        "origin": wrong.get("origin", ORIGIN),
        "crossOrigin": wrong.get("cross_origin", False),
    }
    return json.dumps(said).encode()
