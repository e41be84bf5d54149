"""Secrets that applications sign with, sealed anew: they stand inside the lists of their registrations."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace

from idp.crypto.sealing import CannotOpen, Sealer
from idp.relying_parties.secrets import KeptSecret, all_of, sealed_for
from idp.store.models import Client
from idp.store.repositories.clients import Clients


class SealedSecrets:
    """See `idp.keys.resealing.Elsewhere`."""

    name = "client.secrets"

    def __init__(self, clients: Clients, sealer: Sealer) -> None:
        self._clients = clients
        self._sealer = sealer

    def counted(self) -> tuple[int, int]:
        """How many there are, and how many of them are not under the first key."""
        kept = [each for client in self._clients.all() for each in all_of(client) if each.sealed is not None]
        return len(kept), sum(self._waits(each) for each in kept)

    def reseal(self) -> int:
        """Seal all of them anew that some key opens; how many that were."""
        return sum(self._reseal(client) for client in self._clients.all())

    def _reseal(self, client: Client) -> int:
        before = list(all_of(client))
        after = list(self._anew(client.client_id, before))
        changed = sum(one != other for one, other in zip(before, after, strict=True))
        written = [each.written() for each in after]
        if changed and self._clients.seal_anew(client.client_id, client.version, written):
            return changed
        return 0

    def _anew(self, client_id: str, kept: list[KeptSecret]) -> Iterator[KeptSecret]:
        where = sealed_for(client_id)
        for each in kept:
            yield replace(each, sealed=self._one_anew(each.sealed, where)) if self._waits(each) else each

    def _one_anew(self, sealed: str | None, where: str) -> str | None:
        try:
            plain = self._sealer.open(b64decode(sealed or ""), where)
        except CannotOpen:
            return sealed
        return b64encode(self._sealer.seal(plain, where)).decode("ascii")

    def _waits(self, kept: KeptSecret) -> bool:
        return kept.sealed is not None and not self._sealer.is_current(b64decode(kept.sealed))
