"""Things of every owner, seen from a program, and the addresses of the interfaces that are about them."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from idp.citizens.officers import Entry, NotKept
from idp.operators.change_requests import Kind
from idp.operators.inviting import Wish as Invitation
from idp.operators.machine_rights import actor_id
from idp.operators.rights import Role
from idp.outbound.logout_delivery import KIND
from idp.relying_parties.invitations import Wish as Permission
from idp.store.db import db
from idp.store.models import Client, Officer, Operator, OperatorEnrolment, OutboxEntry, Unit
from idp.store.repositories.breaches import Scope
from idp.web.current import services
from tests.builders import a_client
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
        self._operators = {
            owner: an_operator(
                f"op-{owner.name.lower()}", Role.UNIT_DEVELOPER, unit, address=f"{owner.name}@so.example"
            ).id
            for owner, unit in UNITS.items()
        }
        for owner in (*UNITS, Owner.SELF):
            self._application(owner)
        self.rest = self._of_the_province()
        db.session.commit()

    def of(self, part: str) -> Iterator[tuple[Owner, str]]:
        """A thing of each owner that fills a part of an address; those that are used up are made anew."""
        yield from ((owner, self._one(part, owner)) for owner in self._owners(part))

    def state(self) -> list[Any]:
        """Everything a program might change about these things."""
        kinds = (Client, Officer, Operator, Unit, OperatorEnrolment, OutboxEntry)
        rows = [
            row for kind in kinds for row in db.session.query(kind).order_by(*kind.__mapper__.primary_key)
        ]
        return [
            {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs} for row in rows
        ]

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
            "delivery_id": lambda: (
                db.session.query(OutboxEntry).filter_by(client_id=name, kind=KIND).one().id
            ),
            "request_id": lambda: self._request(name, unit, is_own=owner is Owner.SELF),
            "invitation_id": lambda: self._invitation(unit),
        }
        return made[part]()

    def _request(self, subject: str, unit: str | None, *, is_own: bool) -> str:
        by = self._maker if is_own else "somebody"
        asked = services().change_requests.ask(Kind.CLIENT_CHANGE, subject, unit=unit, asked_by=by)
        db.session.commit()
        return asked.id

    def _invitation(self, unit: str | None) -> str:
        wish = Invitation(f"{uuid.uuid4().hex}@so.example", "unit_developer", unit or "")
        made = services().operator_desk.inviting.invite(self._boss, wish)
        db.session.commit()
        return str(made.id)

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
        services().outbox.add(KIND, {"x": "x"}, client_id=name, group=f"group-{name}")

    def _of_the_province(self) -> dict[str, str]:
        watch, now = services().watch, services().clock()
        times = now - timedelta(days=1), now + timedelta(days=1)
        banner = watch.banners.add("maintenance", ("Bảo trì", "Maintenance"), *times, "op")
        permission = services().client_desk.invitations.issue(Permission(scopes=("openid",)))
        return {
            "kid": services().key_requests.ring()[0].kid,
            "banner_id": banner.id,
            "breach_id": watch.breaches.begin("x", now, Scope(*times), "op").id,
            "token_id": permission.invitation.id,
            "citizen_id": str(uuid.UUID(int=8)),
            "officer_id": self._an_officer(),
            "secret_id": "no-such-secret",
            "number": "1",
        }


def _named(owner: Owner) -> str:
    return f"app-{owner.name.lower().replace('_', '-')}"
