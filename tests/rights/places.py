"""Every page of the console and the desk, and things of every owner to fill its address with."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from idp.operators.rights import Role
from idp.operators.units import Wish
from idp.store.db import db
from idp.store.models import Client, Operator, Unit
from idp.web.admin.permissions import OPEN
from idp.web.current import services
from tests.builders import a_client
from tests.staff import an_operator

OWN_UNIT, OTHER_UNIT = "Sở Y tế", "Sở Xây dựng"
PREFIXES = ("/admin", "/developers")
FILLED = {
    "kind": "web",
    "name": "start",
    "number": "1",
    "secret_id": "no-such-secret",
    "mark": "no-such-mark",
    "kid": "no-such-key",
    "entry_id": str(uuid.UUID(int=7)),
    "link_id": "no-such-link",
    "invitation_id": "no-such-invitation",
    "request_id": str(uuid.UUID(int=11)),
    "passkey_id": "no-such-passkey",
    "session_id": "no-such-session",
    "citizen_id": str(uuid.UUID(int=8)),
    "breach_id": str(uuid.UUID(int=9)),
    "banner_id": str(uuid.UUID(int=10)),
}
"""What fills the parts of an address that belong to nobody. A part that is neither here nor in `OWNED` fails."""

OWNED = ("client_id", "operator_id", "unit_id")


class Owner(StrEnum):
    """Whose a thing is, seen from who asks for it."""

    NOTHING = "nothing"
    """The page is about no single thing."""
    OWN_UNIT = "own unit"
    OTHER_UNIT = "other unit"
    SELF = "made by self"
    """In a unit that is not theirs, but made by themselves; of operators: themselves."""
    NOBODY = "nobody"
    """In no unit, made by nobody."""


@dataclass(frozen=True)
class Cell:
    """One page, looked at or acted on, with a thing of one owner."""

    endpoint: str
    method: str
    address: str
    owner: Owner
    thing: str | None


def pages(app: Flask) -> list[tuple[Rule, str]]:
    """Every page behind sign-in, with each of its methods."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIXES)]
    return [
        (rule, method)
        for rule in sorted(rules, key=lambda rule: rule.rule)
        if rule.endpoint not in OPEN
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


class Things:
    """Applications, operators and units of every owner, for one operator."""

    def __init__(self, role: Role) -> None:
        directory = services().operator_desk.units
        self.units = {
            owner: directory.by_name(name) or directory.add(Wish(name))
            for owner, name in ((Owner.OWN_UNIT, OWN_UNIT), (Owner.OTHER_UNIT, OTHER_UNIT))
        }
        self.holder = an_operator("holder", role, OWN_UNIT, address="holder@so.example")
        self.operators = {
            Owner.OWN_UNIT: an_operator("kin", Role.UNIT_DEVELOPER, OWN_UNIT, address="kin@so.example"),
            Owner.OTHER_UNIT: an_operator("stranger", Role.UNIT_DEVELOPER, OTHER_UNIT),
            Owner.SELF: self.holder,
            Owner.NOBODY: an_operator("loner", Role.UNIT_DEVELOPER, None),
        }
        # Somebody else must be able to take over, or the last province administrator would stay for that reason.
        an_operator("spare")
        self.names = {owner: f"app-{owner.value.replace(' ', '-')}" for owner in list(Owner)[1:]}
        for owner in self.names:
            self.client(owner)
        db.session.commit()

    def client(self, owner: Owner) -> Client:
        """The application of an owner; made anew where a page has removed it."""
        client_id = self.names[owner]
        found = db.session.get(Client, client_id)
        if found is not None:
            return found
        unit = {Owner.OWN_UNIT: OWN_UNIT, Owner.NOBODY: ""}.get(owner, OTHER_UNIT)
        made_by = self.holder.id if owner is Owner.SELF else None
        return a_client(
            client_id, name=f"Ứng dụng {client_id}", unit=unit, made_by=made_by, state="draft", kind="web"
        )

    def cells(self, rule: Rule, method: str) -> Iterator[Cell]:
        """A page with things of every owner.

        Raises:
            KeyError: Its address has a part that is not declared.
        """
        owned = next((part for part in rule.arguments if part in OWNED), None)
        rest = {part: FILLED[part] for part in rule.arguments if part != owned}
        for owner, name in self._of(owned):
            values = {**rest, **({owned: name} if owned else {})}
            yield Cell(rule.endpoint, method, filled(rule, values), owner, name)

    def state(self) -> list[Any]:
        """Everything that a page might change about these things."""
        rows = [*db.session.query(Client).order_by(Client.client_id), *self._operators(), *self._units()]
        return [
            {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs} for row in rows
        ]

    def _of(self, part: str | None) -> list[tuple[Owner, str | None]]:
        if part == "client_id":
            return [(owner, self.client(owner).client_id) for owner in self.names]
        if part == "operator_id":
            return [(owner, each.id) for owner, each in self.operators.items()]
        if part == "unit_id":
            return [(owner, each.id) for owner, each in self.units.items() if isinstance(each, Unit)]
        return [(Owner.NOTHING, None)]

    def _operators(self) -> list[Operator]:
        return list(db.session.query(Operator).order_by(Operator.id))

    def _units(self) -> list[Unit]:
        return list(db.session.query(Unit).order_by(Unit.id))


def filled(rule: Rule, values: dict[str, Any]) -> str:
    """The address of a page whose parts are these."""
    built = rule.build({name: _typed(rule, name, value) for name, value in values.items()})
    assert built is not None, (rule.rule, values)
    return built[1]


def _typed(rule: Rule, name: str, value: Any) -> Any:
    return rule._converters[name].to_python(value)
