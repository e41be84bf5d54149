"""DPoP: a request shows that its sender has the private part of a key (RFC 9449)."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.jwk import Key, import_key

from idp.clock import Clock
from idp.crypto.digests import matches
from idp.oauth.addresses import without_query
from idp.oauth.dpop_nonce import Nonces
from idp.oauth.errors import NonceNeeded, ProofRefused
from idp.oauth.jws import PROOF_ALGORITHMS, SAME_AS, UNREADABLE, header_of, verified
from idp.oauth.numeric_date import moment
from idp.oauth.ports import UsedAssertions
from idp.oauth.request import ProtocolRequest

PROOF_TYPE = "dpop+jwt"

AHEAD = timedelta(seconds=30)
"""How far a client's clock may run ahead of ours."""
OLDEST = timedelta(seconds=60)
"""How old a proof may be: longer than a slow network takes, shorter than a stolen one is worth."""

_SPACE = "DPoP proof\n"
# No client identifier holds a line break: proofs and client assertions share a table, never a row.
_LONGEST_JTI = 255
_PUBLIC_MEMBERS = {"EC": ("crv", "x", "y"), "OKP": ("crv", "x"), "RSA": ("n", "e")}
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_CURVES = ("P-256", "Ed25519")
_SMALLEST_RSA = 2048
_BITS_OF_A_CHARACTER = 6  # base64url


@dataclass(frozen=True)
class Proof:
    """A proof whose signature, times and place are good.

    Args:
        jkt: The SHA-256 thumbprint of its key (RFC 7638).
        claims: What it says.
        issued_at: When it was made, by the client's clock.
    """

    jkt: str
    claims: Mapping[str, Any]
    issued_at: datetime

    @property
    def fresh_until(self) -> datetime:
        """When it will be too old to be taken."""
        return self.issued_at + OLDEST + AHEAD


class Proofs:
    """Checks proofs in the order of RFC 9449, 4.3, and that none comes twice."""

    def __init__(self, used: UsedAssertions, nonces: Nonces, clock: Clock) -> None:
        self._used = used
        self._nonces = nonces
        self._clock = clock

    def check(self, request: ProtocolRequest, *, needs_nonce: bool, access_token: str | None = None) -> Proof:
        """The one proof of a request. It is not spent yet.

        Args:
            request: The request; it is told the nonce its answer has to hand out.
            needs_nonce: Whether the proof has to hold a nonce of ours.
            access_token: The token it comes with, at a protected resource.

        Raises:
            ProofRefused: It is not good.
            NonceNeeded: It holds no nonce of ours, or an old one.
        """
        if not request.proofs:
            raise ProofRefused("the DPoP header is missing")
        proof = self._read(request)
        self._check_claims(proof, request)
        if access_token is not None and not _names(proof.claims.get("ath"), _hash(access_token)):
            raise ProofRefused("its ath is missing or not the hash of the access token")
        if needs_nonce:
            request.fresh_nonce = self._nonces.current()
            if not self._nonces.is_good(proof.claims.get("nonce")):
                raise NonceNeeded
        return proof

    def spend(self, proof: Proof) -> None:
        """Take a proof, once, whichever process it comes to.

        Raises:
            ProofRefused: Somebody has shown it before.
        """
        if not self._used.spend(_SPACE + proof.jkt, proof.claims["jti"], proof.fresh_until):
            raise ProofRefused("its jti was used before")

    def _read(self, request: ProtocolRequest) -> Proof:
        if len(request.proofs) != 1:
            raise ProofRefused("there is more than one DPoP header")
        text = request.proofs[0]
        header = header_of(text)
        if not header:
            raise ProofRefused("it is not a JWT")
        if header.get("typ") != PROOF_TYPE:
            raise ProofRefused("its typ is not dpop+jwt")
        algorithm = header.get("alg")
        if algorithm not in PROOF_ALGORITHMS:
            raise ProofRefused(f"its alg is none of {', '.join(PROOF_ALGORITHMS)}")
        key = _key(header.get("jwk"))
        try:
            claims = verified(text, key, [SAME_AS.get(algorithm, algorithm)])
        except ValueError as cause:
            raise ProofRefused("its signature does not fit its jwk") from cause
        issued = moment(claims.get("iat"))
        if issued is None:
            raise ProofRefused("its iat is missing or not a number")
        return Proof(key.thumbprint(), claims, issued)

    def _check_claims(self, proof: Proof, request: ProtocolRequest) -> None:
        now, issued, claims = self._clock(), proof.issued_at, proof.claims
        begins, ends = moment(claims.get("nbf", 0)), moment(claims.get("exp", 2**32))
        jti, htu = claims.get("jti"), claims.get("htu")
        here = without_query(request.url)
        checks = {
            "its jti is missing or longer than 255 characters": isinstance(jti, str)
            and 0 < len(jti) <= _LONGEST_JTI,
            "its htm is not the method of the request": claims.get("htm") == request.method,
            "its htu is not the address of the request": here is not None
            and isinstance(htu, str)
            and without_query(htu) == here,
            f"its iat is more than {OLDEST.seconds} seconds old": now - issued <= OLDEST,
            f"its iat is more than {AHEAD.seconds} seconds ahead": issued - now <= AHEAD,
            "its nbf is ahead": begins is not None and begins - now <= AHEAD,
            "its exp is past": ends is not None and now - ends < AHEAD,
        }
        if wrong := [reason for reason, is_good in checks.items() if not is_good]:
            raise ProofRefused(wrong[0])


def _key(jwk: object) -> Key:
    members = jwk if isinstance(jwk, dict) else {}
    kind = members.get("kty")
    if not isinstance(kind, str) or kind not in _PUBLIC_MEMBERS:
        raise ProofRefused("its jwk is missing or no public key of kty EC, OKP or RSA")
    if _PRIVATE_MEMBERS & set(members):
        raise ProofRefused("its jwk has private members")
    # Only what makes the key: whatever else it says about itself does not change whose it is.
    plain: dict[str, Any] = {"kty": kind, **{name: members.get(name) for name in _PUBLIC_MEMBERS[kind]}}
    is_weak = kind == "RSA" and len(str(plain["n"])) * _BITS_OF_A_CHARACTER < _SMALLEST_RSA
    if is_weak or plain.get("crv", _CURVES[0]) not in _CURVES:
        raise ProofRefused("its jwk is none of RSA with 2048 bits or more, P-256 and Ed25519")
    try:
        return import_key(plain)
    except UNREADABLE as cause:
        raise ProofRefused("its jwk is malformed") from cause


def _hash(access_token: str) -> str:
    found = hashlib.sha256(access_token.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(found).rstrip(b"=").decode("ascii")


def _names(claim: object, value: str) -> bool:
    return isinstance(claim, str) and matches(claim, value)
