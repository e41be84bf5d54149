"""Every page of the console and the desk, and things of every owner to fill its address with."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from flask import Flask
from werkzeug.routing import Rule

from idp.operators.change_requests import Kind
from idp.operators.personal_exports import THE_LOG, of_breach
from idp.operators.rights import Role
from idp.operators.units import Wish
from idp.store.db import db
from idp.store.models import Client, Unit
from idp.web.admin.permissions import OPEN
from idp.web.current import services
from tests.builders import a_client
from tests.rights.nested import Nested
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
"""What fills the parts of an address with what is not there. The walk fills only `LEFT` with it."""

OWNED = (
    "client_id",
    "operator_id",
    "unit_id",
    "request_id",
    "entry_id",
    "link_id",
    "passkey_id",
    "session_id",
)
"""Parts that name a thing of somebody. With `secret_id`, and with copies, two parts have to go together."""

OF_PROVINCE = ("citizen_id", "breach_id", "banner_id", "kid", "invitation_id")
"""Parts that name what belongs to the province: it exists, and is made anew once it is used up."""

LEFT = ("kind", "number", "mark")
"""Parts that name no thing."""

COPIES = {
    "admin_audit_copy.take": None,
    "admin_breach_people.take": "breach_id",
    "admin_personal_export.take": "citizen_id",
}
"""Where a request is a copy that was agreed to, and the part of the address that says what it is of."""


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


class Answer(StrEnum):
    """What is due to whoever has the right to a page and to things of this owner."""

    LET_IN = "let in"
    REFUSED = "refused"
    """The thing is somebody else's, whatever the right."""
    ABSENT = "absent"
    """Two parts of the address that are both there, and do not belong together."""
    UNCHANGED = "unchanged"
    """The same, answered as if the thing were gone already: nothing is told, and nothing happens."""


@dataclass(frozen=True)
class Cell:
    """One page, looked at or acted on, with a thing of one owner."""

    endpoint: str
    method: str
    address: str
    owner: Owner
    answer: Answer = Answer.LET_IN


