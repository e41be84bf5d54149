"""What a file would change, and doing it. Applying twice changes nothing the second time.

What the file does not name stays as it is, unless pruning is asked for; applications that registered themselves are
never touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from idp.declared.document import Declaration, DeclaredClient, DeclaredUnit
from idp.declared.kept_secrets import KeptSecrets
from idp.declared.references import usual
from idp.declared.registrations import DeclaredRegistrations, Impossible
from idp.operators.units import NotKept, Wish
from idp.relying_parties.document import differences
from idp.relying_parties.states import State
from idp.services import Services
from idp.store.models import Client, Unit

_NOT_DECLARED = ("client_id_issued_at", "state")


@dataclass(frozen=True)
class Step:
    """One thing that would change.

    Args:
        act: `add`, `change`, `move`, `secrets` or `remove`.
        what: `unit` or `client`.
        name: Which.
        differences: Member by member: its name, its value before and after, as JSON.
    """

    act: str
    what: str
    name: str
    differences: tuple[tuple[str, str, str], ...] = ()

    def as_document(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "act": self.act,
            "what": self.what,
            "name": self.name,
            "differences": [
                {"member": member, "before": before, "after": after}
                for member, before, after in self.differences
            ],
        }


@dataclass
class Configuration:
    """The units and applications of an installation, as a file can say them.

    Args:
        services: The installation.
        why: What the history of each registration says about the change.
    """

    services: Services
    why: str = "idp config apply"
    secrets: KeptSecrets = field(init=False)
    registrations: DeclaredRegistrations = field(init=False)

    def __post_init__(self) -> None:
        """Find the parts that work with secrets and registrations."""
        self.secrets = KeptSecrets(self.services)
        self.registrations = DeclaredRegistrations(self.services, self.why)

    def export(self) -> Declaration:
        """Everything there is, in the form of a file."""
        units = tuple(_declared_unit(unit) for unit in self.services.operator_desk.units.all())
        clients = tuple(self._declared_client(client) for client in self._clients().values())
        return Declaration(units, clients)

    def plan(self, wanted: Declaration, *, prune: bool = False) -> list[Step]:
        """What would change. Nothing does.

        Args:
            wanted: The file.
            prune: Whether applications that the file does not name are removed.

        Raises:
            Impossible: Something in the file cannot be.
            Unresolved: A secret is not where the file says.
        """
        return [
            *self._units(wanted),
            *[step for client in wanted.clients for step in self._steps(client)],
            *(self._surplus(wanted) if prune else ()),
        ]

    def apply(self, wanted: Declaration, *, prune: bool = False) -> list[Step]:
        """Change what has to change; what that was.

        Raises:
            Impossible: Something in the file cannot be; nothing may be committed then.
            Unresolved: A secret is not where the file says.
        """
        done = self.plan(wanted, prune=prune)
        for unit in wanted.units:
            self._keep_unit(unit)
        for client in wanted.clients:
            self._keep_client(client)
        for step in done:
            if step.act == "remove":
                self.services.client_desk.registrations.remove(step.name)
        return done

    def _clients(self) -> dict[str, Client]:
        found = [each for each in self.services.clients.all() if each.registration_digest is None]
        return {client.client_id: client for client in found}

    def _declared_client(self, client: Client) -> DeclaredClient:
        number = len(self.services.client_desk.secrets.live(client))
        references = tuple(usual(client.client_id, place + 1) for place in range(number))
        return DeclaredClient(
            client.client_id, _members(self._document(client)), State(client.state), references or None
        )

    def _document(self, client: Client) -> dict[str, Any]:
        return _declarable(self.registrations.document(client))

    def _units(self, wanted: Declaration) -> Iterator[Step]:
        for unit in wanted.units:
            known = self.services.operator_desk.units.by_name(unit.name)
            before = _declared_unit(known).written() if known is not None else {}
            told = differences(before, unit.written())
            if told[0]:
                yield Step("change" if known else "add", "unit", unit.name, _by_member(told))

    def _keep_unit(self, unit: DeclaredUnit) -> None:
        units = self.services.operator_desk.units
        known = units.by_name(unit.name)
        wish = Wish(unit.name, unit.name_en, unit.kind, unit.domains)
        kept = units.add(wish) if known is None else units.change(known, wish, known.version)
        if isinstance(kept, NotKept):
            raise Impossible(f"{unit.name}: {kept.value}")

    def _steps(self, wanted: DeclaredClient) -> Iterator[Step]:
        known = self._clients().get(wanted.client_id)
        if known is None and self.services.clients.find(wanted.client_id) is not None:
            raise Impossible(f"{wanted.client_id} registered itself: it is not for this file.")
        told = differences(self._document(known) if known else {}, self._whole(wanted))
        if told[0]:
            yield Step("change" if known else "add", "client", wanted.client_id, _by_member(told))
        if known is not None and self.secrets.differ(known, wanted.secrets):
            yield Step("secrets", "client", wanted.client_id)
        if known is None:
            self.secrets.check(wanted.secrets)
        elif known.state != wanted.state:
            states = ("state", f'"{known.state}"', f'"{wanted.state}"')
            yield Step("move", "client", wanted.client_id, (states,))

    def _whole(self, wanted: DeclaredClient) -> dict[str, Any]:
        return _declarable(self.registrations.whole(wanted.client_id, wanted.members))

    def _keep_client(self, wanted: DeclaredClient) -> None:
        known = self._clients().get(wanted.client_id)
        kept = self.registrations.keep(wanted.client_id, wanted.members, wanted.state, known)
        self.secrets.keep(kept, wanted.secrets)

    def _surplus(self, wanted: Declaration) -> Iterator[Step]:
        named = {client.client_id for client in wanted.clients}
        for client_id in self._clients():
            if client_id not in named:
                yield Step("remove", "client", client_id)


def _declared_unit(unit: Unit) -> DeclaredUnit:
    return DeclaredUnit(unit.name, unit.name_en or "", unit.kind, tuple(sorted(unit.domains)))


def _declarable(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in _NOT_DECLARED}


def _members(document: dict[str, Any]) -> dict[str, Any]:
    # The identifier is a field of its own, and the Vietnamese name is the name.
    return {name: value for name, value in document.items() if name not in ("client_id", "client_name#vi")}


def _by_member(told: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple(zip(*told, strict=True))
