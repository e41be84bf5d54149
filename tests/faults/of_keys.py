"""A signing key that somebody else may know is destroyed under traffic (F14)."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import requests
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from idp.audit.events.keys import SigningKeyRevoked
from idp.config import Settings
from idp.store.db import db
from idp.web.current import services
from tests.faults.house import House
from tests.faults.invariants import Bounds
from tests.faults.scenario import SQLITE, Scenario
from tests.installation import application
from tests.waiting import lasting, until

SECONDS_TO_FORGET = 3
"""A process looks at its keys once a second; a request under way goes on with what it has."""

SECONDS_WATCHED = 10
ALGORITHMS = ["RS256", "ES256", "EdDSA", "PS256"]


@dataclass
class Emergency:
    """What was seen of a key that was destroyed.

    Args:
        kid: The key.
        signed_for: Seconds for which it went on signing.
        published_for: Seconds for which some process went on publishing it.
        unverified: How many tokens an application could not verify with the key set it had fetched before.
        others: How many tokens another key has signed since.
    """

    kid: str
    signed_for: float = 0.0
    published_for: float = 0.0
    unverified: int = 0
    others: int = 0


def destroy_the_key(house: House) -> None:
    """Destroy the key that signs, as two custodians do, while an application goes on with the key set it has."""
    keys, record = _published(house), house.record
    seen = Emergency(_kid(until(lambda: record.id_tokens[-1:], what="an ID token")[0]))
    settings = Settings(
        env="demo", issuer=house.address, data_dir=house.folder, database_url=house.url, port=house.port
    )
    with application(settings), house.broken():
        before = len(record.id_tokens)
        assert services().rotation.revoke(seen.kid)
        db.session.commit()
        at, wall = time.monotonic(), time.time()
        while time.monotonic() < at + SECONDS_WATCHED:
            asked = time.monotonic()
            if any(each.kid == seen.kid for each in _published(house).keys):
                seen.published_for = asked - at
            lasting(0.05)
    for token in record.id_tokens[before:]:
        claims = _claims(token, keys)
        seen.unverified += claims is None
        if _kid(token) == seen.kid and claims is not None:
            seen.signed_for = max(seen.signed_for, claims["iat"] - wall)
        seen.others += _kid(token) != seen.kid
    house.emergency = seen  # type: ignore[attr-defined]  # for this scenario only


def _it_is_gone_and_nobody_waits(house: House) -> Iterable[str]:
    """It signs nothing more and is published no more, and the next key was known to applications before."""
    seen: Emergency = house.emergency  # type: ignore[attr-defined]  # looked at above
    house.notes.append(
        f"published for {seen.published_for:.1f} s more; {seen.others} tokens of the next key,"
        f" {seen.unverified} of all not verified"
    )
    for what, seconds in (("signed", seen.signed_for), ("was published", seen.published_for)):
        if seconds > SECONDS_TO_FORGET:
            yield f"the destroyed key {what} for {seconds:.1f} s more"
    if seen.unverified or not seen.others:
        yield f"{seen.unverified} tokens not verified, {seen.others} of the next key"
    revoked = [each.details.get("kid") for each in house.kept().named(SigningKeyRevoked.name)]
    if seen.kid not in revoked:
        yield "the audit log does not tell of it"


def _published(house: House) -> KeySet:
    # A connection of its own each time: any process may answer.
    answer = requests.get(f"{house.address}/oauth/jwks", timeout=10, headers={"Connection": "close"})
    return KeySet.import_key_set(answer.json())


def _kid(token: str) -> str:
    return str(jws.extract_compact(token.encode()).headers()["kid"])


def _claims(token: str, keys: KeySet) -> dict[str, int] | None:
    try:
        return jwt.decode(token, keys, ALGORITHMS).claims
    except (JoseError, ValueError):
        return None


SCENARIOS = (
    Scenario("signing key destroyed under traffic", ("F14",), destroy_the_key, SQLITE, Bounds(is_ready=True),
             _it_is_gone_and_nobody_waits),
)  # fmt: skip
"""Every fault of this kind."""
