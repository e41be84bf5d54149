"""Logout tokens: how an application learns that a session is over (OpenID Connect Back-Channel Logout, 2.4)."""

from datetime import timedelta
from typing import Any

from idp.clock import Clock
from idp.crypto.digests import new_secret
from idp.oauth.client import RegisteredClient
from idp.oauth.extensions.id_token import ALGORITHM_MEMBER
from idp.oauth.ports import Keys
from idp.oauth.signing import signed
from idp.oauth.subjects import Subjects

TYPE = "logout+jwt"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
LIFETIME = timedelta(minutes=2)
"""The most the specification recommends. Each attempt at delivery carries a fresh token."""


class LogoutTokens:
    """Issues logout tokens."""

    def __init__(self, issuer: str, keys: Keys, subjects: Subjects, clock: Clock) -> None:
        self._issuer = issuer
        self._keys = keys
        self._subjects = subjects
        self._clock = clock

    def issue(self, client: RegisteredClient, citizen_id: str, session_id: str) -> str:
        """A token that tells one application that one session of one citizen has ended.

        It names both as the application's ID tokens do, is signed with the algorithm registered for those, and
        never holds a nonce, so that it cannot be taken for one.

        Args:
            client: The application.
            citizen_id: Whose session it was.
            session_id: The session that ended.
        """
        return self.signed(client, self.claims(client, citizen_id, session_id))

    def claims(self, client: RegisteredClient, citizen_id: str, session_id: str) -> dict[str, Any]:
        """What such a token says; see `issue`."""
        now = self._clock()
        return {
            "iss": self._issuer,
            "aud": client.client_id,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "jti": new_secret(16),
            "sub": self._subjects.sub(client, citizen_id),
            "sid": self._subjects.sid(client.client_id, session_id),
            "events": {EVENT: {}},
        }

    def signed(self, client: RegisteredClient, claims: dict[str, Any]) -> str:
        """Such a token, as the application expects it to be signed."""
        algorithm = client.signing_algorithm(ALGORITHM_MEMBER)
        key = self._keys.signer(algorithm)
        return signed(claims, key, algorithm, TYPE)
