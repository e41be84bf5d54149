"""The provider says that a citizen signed out: their sessions here end, without their browser.

Source: OpenID Connect Back-Channel Logout 1.0, 2.4 (the token), 2.6 (its validation), 2.8 (the answer).
"""

import logging
import time
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from clients.kit.oidc import provider, settings
from clients.kit.provider import Provider, ProviderUnreachable, TokenRefused
from clients.kit.session_store import Clock, SessionStore, SpentToken, digest_of

EVENT = "http://schemas.openid.net/event/backchannel-logout"
SECONDS_OF_LEEWAY = 60
SECONDS_OF_LIFE = 10 * 60
"""No logout token is good for longer, whatever it says: so long its `jti` has to be remembered."""

_log = logging.getLogger(__name__)
blueprint = Blueprint("backchannel", __name__)


@dataclass(frozen=True)
class LogoutToken:
    """Who signed out, as the provider says."""

    spent: SpentToken
    sub: str | None
    sid: str | None


def read_logout_token(text: str, trusted: Provider, client_id: str, clock: Clock = time.time) -> LogoutToken:
    """Check a logout token, except for whether it was used before.

    Args:
        text: As it was posted.
        trusted: Whose signature counts.
        client_id: Whom it must be meant for.
        clock: The present.

    Raises:
        TokenRefused: It is not good.
        ProviderUnreachable: There are no keys to check it with.
    """
    claims = trusted.read(text, "logout+jwt").claims
    now = clock()
    rules = JWTClaimsRegistry(
        now=int(now),
        leeway=SECONDS_OF_LEEWAY,
        iss={"essential": True, "value": trusted.issuer},
        aud={"essential": True, "value": client_id},
        iat={"essential": True},
        exp={"essential": True},
        jti={"essential": True},
        events={"essential": True},
    )
    try:
        rules.validate(claims)
    except JoseError as reason:
        raise TokenRefused(f"{reason}") from reason
    if now - claims["iat"] > SECONDS_OF_LIFE:
        raise TokenRefused("the token is too old")
    if fault := _fault_of(claims):
        raise TokenRefused(fault)
    forget_at = now + SECONDS_OF_LIFE + SECONDS_OF_LEEWAY
    spent = SpentToken(claims["jti"], digest_of(text), forget_at)
    return LogoutToken(spent, claims.get("sub"), claims.get("sid"))


@blueprint.post("/backchannel-logout")
def receive() -> ResponseReturnValue:
    """End the sessions a logout token names. Only the provider comes here; there is no cookie and no citizen.

    A provider that did not get our answer may send the same token again: what it asks for is done, and it hears so.
    """
    sent = request.form.getlist("logout_token")
    try:
        if len(sent) != 1:
            raise TokenRefused("exactly one logout_token is expected")
        token = read_logout_token(sent[0], provider(), settings().client_id)
        ended = _store().end_by_provider(token.spent, sub=token.sub, sid=token.sid)
        if ended is None:
            raise TokenRefused("the token was used before")
    except TokenRefused as reason:
        _log.warning("a logout token was refused: %s", ascii(str(reason)))
        return jsonify(error="invalid_request", error_description=str(reason)), 400
    except ProviderUnreachable as reason:
        _log.warning("a logout token could not be checked: %s", reason)
        return jsonify(error="temporarily_unavailable"), 503
    _log.info("back-channel logout: %d sessions ended", ended)
    return "", 200


def _fault_of(claims: dict[str, Any]) -> str | None:
    """What is wrong with a token that is signed, in its time and for us (2.6, steps 4 to 7)."""
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        return "the token is about another event"
    if "nonce" in claims:
        return "an ID token must not end a session"
    subjects = [claims[name] for name in ("sub", "sid") if name in claims]
    if not subjects or not all(isinstance(each, str) and each for each in subjects):
        return "the token names nobody"
    return None


def _store() -> SessionStore:
    found: SessionStore = current_app.extensions["session_store"]
    return found
