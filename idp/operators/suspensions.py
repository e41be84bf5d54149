"""For whom an application was suspended: a unit does not undo what the province has done."""

from idp.audit.events.admin import ClientSuspended
from idp.store.repositories.audit_search import AuditSearch, Wanted
from idp.store.repositories.clients import Clients
from idp.store.repositories.units import Units


class Suspensions:
    """Reads for whom an application was suspended."""

    def __init__(self, search: AuditSearch, units: Units, clients: Clients) -> None:
        self._search = search
        self._units = units
        self._clients = clients

    def unit_of(self, client_id: str) -> str | None:
        """The unit for which an application was suspended last, by a person or a program of it.

        Args:
            client_id: Which.

        Returns:
            None where the command line, or somebody who acts for every unit, did it.
        """
        last = self._search.page(Wanted(client_id=client_id, names=(ClientSuspended.name,)), most=1)
        unit: str | None = last[0].details.get("for_unit") if last else None
        if unit is None or self._units.by_name(unit) is not None:
            return unit
        # No unit is ever removed: it was renamed, and its applications with it. The log keeps the name it had.
        client = self._clients.find(client_id)
        return client.unit if client is not None else None
