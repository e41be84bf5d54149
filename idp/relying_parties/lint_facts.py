"""Gathers what lint has to know of an application besides its registration."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.clock import Clock
from idp.relying_parties.endings import HERE
from idp.relying_parties.facts import UNUSED_AFTER, Facts
from idp.relying_parties.history import History
from idp.relying_parties.key_ages import keys_since
from idp.relying_parties.key_certificates import certificates_end
from idp.relying_parties.offer import Offer
from idp.relying_parties.secrets import ClientSecrets
from idp.store.models import Client
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.call_counts import CallCounts
from idp.store.repositories.client_secret_uses import ClientSecretUses
from idp.store.repositories.units import Units

FEWEST_CALLS = 20
"""A part of fewer calls says nothing."""

_WITHOUT_DATA = {"openid", "offline_access"}


def midnight_before(now: datetime) -> datetime:
    """When the day began in Việt Nam."""
    return now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Seen:
    """Where it is noted what applications did."""

    secret_uses: ClientSecretUses
    authorizations: Authorizations
    calls: CallCounts


class LintFacts:
    """Looks things up."""

    def __init__(
        self,
        *,
        secrets: ClientSecrets,
        history: History,
        seen: Seen,
        units: Units,
        offer: Offer,
        clock: Clock,
    ) -> None:
        self._secrets = secrets
        self._history = history
        self._seen = seen
        self._units = units
        self._offer = offer
        self._clock = clock

    def of(self, client: Client) -> Facts:
        """What is known of one application now."""
        now = self._clock()
        return Facts(
            now=now,
            today=now.astimezone(HERE).date(),
            secrets=tuple(self._secrets.live(client)),
            last_used=self._seen.secret_uses.of(client.client_id),
            scopes_used=self._seen.authorizations.scopes_of(client.client_id, now - UNUSED_AFTER),
            error_share=self._error_share(client.client_id, now),
            foreign_domains=self._foreign_domains(client.unit),
            keys_since=self._keys_since(client),
            certificates_end=tuple(certificates_end(client.metadata_.get("jwks"))),
            data_scopes=frozenset(self._offer.scopes) - _WITHOUT_DATA,
            law_only=self._offer.law_only,
        )

    def _keys_since(self, client: Client) -> tuple[tuple[str, datetime], ...]:
        if not client.metadata_.get("jwks"):
            return ()  # without opening the history of those that publish theirs
        return keys_since(self._history.all(client))

    def _error_share(self, client_id: str, now: datetime) -> float | None:
        midnight = midnight_before(now)
        calls, failed = self._seen.calls.of(client_id, midnight - timedelta(days=1), midnight)
        return failed / calls if calls >= FEWEST_CALLS else None

    def _foreign_domains(self, own: str) -> frozenset[str]:
        units = self._units.all()
        mine = {domain for unit in units if unit.name == own for domain in unit.domains}
        return frozenset(domain for unit in units for domain in unit.domains) - mine
