"""Certificates for the tests: an authority, what it issues, and what issues itself."""

import ssl
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

_BEGIN, _END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=3650)
OVER = _BEGIN + timedelta(days=1)
"""An end that has passed on every machine whose clock is right."""


@dataclass(frozen=True)
class Identity:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, *form).decode()

    @property
    def escaped(self) -> str:
        """As nginx passes it on (`$ssl_client_escaped_cert`)."""
        return quote(self.pem, safe="")

    def jwk(self, *, with_certificate: bool = True) -> dict[str, Any]:
        key = ECKey.import_key(self.key_pem).as_dict(private=False)
        der = b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()
        return {**key, "x5c": [der]} if with_certificate else key

    def written(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Its two files: certificate and key."""
        files = folder / f"{name}.pem", folder / f"{name}.key"
        files[0].write_text(self.pem)
        files[1].write_text(self.key_pem)
        return files


def issued(
    name: str, by: Identity | None = None, *, is_authority: bool = False, ends: datetime = _END, **names: str
) -> Identity:
    """A certificate for a common name.

    Args:
        name: The common name.
        by: Who issues it; itself if left out.
        is_authority: Whether it may issue others.
        ends: Until when it is good.
        names: `dns`, `ip`, `uri`, `email` beside it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Ngân hàng An Liên"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
        ]
    )
    issuer = by.certificate.subject if by else subject
    builder = x509.CertificateBuilder(
        issuer, subject, key.public_key(), x509.random_serial_number(), _BEGIN, ends
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    others = [_kinds[kind](value) for kind, value in names.items()]
    if others:
        builder = builder.add_extension(x509.SubjectAlternativeName(others), critical=False)
    return Identity(builder.sign(by.key if by else key, hashes.SHA256()), key)


_kinds = {
    "dns": x509.DNSName,
    "uri": x509.UniformResourceIdentifier,
    "email": x509.RFC822Name,
    "ip": lambda text: x509.IPAddress(ip_address(text)),
}


def a_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate that vouches for itself, for a server on this machine, and its key; the paths of both."""
    return issued(host, is_authority=True, dns=host).written(folder, "certificate")


def shown_by_a_server(identity: Identity, folder: Path) -> ssl.SSLContext:
    """What a server speaks TLS with that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*identity.written(folder, "server"))
    return context