@dataclass(frozen=True)
class Way:
    """How an address is filled: with things of which owner, and what is due to whoever may reach them."""

    owner: Owner
    parts: dict[str, str]
    answer: Answer = Answer.LET_IN


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
    """Applications, operators, units, and what is about them; of every owner, for one operator."""

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
        self.spare = an_operator("spare")
        self.nested = Nested(self.spare)
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
        made_by = self.holder.id if owner is Owner.SELF else None
        unit = _unit_of(owner) or ""
        return a_client(
            client_id, name=f"Ứng dụng {client_id}", unit=unit, made_by=made_by, state="draft", kind="web"
        )

    def request(self, owner: Owner, kind: Kind = Kind.CLIENT_CHANGE) -> str:
        """What waits for a decision: asked for by its owner, else by somebody of its unit."""
        by = self.holder if owner is Owner.SELF else self.operators[Owner.NOBODY]
        return self.nested.request(self.names[owner], _unit_of(owner), by.id, kind)

    def furnish(self) -> None:
        """Make one of everything that lists name, so that its forms are there."""
        for part in ("entry_id", "link_id", "passkey_id", "session_id", "request_id"):
            list(self._of(part))
        for owner in (Owner.OWN_UNIT, Owner.SELF):
            self.nested.secret(self.client(owner))
        for part in OF_PROVINCE:
            self._of_province(part)

    def cells(self, rule: Rule, method: str) -> Iterator[Cell]:
        """A page with things of every owner.

        Raises:
            KeyError: Its address has a part that is not declared.
        """
        left = {part: FILLED[part] for part in rule.arguments if part in LEFT}
        for way in self._ways(rule):
            parts = {name: value for name, value in way.parts.items() if name in rule.arguments}
            yield Cell(rule.endpoint, method, filled(rule, {**left, **parts}), way.owner, way.answer)

    def _ways(self, rule: Rule) -> Iterator[Way]:
        if rule.endpoint in COPIES:
            return self._copies(COPIES[rule.endpoint])
        if "secret_id" in rule.arguments:
            return self._secrets()
        owned = next((part for part in rule.arguments if part in OWNED), None)
        if owned is not None:
            return self._of(owned)
        province = {part: self._of_province(part) for part in rule.arguments if part not in LEFT}
        return iter([Way(Owner.NOTHING, province)])

    def _of(self, part: str) -> Iterator[Way]:
        """Things of every owner that fill one part."""
        mine = (Owner.SELF, Owner.OTHER_UNIT)
        owners = {
            "operator_id": list(self.operators),
            "unit_id": list(self.units),
            "link_id": [Owner.OWN_UNIT, Owner.OTHER_UNIT, Owner.NOBODY],
        }
        make: dict[str, Callable[[Owner], str]] = {
            "client_id": lambda owner: self.client(owner).client_id,
            "operator_id": lambda owner: self.operators[owner].id,
            "unit_id": lambda owner: cast("Unit", self.units[owner]).id,
            "request_id": self.request,
            "entry_id": lambda owner: self.nested.delivery(self.client(owner).client_id),
            "link_id": lambda owner: self.nested.invitation(_unit_of(owner)),
            "passkey_id": lambda owner: self.nested.passkey(self.operators[owner]),
            "session_id": lambda owner: self.nested.session(self.operators[owner]),
        }
        if part in ("passkey_id", "session_id"):
            for owner, answer in zip(mine, (Answer.LET_IN, Answer.UNCHANGED), strict=True):
                yield Way(owner, {part: make[part](owner)}, answer)
            return
        for owner in owners.get(part, self.names):
            yield Way(owner, {part: make[part](owner)})

    def _secrets(self) -> Iterator[Way]:
        """Each application with a secret of its own; and one with a secret of another."""
        for owner in self.names:
            secret_id = self.nested.secret(self.client(owner))
            yield Way(owner, {"client_id": self.names[owner], "secret_id": secret_id})
        for owner, other in ((Owner.SELF, Owner.OTHER_UNIT), (Owner.OWN_UNIT, Owner.NOBODY)):
            self.nested.secret(self.client(owner))
            crossed = {
                "client_id": self.names[owner],
                "secret_id": self.nested.secret(self.client(other)),
            }
            yield Way(owner, crossed, Answer.UNCHANGED)

    def _copies(self, of: str | None) -> Iterator[Way]:
        """A copy of one's own, one of somebody else's, and one that is of something else."""
        for name, by, answer in (
            ("one", self.holder, Answer.LET_IN),
            ("one", self.spare, Answer.REFUSED),
            ("another", self.holder, Answer.ABSENT),
        ):
            asked_of = self._subject(of, name) if of or name == "one" else "audit:other"
            parts = {of: self._of_province(of)} if of else {}
            yield Way(Owner.NOTHING, {**parts, "request_id": self.nested.copy(asked_of, by.id)}, answer)

    def _subject(self, of: str | None, name: str) -> str:
        if of == "citizen_id":
            return self.nested.citizen(name)
        return of_breach(self.nested.breach(name)) if of else THE_LOG

    def _of_province(self, part: str) -> str:
        make = {
            "citizen_id": self.nested.citizen,
            "breach_id": self.nested.breach,
            "banner_id": self.nested.banner,
            "kid": self.nested.key,
            "invitation_id": self.nested.permission,
        }
        return make[part]()


def _unit_of(owner: Owner) -> str | None:
    return {Owner.OWN_UNIT: OWN_UNIT, Owner.NOBODY: None}.get(owner, OTHER_UNIT)


def filled(rule: Rule, values: dict[str, Any]) -> str:
    """The address of a page whose parts are these."""
    built = rule.build({name: _typed(rule, name, value) for name, value in values.items()})
    assert built is not None, (rule.rule, values)
    return built[1]


def _typed(rule: Rule, name: str, value: Any) -> Any:
    return rule._converters[name].to_python(value)
