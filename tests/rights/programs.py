"""What programs may do, declared by hand: scope by operation by owner by field. docs/roles.md shows the same."""

from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    """Whose things a program of one unit may do an operation with. With `sen:units.all`: everybody's."""

    ITS_LIST = "its part of the list"
    MAKES = "makes its own"
    UNIT = "of its unit"
    MADE = "of its unit, or its own"
    """What it made or asked for itself, in whichever unit."""
    NONE = "needs sen:units.all"


@dataclass(frozen=True)
class May:
    """One operation.

    Args:
        scopes: Those that open it, each by itself, without `sen:`.
        whose: With whose things.
        fields: What may be sent; anything else is refused.
    """

    scopes: tuple[str, ...]
    whose: Whose
    fields: tuple[str, ...] = ()


CLIENT_MEMBERS = "members of a registration"
"""Stands for the members that may be sent: `client_id`, the secret, state, owner and maker are not among them."""

USER_ATTRIBUTES = "attributes of a user"
"""Stands for the attributes of SCIM that are kept."""

OFFICER_ATTRIBUTES = "attributes of an officer"
"""Stands for what is kept of an officer."""


def _row(scopes: str, whose: Whose, fields: str = "") -> May:
    return May(tuple(scopes.split()), whose, tuple(fields.split(", ")) if fields else ())


_SEES = "clients.read clients.write"
_BREACH = "title, since, until, clients, names"

API: dict[str, May] = {
    "listClients": _row(_SEES, Whose.ITS_LIST),
    "createClient": _row("clients.write", Whose.MAKES, CLIENT_MEMBERS),
    "getClient": _row(_SEES, Whose.MADE),
    "changeClient": _row("clients.write", Whose.MADE, CLIENT_MEMBERS),
    "submitClient": _row("clients.write", Whose.MADE),
    "suspendClient": _row("clients.suspend", Whose.MADE),
    "resumeClient": _row("clients.suspend", Whose.MADE),
    "listVersions": _row(_SEES, Whose.MADE),
    "listActs": _row(_SEES, Whose.MADE),
    "getLint": _row(_SEES, Whose.MADE),
    "listCalls": _row("clients.read", Whose.MADE),
    "listSecrets": _row(_SEES, Whose.MADE),
    "rotateSecret": _row("clients.write", Whose.MADE, "overlap_days"),
    "revokeSecret": _row("clients.write", Whose.MADE),
    "goLive": _row("clients.write", Whose.MADE),
    "discardClient": _row("clients.write", Whose.MADE),
    "retireClient": _row("clients.retire", Whose.NONE, "client_name"),
    "removeClient": _row("clients.retire", Whose.NONE, "client_name"),
    "restoreVersion": _row("clients.write", Whose.MADE),
    "listChecks": _row(_SEES, Whose.MADE),
    "getCoach": _row("sandbox.use", Whose.MADE),
    "getFaults": _row("sandbox.use", Whose.MADE),
    "switchFaults": _row("sandbox.use", Whose.MADE, "faults, minutes"),
    "tryLogout": _row("sandbox.use", Whose.MADE),
    "listRequests": _row(_SEES, Whose.ITS_LIST),
    "getRequest": _row(_SEES, Whose.MADE),
    "withdrawRequest": _row("clients.write", Whose.MADE),
    "listOperators": _row("operators.read", Whose.ITS_LIST),
    "getOperator": _row("operators.read", Whose.UNIT),
    "moveOperator": _row("operators.write", Whose.UNIT, "role, unit"),
    "listInvitations": _row("operators.read", Whose.ITS_LIST),
    "inviteOperator": _row("operators.write", Whose.MAKES, "address, role, unit, language"),
    "revokeInvitation": _row("operators.write", Whose.UNIT),
    "inviteAgain": _row("operators.write", Whose.UNIT),
    "suspendOperator": _row("operators.write", Whose.UNIT),
    "resumeOperator": _row("operators.write", Whose.UNIT),
    "resetFactor": _row("operators.write", Whose.UNIT),
    "endOperatorSessions": _row("operators.write", Whose.UNIT),
    "listUnits": _row("units.read units.write", Whose.ITS_LIST),
    "createUnit": _row("units.write", Whose.NONE, "name, name_en, kind, domains"),
    "changeUnit": _row("units.write", Whose.UNIT, "name, name_en, kind, domains"),
    "listKeys": _row("keys.read keys.rotate", Whose.NONE),
    "rotateKeys": _row("keys.rotate", Whose.NONE, "reason"),
    "revokeKey": _row("keys.rotate", Whose.NONE, "reason"),
    "listBanners": _row("banners.write", Whose.NONE),
    "createBanner": _row("banners.write", Whose.NONE, "kind, vi, en, starts_at, ends_at"),
    "withdrawBanner": _row("banners.write", Whose.NONE),
    "listRegistrationTokens": _row("registration.write", Whose.NONE),
    "revokeRegistrationToken": _row("registration.write", Whose.NONE),
    "getFigures": _row("overview.read", Whose.ITS_LIST),
    "listIncidents": _row("clients.read", Whose.ITS_LIST),
    "findIncident": _row("clients.read", Whose.MADE),
    "listDeliveries": _row("clients.read", Whose.ITS_LIST),
    "deliverAgain": _row("clients.write", Whose.MADE),
    "searchAudit": _row("audit.read", Whose.NONE),
    "exportAudit": _row("audit.read", Whose.NONE),
    "listReleases": _row("audit.read", Whose.NONE),
    "listAuditChecks": _row("audit.read", Whose.NONE),
    "askAuditCheck": _row("audit.read", Whose.NONE),
    "listBreaches": _row("breaches.read breaches.write", Whose.NONE),
    "getBreach": _row("breaches.read breaches.write", Whose.NONE),
    "getBreachNotice": _row("breaches.read breaches.write", Whose.NONE),
    "listBreachNotes": _row("breaches.read breaches.write", Whose.NONE),
    "openBreach": _row("breaches.write", Whose.NONE, f"{_BREACH}, known_at"),
    "changeBreach": _row("breaches.write", Whose.NONE, _BREACH),
    "countBreach": _row("breaches.write", Whose.NONE),
    "noteBreach": _row("breaches.write", Whose.NONE, "text"),
    "reportBreach": _row("breaches.write", Whose.NONE),
    "closeBreach": _row("breaches.write", Whose.NONE),
}
"""By operation of the API."""

