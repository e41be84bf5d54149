"""Secrets made once per installation."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from idp.crypto.sealing import Sealer
from idp.store.models import InstallationSecret

NAMES = ("blind_index", "pairwise_salt", "codes", "client_secrets", "dpop_nonces")
"""The key of the blind indexes, the salt of pairwise subjects, the keys of digests (codes, client secrets, nonces)."""

_DEMONSTRATION = "demonstration"
"""Not used as a secret: that it is there says that invented people were loaded once."""
_WHERE = "installation_secret.sealed"


class NotPrepared(Exception):
    """The database has no secrets of its own yet: `idp db upgrade` makes them."""


class InstallationSecrets:
    """Reads the secrets of this installation; makes them when it is set up."""

    def __init__(self, session: "scoped_session[Session]", sealer: Sealer) -> None:
        self._session = session
        self._sealer = sealer
        self._known: dict[str, bytes] = {}

    def get(self, name: str) -> bytes:
        """A secret of 32 bytes that never changes.

        Args:
            name: One of `NAMES`.

        Raises:
            NotPrepared: The installation was not set up.
        """
        if name not in self._known:
            self._known = self._read()
        if name not in self._known:
            raise NotPrepared(f"no {name}: run `idp db upgrade`")
        return self._known[name]

    def _read(self) -> dict[str, bytes]:
        stored = self._session.execute(select(InstallationSecret.name, InstallationSecret.sealed))
        return {name: self._sealer.open(sealed, _WHERE) for name, sealed in stored if name in NAMES}

    def make_missing(self) -> None:
        """Make those that are not there yet. Part of setting up, under the migration lock."""
        there = set(self._session.scalars(select(InstallationSecret.name)))
        for name in NAMES:
            if name not in there:
                self._make(name)
        self._session.flush()

    def note_demonstration(self) -> None:
        """Leave a mark, for good, that this installation holds the demonstration."""
        if not self.holds_demonstration():
            self._make(_DEMONSTRATION)
            self._session.flush()

    def holds_demonstration(self) -> bool:
        """Whether the demonstration was ever loaded into this installation. One SELECT."""
        marked = select(InstallationSecret.name).where(InstallationSecret.name == _DEMONSTRATION)
        return self._session.scalar(marked) is not None

    def _make(self, name: str) -> None:
        sealed = self._sealer.seal(secrets.token_bytes(32), _WHERE)
        self._session.add(InstallationSecret(name=name, sealed=sealed))
