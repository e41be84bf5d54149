"""Things of every owner, seen from a program, and the addresses of the interfaces that are about them."""

from collections.abc import Callable, Iterator

from idp.citizens.officers import Entry, NotKept
from idp.operators.machine_rights import actor_id
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import Client
from idp.web.current import services
from tests.builders import a_client
from tests.rights.nested import Nested
from tests.rights.places import OTHER_UNIT, OWN_UNIT, Owner
from tests.staff import an_operator

OWNED = ("client_id", "operator_id", "unit_id", "request_id", "delivery_id", "invitation_id", "code")
UNITS = {Owner.OWN_UNIT: OWN_UNIT, Owner.OTHER_UNIT: OTHER_UNIT, Owner.NOBODY: None}


class Possessions:
    """Applications, operators, units, and what is about them; of every owner.

    Args:
        maker: The program that has made what is its own.
    """

    def __init__(self, maker: str) -> None:
        self._maker = actor_id(maker)
        directory = services().operator_desk.units
        for name in (OWN_UNIT, OTHER_UNIT):
            directory.make_missing(name)
        self._boss = an_operator("spare")
        self._nested = Nested(self._boss)
        self._operators = {
            owner: an_operator(
                f"op-{owner.name.lower()}", Role.UNIT_DEVELOPER, unit, address=f"{owner.name}@so.example"
            ).id
            for owner, unit in UNITS.items()
        }
        for owner in (*UNITS, Owner.SELF):
            self._application(owner)
        self._officer = self._an_officer()
        self.rest: dict[str, Callable[[], str]] = {
            "kid": self._nested.key,
            "banner_id": self._nested.banner,
            "breach_id": self._nested.breach,
            "token_id": self._nested.permission,
            "citizen_id": self._nested.citizen,
            "officer_id": lambda: self._officer,
            "number": lambda: "1",
        }
        db.session.commit()

    def of(self, part: str) -> Iterator[tuple[Owner, str]]:
        """A thing of each owner that fills a part of an address; those that are used up are made anew."""
        yield from ((owner, self._one(part, owner)) for owner in self._owners(part))

    def secret(self, owner: Owner) -> str:
        """A secret of an owner's application, one of two; made anew where the application was removed."""
        client = db.session.get(Client, _named(owner))
        return self._nested.secret(client) if client is not None else "of-no-application"

    def _owners(self, part: str) -> list[Owner]:
        by_part = {
            "operator_id": list(UNITS),
            "unit_id": [Owner.OWN_UNIT, Owner.OTHER_UNIT],
            "invitation_id": list(UNITS),
        }
        return by_part.get(part, [*UNITS, Owner.SELF])

    def _one(self, part: str, owner: Owner) -> str:
        unit, name = UNITS.get(owner, OTHER_UNIT), _named(owner)
        made: dict[str, Callable[[], str]] = {
            "client_id": lambda: name,
            "operator_id": lambda: self._operators[owner],
            "unit_id": lambda: services().operator_desk.units.by_name(unit or "").id,
            "code": lambda: f"2222-22{list(Owner).index(owner):02}",
            "delivery_id": lambda: self._nested.delivery(name),
            "request_id": lambda: self._nested.request(
                name, unit, self._maker if owner is Owner.SELF else "somebody"
            ),
            "invitation_id": lambda: self._nested.invitation(unit),
        }
        return made[part]()

    def _an_officer(self) -> str:
        entry = Entry(OWN_UNIT, external_id="officer", number="098082000121")
        added = services().officers.add(entry, [OWN_UNIT], self._boss.id)
        assert not isinstance(added, NotKept), added
        return added.id

    def _application(self, owner: Owner) -> None:
        name, unit = _named(owner), UNITS.get(owner, OTHER_UNIT)
        made_by = self._maker if owner is Owner.SELF else None
        a_client(name, unit=unit or "", made_by=made_by, state="draft", kind="web")
        services().incidents.add(self._one("code", owner), client_id=name, reason="x", endpoint="authorize")
        self._nested.delivery(name)


def _named(owner: Owner) -> str:
    return f"app-{owner.name.lower().replace('_', '-')}"
