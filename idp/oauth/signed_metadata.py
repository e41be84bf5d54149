"""A metadata document that also holds itself as a signed statement (RFC 8414, 2.1; RFC 9728, 2.2)."""

from typing import Any

from idp.oauth.metadata import Document
from idp.oauth.ports import Keys
from idp.oauth.signing import signed

ALGORITHM = "ES256"
MEMBER = "signed_metadata"


class SignedMetadata:
    """Ready bytes, signed anew when the signing key changes and at no other time."""

    def __init__(self, content: dict[str, Any], issuer: str, keys: Keys) -> None:
        self._content = content
        self._issuer = issuer
        self._keys = keys
        self._kid = ""
        self._document = Document(content)

    def document(self) -> Document:
        """The document as it is sent now. Two threads may both sign it anew: either is good."""
        key = self._keys.signer(ALGORITHM)
        if key.kid != self._kid:
            # Neither RFC names a `typ`; without `aud` and `sub` it passes for no token of ours.
            statement = signed({**self._content, "iss": self._issuer}, key, ALGORITHM)
            # Signatures of one content differ from process to process: the mark is of what was signed, and by whom.
            mark = f"{Document(self._content).etag} {key.kid}"
            self._document = Document({**self._content, MEMBER: statement}, mark)
            self._kid = str(key.kid)
        return self._document
