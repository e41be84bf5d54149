"""The two ceremonies of a passkey, by py_webauthn: making one, and signing with one (WebAuthn Level 3, 7.1 and 7.2).

The library is loaded when the first passkey is seen: a server that never sees one does not carry it.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from typing import Any

from idp.operators.place import Place

LONGEST_ANSWER = 32 * 1024
MILLISECONDS = 120_000
"""How long the browser lets somebody look for their key."""


class NotProven(Exception):
    """The answer of a passkey does not hold. Why is nobody's business outside."""


@dataclass(frozen=True)
class Answer:
    """What a browser sent, taken apart as far as needed to know what it answers."""

    document: dict[str, Any]
    credential_id: bytes
    challenge: bytes
    user_handle: bytes | None


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def read_answer(text: str) -> Answer:
    """Take a browser's answer apart; nothing in it is proven yet.

    Raises:
        NotProven: It is none, or a page of another site asked for it inside a frame.
    """
    try:
        if len(text) > LONGEST_ANSWER:
            raise ValueError("too long")
        document = json.loads(text)
        response = document["response"]
        said = json.loads(_bytes(response["clientDataJSON"]))
        if said.get("crossOrigin"):
            raise ValueError("framed elsewhere")
        handle = response.get("userHandle")
        return Answer(
            document, _bytes(document["rawId"]), _bytes(said["challenge"]), _bytes(handle) if handle else None
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BadBase64) as cause:
        raise NotProven from cause


def making_options(
    place: Place, challenge: bytes, *, user_id: str, username: str, known: list[bytes]
) -> dict[str, Any]:
    """What `navigator.credentials.create` is asked for: a passkey that names its account and verifies its owner."""
    import webauthn  # noqa: PLC0415  loaded with the first passkey: see the top
    from webauthn.helpers import structs  # noqa: PLC0415  loaded with the first passkey: see the top

    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=place.service,
        user_id=user_id.encode(),
        user_name=username,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return _as_json(webauthn.options_to_json(options))


def signing_options(place: Place, challenge: bytes, known: list[bytes]) -> dict[str, Any]:
    """What `navigator.credentials.get` is asked for.

    Args:
        place: Where.
        challenge: What is to be signed.
        known: Which passkeys will do; any of this place if empty.
    """
    import webauthn  # noqa: PLC0415  loaded with the first passkey: see the top
    from webauthn.helpers import structs  # noqa: PLC0415  loaded with the first passkey: see the top

    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        timeout=MILLISECONDS,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return _as_json(webauthn.options_to_json(options))


def made(place: Place, answer: Answer) -> NewPasskey:
    """The passkey in an answer whose challenge is ours.

    Raises:
        NotProven: It was made elsewhere, or without its owner being verified, or is malformed.

    Source: WebAuthn Level 3, 7.1.
    """
    import webauthn  # noqa: PLC0415  loaded with the first passkey: see the top

    try:
        found = webauthn.verify_registration_response(
            credential=answer.document,
            expected_challenge=answer.challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except Exception as cause:  # hostile bytes: the library raises what its decoders happen to raise
        raise NotProven from cause
    return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count)


def signed(place: Place, answer: Answer, public_key: bytes, sign_count: int) -> int:
    """How often a passkey has signed now, if an answer whose challenge is ours is signed by it.

    Args:
        place: Where it has to be signed.
        answer: What the browser sent.
        public_key: The passkey's, as it was made.
        sign_count: How often it had signed before. One that does not count stays at 0; a count that does not grow
            is a copy.

    Raises:
        NotProven: It is not.

    Source: WebAuthn Level 3, 7.2.
    """
    import webauthn  # noqa: PLC0415  loaded with the first passkey: see the top

    try:
        found = webauthn.verify_authentication_response(
            credential=answer.document,
            expected_challenge=answer.challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as cause:  # hostile bytes, as above
        raise NotProven from cause
    return found.new_sign_count


def as_text(raw: bytes) -> str:
    """Bytes as passkeys write them: base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _as_json(text: str) -> dict[str, Any]:
    options: dict[str, Any] = json.loads(text)
    return options
