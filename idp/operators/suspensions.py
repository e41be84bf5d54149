"""For whom an application was suspended: a unit does not undo what the province has done."""

from idp.audit.events.admin import ClientSuspended
from idp.operators.rights import Reach, Right, reach
from idp.store.repositories.audit_search import AuditSearch, Wanted
from idp.store.repositories.operators import Operators


class Suspensions:
    """Reads who suspended an application."""

    def __init__(self, search: AuditSearch, operators: Operators) -> None:
        self._search = search
        self._operators = operators

    def unit_of(self, client_id: str) -> str | None:
        """The unit whose operator suspended an application last.

        Args:
            client_id: Which.

        Returns:
            None where the command line, a program or somebody who acts for every unit did it.
        """
        last = self._search.page(Wanted(client_id=client_id, names=(ClientSuspended.name,)), most=1)
        operator = self._operators.find(last[0].operator_id or "") if last else None
        if operator is None or reach(operator.role, Right.SUSPEND_CLIENTS) is Reach.ALL:
            return None
        return operator.unit
