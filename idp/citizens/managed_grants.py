"""What a citizen granted an application, found and given back by the name the application manages it under.

Giving back leaves what the citizen's own "disconnect" leaves: nothing (Grant Management for OAuth 2.0, 6.5).
"""

from typing import Protocol

from idp.citizens.details_on_demand import DetailsOnDemand
from idp.outbound.departures import Departures
from idp.store.models import Consent
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.consents import Consents

_REVOKED, _SUPERSEDED = "revoked by client", "grant changed"


class Grant(Protocol):
    """Whose it is, and who was given it."""

    @property
    def citizen_id(self) -> str:
        """The citizen."""

    @property
    def client_id(self) -> str:
        """The application."""


class ManagedGrants:
    """One grant for each citizen and application: the remembered answer, and every token that stands on it."""

    def __init__(
        self,
        consents: Consents,
        authorizations: Authorizations,
        departures: Departures,
        details: DetailsOnDemand,
    ) -> None:
        self._consents = consents
        self._authorizations = authorizations
        self._departures = departures
        self._details = details

    def find(self, grant_id: str, client_id: str) -> Consent | None:
        """A grant of this application that is in force."""
        return self._consents.find_managed(grant_id, client_id)

    def revoke(self, grant: Grant) -> None:
        """End a grant: every token, the remembered answer, and what was fetched for the application's sake."""
        self._departures.disconnected(grant.citizen_id, grant.client_id)
        self._authorizations.revoke_given(grant.citizen_id, grant.client_id, _REVOKED)
        self._consents.withdraw(grant.citizen_id, grant.client_id)
        self._details.forget(grant.citizen_id)

    def supersede(self, citizen_id: str, client_id: str, *, everything: bool) -> None:
        """End the tokens of earlier requests (Grant Management for OAuth 2.0, 5.2).

        Args:
            citizen_id: Who granted.
            client_id: The application.
            everything: Whether those of requests that managed no grant end, too.
        """
        self._authorizations.supersede(citizen_id, client_id, _SUPERSEDED, only_managed=not everything)