SCIM: dict[str, May] = {
    "GET /Users": _row("operators.write", Whose.ITS_LIST),
    "POST /Users/.search": _row("operators.write", Whose.ITS_LIST),
    "POST /Users": _row("operators.write", Whose.MAKES, USER_ATTRIBUTES),
    "GET /Users/{id}": _row("operators.write", Whose.UNIT),
    "PUT /Users/{id}": _row("operators.write", Whose.UNIT, USER_ATTRIBUTES),
    "PATCH /Users/{id}": _row("operators.write", Whose.UNIT, USER_ATTRIBUTES),
    "DELETE /Users/{id}": _row("operators.write", Whose.UNIT),
    "GET /Officers": _row("officers.write", Whose.NONE),
    "POST /Officers/.search": _row("officers.write", Whose.NONE),
    "POST /Officers": _row("officers.write", Whose.NONE, OFFICER_ATTRIBUTES),
    "GET /Officers/{id}": _row("officers.write", Whose.NONE),
    "PUT /Officers/{id}": _row("officers.write", Whose.NONE, OFFICER_ATTRIBUTES),
    "PATCH /Officers/{id}": _row("officers.write", Whose.NONE, OFFICER_ATTRIBUTES),
    "DELETE /Officers/{id}": _row("officers.write", Whose.NONE),
}
"""By method and address of SCIM. What everybody may read there is in `test_pages.FOR_EVERYBODY`."""
