"""Certificates that clients show with mutual TLS (RFC 8705, 2 and 3).

The connection ends at a proxy, which has checked that whoever showed a certificate holds its key.
"""

import hashlib
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import Key, KeySet

BY_AUTHORITY = "tls_client_auth"
BY_ITSELF = "self_signed_tls_client_auth"
CERTIFICATE_METHODS = (BY_AUTHORITY, BY_ITSELF)

_KINDS: dict[str, type[x509.GeneralName]] = {
    "tls_client_auth_san_dns": x509.DNSName,
    "tls_client_auth_san_uri": x509.UniformResourceIdentifier,
    "tls_client_auth_san_ip": x509.IPAddress,
    "tls_client_auth_san_email": x509.RFC822Name,
}
SUBJECT = "tls_client_auth_subject_dn"
NAMED_BY = (SUBJECT, *_KINDS)
"""The registration members of which one names the certificate of `tls_client_auth` (RFC 8705, 2.1.2)."""


class NoCertificate(ValueError):
    """What came is no certificate that can be read."""


@dataclass(frozen=True)
class Certificate:
    """A certificate whose holder made the connection.

    Args:
        read: It.
        is_trusted: Whether the proxy found that an authority it trusts has issued it.
    """

    read: x509.Certificate
    is_trusted: bool

    @classmethod
    def of_pem(cls, text: str, *, is_trusted: bool) -> "Certificate":
        """A certificate in PEM form.

        Raises:
            NoCertificate: It is none.
        """
        try:
            return cls(x509.load_pem_x509_certificate(text.encode("ascii")), is_trusted)
        except (ValueError, UnsupportedAlgorithm) as cause:
            raise NoCertificate("not a certificate in PEM form") from cause

    @property
    def der(self) -> bytes:
        """Its DER form."""
        return self.read.public_bytes(Encoding.DER)

    @property
    def thumbprint(self) -> str:
        """SHA-256 of its DER form, base64url: `x5t#S256` (RFC 8705, 3.1)."""
        return urlsafe_b64encode(hashlib.sha256(self.der).digest()).rstrip(b"=").decode("ascii")

    def fault_as_named(self, registered: Callable[[str], object]) -> str | None:
        """Why it is not the one a client was registered for by name (`tls_client_auth`); None where it is.

        Args:
            registered: Reads a member of the registration.
        """
        if not self.is_trusted:
            return "its certificate is of no authority the proxy trusts"
        member = next((name for name in NAMED_BY if registered(name)), None)
        if member is None:
            return "its registration names no certificate"
        wanted = str(registered(member))
        is_it = (
            self._is_subject(wanted) if member == SUBJECT else _spelled(member, wanted) in self._names(member)
        )
        return None if is_it else f"its certificate is not the one of {member}"

    def fault_as_registered(self, key_sets: Iterable[KeySet]) -> str | None:
        """Why it is none of those a client registered (`self_signed_tls_client_auth`); None where it is one.

        A key with a certificate (`x5c`) stands for that one; one without, for any certificate of that key.

        Args:
            key_sets: Those of the client.
        """
        if any(self._is_of(key) for keys in key_sets for key in keys.keys):
            return None
        return "its certificate is none of those in its jwks"

    def _is_subject(self, wanted: str) -> bool:
        try:
            return self.read.subject == x509.Name.from_rfc4514_string(wanted)
        except ValueError:
            return False

    def _names(self, member: str) -> set[str]:
        try:
            extension = self.read.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        except (x509.ExtensionNotFound, ValueError):
            return set()
        return {str(each.value) for each in extension.value if isinstance(each, _KINDS[member])}

    def _is_of(self, key: Key) -> bool:
        chain = key.as_dict(private=False).get("x5c")
        if isinstance(chain, list) and chain:
            return _decoded(chain[0]) == self.der
        public = key.public_key
        if isinstance(public, bytes):  # a shared secret is in no certificate
            return False
        form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        try:
            return public.public_bytes(*form) == self.read.public_key().public_bytes(*form)
        except UnsupportedAlgorithm:
            return False


def _spelled(member: str, text: str) -> str:
    return str(ip_address(text)) if member == "tls_client_auth_san_ip" else text


def _decoded(text: object) -> bytes:
    try:
        return b64decode(str(text), validate=True)
    except ValueError:
        return b""
