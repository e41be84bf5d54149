"""Parameters that a client put into a signed token: the same rules for whatever it asks so.

Source: RFC 9101, 4; OpenID Connect CIBA, 7.1.1; FAPI 2.0 Message Signing, 5.3.1.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from idp.oauth.numeric_date import moment
from idp.oauth.readable import is_readable
from idp.oauth.request import MAY_REPEAT

SKEW = timedelta(seconds=30)
"""How far a client's clock may be from ours, either way."""
LONGEST_LIFE = timedelta(minutes=60)
"""For clients that must sign: how old `nbf` may be, and how long after it `exp` may come."""
MOST_MEMBERS = 100

_OF_THE_TOKEN = frozenset({"iss", "aud", "exp", "nbf", "iat", "jti", "sub"})
_TIMES = ("exp", "nbf", "iat")


def pairs(claims: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The parameters in claims; structured ones as the JSON they would be in a form (OpenID Connect Core, 6.1)."""
    for name, value in claims.items():
        if name in _OF_THE_TOKEN or value is None:
            continue
        if isinstance(value, str):
            yield name, value
        elif name in MAY_REPEAT and isinstance(value, list):
            yield from ((name, str(each)) for each in value)
        else:
            yield name, json.dumps(value, separators=(",", ":"))


def faults_of_members(claims: Mapping[str, Any], issuer: str, *, is_strict: bool) -> Iterator[str]:
    """What is wrong with the claims, but for who signed and when, each as the rest of a sentence.

    Args:
        claims: Those of the token.
        issuer: Our issuer identifier.
        is_strict: Whether the token has to be meant for us in so many words.
    """
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if (is_strict or "aud" in claims) and issuer not in audiences:
        yield "aud does not name the issuer"
    if not {"request", "request_uri"}.isdisjoint(claims):
        yield "there is another request or request_uri"
    if len(claims) > MOST_MEMBERS:
        yield "there are too many members"
    if not is_readable(claims):
        yield "a text cannot be read"


def faults_of_time(claims: Mapping[str, Any], now: datetime, required: Collection[str]) -> Iterator[str]:
    """What is wrong with `exp`, `nbf` and `iat`, each as the rest of a sentence. The first is the one that counts.

    Args:
        claims: Those of the token.
        now: The present moment.
        required: Which of them must be there; where `exp` and `nbf` must, they are held to `LONGEST_LIFE`.
    """
    times = {name: moment(claims.get(name)) for name in _TIMES}
    for name in _TIMES:
        if claims.get(name) is None and name in required:
            yield f"{name} is missing"
        if claims.get(name) is not None and times[name] is None:
            yield f"{name} is not a number of seconds"
    start, end = times["nbf"], times["exp"]
    if end is not None and end <= now - SKEW:
        yield "exp is past"
    for name in ("nbf", "iat"):
        if (named := times[name]) is not None and named > now + SKEW:
            yield f"{name} is ahead"
    if start is None or end is None or not {"exp", "nbf"} <= set(required):
        return
    if start < now - LONGEST_LIFE - SKEW:
        yield "nbf is more than 60 minutes old"
    if end - start > LONGEST_LIFE:
        yield "exp is more than 60 minutes after nbf"
