"""Puts the population register's word behind an account, once for each person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from idp.assurance import IdentityAssurance
from idp.audit.events.proofing import IdentityVerified
from idp.audit.log import AuditLog
from idp.citizens.contacts import number_index
from idp.crypto.sealing import Sealer
from idp.store.models import Citizen
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.installation_secrets import InstallationSecrets

IDENTITY_SEALED = "citizen.identity_sealed"


@dataclass(frozen=True)
class Word:
    """What the register said of a person, and how sure that makes us."""

    identity: Mapping[str, Any]
    assurance: IdentityAssurance
    request_id: str


class RegisterWord:
    """Writes identities into accounts."""

    def __init__(
        self, citizens: Citizens, installation: InstallationSecrets, sealer: Sealer, audit: AuditLog
    ) -> None:
        self._citizens = citizens
        self._installation = installation
        self._sealer = sealer
        self._audit = audit

    def owner_of(self, number: str) -> Citizen | None:
        """The account of the person with an identity number."""
        return self._citizens.with_number(number_index(number, self._installation))

    def columns(self, word: Word) -> dict[str, Any]:
        """The columns of a verified account."""
        return {
            "number_index": number_index(word.identity["number"], self._installation),
            "identity_sealed": self._sealer.seal_json(dict(word.identity), IDENTITY_SEALED),
            "assurance": str(word.assurance),
            "verification_id": word.request_id,
        }

    def give(self, citizen: Citizen, word: Word) -> bool:
        """Verify an account that was not. False when it is already, or the number belongs to another account."""
        if not self._citizens.verify(citizen.id, **self.columns(word)):
            return False
        self.note(citizen.id, word)
        return True

    def note(self, citizen_id: str, word: Word) -> None:
        """Put into the audit log that an account is verified."""
        self._audit.record(
            IdentityVerified(citizen_id=citizen_id, assurance=str(word.assurance), request_id=word.request_id)
        )
