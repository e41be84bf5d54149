"""Secrets of applications: shown once, kept as keyed digests, several at a time while one replaces another.

Those an application signs with have to be known to check its signatures, so they are sealed instead.
Source: RFC 6749, 2.3.1; RFC 9700, 2.5; OpenID Connect Core, 9 (`client_secret_jwt`) and 16.19.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from idp.clock import Clock
from idp.crypto.digests import keyed_digest, matches, new_secret
from idp.crypto.sealing import Sealer

SIGNS = "client_secret_jwt"
"""The method by which an application signs with its secret instead of sending it."""

HINT_CHARACTERS = 4
MOST_AT_ONCE = 5


class HasSecrets(Protocol):
    """What a client's record must offer."""

    @property
    def client_id(self) -> str:
        """Its identifier: a digest of one client's secret is of no use for another."""
        ...

    @property
    def secrets(self) -> list[Any]:
        """Its secrets, as `KeptSecret.written` gives them."""
        ...


@dataclass(frozen=True)
class KeptSecret:
    """A secret as it is kept.

    Args:
        id: A name to revoke it by.
        digest: HMAC-SHA-256 of the client's identifier and the secret.
        hint: The last characters, to tell secrets apart on a page.
        created_at: When it was made.
        expires_at: When it stops working; None for the newest.
        sealed: The secret itself, encrypted, where the application signs with it; there is no digest then.
    """

    id: str
    digest: str
    hint: str
    created_at: datetime
    expires_at: datetime | None = None
    sealed: str | None = None

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """From the client's row."""
        ends = kept.get("expires_at")
        return cls(
            id=str(kept["id"]),
            digest=str(kept["digest"]),
            hint=str(kept.get("hint", "")),
            created_at=datetime.fromisoformat(kept["created_at"]),
            expires_at=datetime.fromisoformat(ends) if ends else None,
            sealed=kept.get("sealed"),
        )

    def written(self) -> dict[str, Any]:
        """For the client's row."""
        ends = self.expires_at
        stamps = {"created_at": self.created_at.isoformat(), "expires_at": ends.isoformat() if ends else None}
        return {**asdict(self), **stamps}

    def is_live(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.expires_at is None or self.expires_at > now


class ClientSecrets:
    """Makes, checks and retires secrets. Nothing here is stored by itself: lists go into the client's row."""

    def __init__(self, key: Callable[[], bytes], sealer: Sealer, clock: Clock) -> None:
        self._key = key
        self._sealer = sealer
        self._clock = clock
        self.on_use: list[Callable[[str, str], None]] = []
        """Called with the application and the name of the secret it has shown; not for secrets it signs with."""

    def new(self, method: str | None = None) -> str:
        """A fresh secret of 256 bits; of 384 bits in 64 characters, which HS512 needs, where it signs."""
        return new_secret(48 if method == SIGNS else 32)

    def kept(self, client_id: str, secret: str, method: str | None = None) -> KeptSecret:
        """How a secret is kept.

        Args:
            client_id: Whose.
            secret: In clear.
            method: How the client authenticates; it decides between digest and seal.
        """
        name, hint, now = new_secret(6), secret[-HINT_CHARACTERS:], self._clock()
        if method == SIGNS:
            sealed = self._sealer.seal_text(secret, sealed_for(client_id))
            return KeptSecret(name, "", hint, now, sealed=b64encode(sealed).decode("ascii"))
        return KeptSecret(name, self._digest(client_id, secret), hint, now)

    def fit(self, client: HasSecrets, method: str | None) -> bool:
        """Whether the secrets a client has can be used by a method; those kept for another one cannot."""
        kept = self.live(client)
        return bool(kept) and all((each.sealed is not None) == (method == SIGNS) for each in kept)

    def opened(self, client: HasSecrets) -> list[str]:
        """The live secrets a client signs with, in clear, newest first."""
        where = sealed_for(client.client_id)
        sealed = [each.sealed for each in self.live(client) if each.sealed is not None]
        return [self._sealer.open_text(b64decode(each), where) for each in sealed]

    def matches(self, client: HasSecrets, secret: str) -> bool:
        """Whether a secret is one of the client's live ones. All are compared, so that time tells nothing."""
        presented = self._digest(client.client_id, secret)
        now = self._clock()
        found = [kept for kept in all_of(client) if matches(kept.digest, presented) and kept.is_live(now)]
        for listener in self.on_use if found else ():
            listener(client.client_id, found[0].id)
        return bool(found)

    def holds(self, client: HasSecrets, secret: str) -> bool:
        """Whether a secret is one of the client's live ones that are kept as digests. Nobody is told."""
        presented = self._digest(client.client_id, secret)
        return any(matches(kept.digest, presented) for kept in self.live(client))

    def live(self, client: HasSecrets) -> list[KeptSecret]:
        """The secrets that still work, newest first."""
        now = self._clock()
        return sorted((kept for kept in all_of(client) if kept.is_live(now)), key=_age, reverse=True)

    def succeeded_by(self, client: HasSecrets, newest: KeptSecret, overlap: timedelta) -> list[KeptSecret]:
        """The client's secrets once a new one was added: the older ones work for the overlap, no longer than before.

        Args:
            client: Whose.
            newest: The new secret.
            overlap: How long the older ones go on; zero ends them at once.
        """
        end, now = self._clock() + overlap, self._clock()
        older = [
            replace(each, expires_at=min(each.expires_at or end, end))
            for each in self.live(client)
            if (each.sealed is None) == (newest.sealed is None)
        ]
        return [newest, *[each for each in older if each.is_live(now)]][:MOST_AT_ONCE]

    def _digest(self, client_id: str, secret: str) -> str:
        return keyed_digest(self._key(), "client_secret", client_id, secret)


def all_of(client: HasSecrets) -> Iterable[KeptSecret]:
    """The secrets of a client's row, live or not."""
    return [KeptSecret.read(kept) for kept in client.secrets]


def sealed_for(client_id: str) -> str:
    """For which place a secret of an application is sealed."""
    return f"client.secrets {client_id}"


def _age(secret: KeptSecret) -> datetime:
    return secret.created_at
