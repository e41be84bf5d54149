"""What programs may do through the administrative API: rights by scope, for their own unit or for all."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from idp.operators.rights import Owned, Right, Role

ALL_UNITS = "sen:units.all"
"""With this scope a program acts for every unit; without it, for the unit it belongs to."""

RIGHT_OF: dict[str, tuple[Right, ...]] = {
    "sen:clients.read": (Right.SEE_CLIENTS, Right.SEE_CALLS, Right.SEE_INCIDENTS, Right.SEE_DELIVERIES),
    "sen:clients.write": (
        Right.SEE_CLIENTS,
        Right.DRAFT_CLIENTS,
        Right.CHANGE_CLIENTS,
        Right.RETRY_DELIVERIES,
    ),
    "sen:clients.suspend": (Right.SUSPEND_CLIENTS,),
    "sen:clients.retire": (Right.REMOVE_CLIENTS,),
    "sen:registration.write": (Right.INVITE_CLIENTS,),
    "sen:sandbox.use": (Right.USE_SANDBOX,),
    "sen:units.read": (Right.SEE_UNITS,),
    "sen:units.write": (Right.SEE_UNITS, Right.CHANGE_UNITS),
    "sen:operators.read": (Right.SEE_OPERATORS,),
    "sen:operators.write": (Right.CHANGE_OPERATORS,),
    "sen:officers.write": (Right.CHANGE_OFFICERS,),
    "sen:keys.read": (Right.SEE_KEYS,),
    "sen:keys.rotate": (Right.SEE_KEYS, Right.ROTATE_KEYS),
    "sen:audit.read": (Right.SEE_AUDIT,),
    "sen:overview.read": (Right.SEE_OVERVIEW,),
    "sen:banners.write": (Right.CHANGE_BANNERS,),
    "sen:breaches.read": (Right.SEE_BREACHES,),
    "sen:breaches.write": (Right.SEE_BREACHES, Right.CHANGE_BREACHES),
}
"""Approving, being the second person, helping citizens and exporting what is personal are for people only."""

SCOPES = (*RIGHT_OF, ALL_UNITS)
"""Every scope of the API."""

_FOR_EVERYBODY = frozenset(
    {
        Right.CHANGE_OFFICERS,
        Right.SEE_KEYS,
        Right.ROTATE_KEYS,
        Right.SEE_AUDIT,
        Right.CHANGE_BANNERS,
        Right.SEE_BREACHES,
        Right.CHANGE_BREACHES,
        Right.REMOVE_CLIENTS,
        Right.INVITE_CLIENTS,
    }
)
"""What belongs to no unit, or what no role of a unit may do: it takes `ALL_UNITS`, too."""

_NAMES = uuid.UUID("5e41d000-0000-4000-8000-000000000000")


@dataclass
class StandIn:
    """The operator a program stands for where rules ask for a role. It never decides anything."""

    id: str
    role: str
    unit: str | None


@dataclass(frozen=True)
class Program:
    """An application that administers.

    Args:
        client_id: Which.
        unit: The unit it belongs to.
        scopes: What its token opens.
    """

    client_id: str
    unit: str
    scopes: frozenset[str]

    @property
    def id(self) -> str:
        """What it is called where operators are named: in the audit log, in histories."""
        return actor_id(self.client_id)

    @property
    def acts_for_all(self) -> bool:
        """Whether it acts for every unit."""
        return ALL_UNITS in self.scopes

    @property
    def stand_in(self) -> StandIn:
        """Whom it stands for where operators are handled, once it is known that it may handle any."""
        role = Role.PROVINCE_ADMINISTRATOR if self.acts_for_all else Role.UNIT_ADMINISTRATOR
        return StandIn(self.id, role.value, None if self.acts_for_all else self.unit or None)

    def may(self, right: Right, thing: Owned | None = None) -> bool:
        """Whether it may do something.

        Args:
            right: What.
            thing: With what; without it, whether there is anything it may do it with.
        """
        if not any(right in RIGHT_OF.get(scope, ()) for scope in self.scopes):
            return False
        if self.acts_for_all:
            return True
        if right in _FOR_EVERYBODY:
            return False
        return thing is None or (bool(self.unit) and thing.unit == self.unit) or thing.made_by == self.id


def actor_id(client_id: str) -> str:
    """The identifier under which an application acts where operators are named."""
    return str(uuid.uuid5(_NAMES, client_id))


def scope_for(right: Right) -> str:
    """The scope that gives a right; empty where none does."""
    return next((scope for scope, rights in RIGHT_OF.items() if right in rights), "")


def administers(scopes: Collection[str]) -> bool:
    """Whether any of some scopes is one of the API's."""
    return any(scope in SCOPES for scope in scopes)
