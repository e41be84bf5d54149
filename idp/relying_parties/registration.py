"""Registering applications, and every change of a registration, each with its record in the audit log."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from idp.audit.events.admin import (
    ClientChanged,
    ClientRegistered,
    ClientRemoved,
    ClientResumed,
    ClientStateChanged,
    ClientSuspended,
)
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.relying_parties.client_id import new_client_id
from idp.relying_parties.completion import completed
from idp.relying_parties.document import columns_of, differences
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.history import Act, History
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.offer import Offer
from idp.relying_parties.outcomes import Changed, Conflict, NotFound, Registered, Rejected
from idp.relying_parties.rules import SECRET_METHODS, ended_grounds, faults_of
from idp.relying_parties.secrets import ClientSecrets
from idp.relying_parties.states import State
from idp.store.models import Client
from idp.store.repositories.clients import Clients

__all__ = ["ITSELF", "Changed", "Conflict", "NotFound", "Registered", "Registrations", "Rejected"]

ITSELF = "client"
"""Who acts, in the audit log, where an application registers itself or changes its registration."""

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class Registrations:
    """The registered applications, and everything that may be done to them.

    Where an operator is named, they act; without one, the command line does.
    """

    def __init__(
        self,
        clients: Clients,
        secrets: ClientSecrets,
        history: History,
        *,
        offer: Offer,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._clients = clients
        self._secrets = secrets
        self.history = history
        self._offer = offer
        self._audit = audit
        self._clock = clock
        self.on_suspend: list[Callable[[str], None]] = []
        """Called with the identifier of every application that is stopped, in the same transaction."""
        self.on_remove: list[Callable[[Client], None]] = []
        """Called with every application that is about to be removed, in the same transaction."""

    def register(
        self, document: Any, *, operator_id: str | None = None, state: State = State.LIVE, why: str = ""
    ) -> Registered | Rejected:
        """Register an application; it is live at once unless another state is named.

        Args:
            document: Members of RFC 7591 and our own (`metadata.py`).
            operator_id: Who acts.
            state: Where its life begins.
            why: For the history.
        """
        read = self._read(document, new_client_id(document))
        if isinstance(read, Rejected):
            return read
        if ended := ended_grounds(read, self._today()):
            return Rejected(ended)
        return self.add(read, operator_id=operator_id, state=state, why=why)

    def add(
        self,
        members: Metadata,
        *,
        operator_id: str | None = None,
        invitation_id: str | None = None,
        state: State = State.LIVE,
        why: str = "",
        **own: Any,
    ) -> Registered | Rejected:
        """Keep a registration that was found good.

        Args:
            members: As `completed` gave them.
            operator_id: Who acts.
            invitation_id: With which permission the application registered itself.
            state: Where its life begins.
            why: For the history.
            own: More columns, of applications that register themselves.
        """
        client = self._new_client(members, own, state, operator_id)
        secret = self._first_secret(client, members)
        if not self._clients.add(client):
            return Rejected((Fault("client_id", Problem.TAKEN),))
        names, _, after = differences({}, self.history.document(client))
        self._audit.record(
            ClientRegistered(
                client_id=client.client_id,
                members=names,
                after=after,
                operator_id=operator_id,
                by=ITSELF if own else None,
                invitation_id=invitation_id,
            )
        )
        kept = self._clients.find(client.client_id) or client
        self.history.keep(kept, Act(operator_id=operator_id, by=ITSELF if own else None, why=why))
        return Registered(kept, secret)

    def change(
        self,
        client: Client,
        changes: dict[str, Any],
        version: int,
        *,
        operator_id: str | None = None,
        why: str = "",
    ) -> Changed | Rejected | Conflict | NotFound:
        """Change members of a registration; the others stay.

        Args:
            client: As it is now.
            changes: Members and their new values; None takes a member away.
            version: The version the change was made from.
            operator_id: Who acts.
            why: For the history.
        """
        if client.version != version:
            return Conflict(client)
        read = self.changed(client, changes)
        if isinstance(read, Rejected):
            return read
        return self.replace(client, read, version, operator_id=operator_id, why=why)

    def changed(self, client: Client, changes: dict[str, Any]) -> Metadata | Rejected:
        """What a registration would be with other members, if nothing speaks against it. Nothing is kept."""
        kept = {**self.history.document(client), "client_name#vi": None, "kind": None}
        return self._read({**kept, **changes}, client.client_id)

    def replace(
        self,
        client: Client,
        members: Metadata,
        version: int,
        *,
        operator_id: str | None = None,
        why: str = "",
        **own: Any,
    ) -> Changed | Conflict | NotFound:
        """Put a registration that was found good in place of an earlier one.

        Args:
            client: As it is now.
            members: As `completed` gave them.
            version: The version the change was made from.
            operator_id: Who acts.
            why: For the history.
            own: More columns, of applications that change their registration themselves.
        """
        before, columns, secret = self.history.document(client), {**columns_of(members), **own}, None
        if not own:
            columns.update(self.history.contacts.column(client, members))
        method = members.token_endpoint_auth_method
        if method not in SECRET_METHODS:
            columns["secrets"] = []
        elif not self._secrets.fit(client, method):
            secret = self._secrets.new(method)
            columns["secrets"] = [self._secrets.kept(client.client_id, secret, method).written()]
        if all(getattr(client, name) == value for name, value in columns.items()):
            return Changed(client)
        first = self.history.now(client)
        if not self._clients.change(client.client_id, version, self._clock(), **columns):
            return self._overtaken(client.client_id)
        self.history.begin(client.client_id, first)
        act = Act(operator_id=operator_id, by=ITSELF if own else None, why=why)
        return self._changed(before, client.client_id, secret, act)

    def suspend(
        self, client_id: str, *, operator_id: str | None = None, for_unit: str | None = None
    ) -> Client | NotFound:
        """Stop an application, for one unit or for all: no sign-in, and none of its tokens is good any more."""
        is_there = self._clients.find(client_id) is not None
        if is_there and self._clients.move(client_id, State.LIVE, State.SUSPENDED, self._clock()):
            self._audit.record(
                ClientSuspended(client_id=client_id, operator_id=operator_id, for_unit=for_unit)
            )
            for listener in self.on_suspend:
                listener(client_id)
        return self._clients.find(client_id) or NotFound()

    def resume(self, client_id: str, *, operator_id: str | None = None) -> Client | NotFound:
        """Let a suspended application be used again."""
        is_there = self._clients.find(client_id) is not None
        if is_there and self._clients.move(client_id, State.SUSPENDED, State.LIVE, self._clock()):
            self._audit.record(ClientResumed(client_id=client_id, operator_id=operator_id))
        return self._clients.find(client_id) or NotFound()

    def move(self, client: Client, target: State, *, operator_id: str | None = None) -> bool:
        """Let an application go on to another state (`life.py` says to which). True for one caller."""
        before = client.state
        if not self._clients.move(client.client_id, before, target, self._clock()):
            return False
        states = {"before": (f'"{before}"',), "after": (f'"{target}"',)}
        self._audit.record(ClientStateChanged(client_id=client.client_id, operator_id=operator_id, **states))
        if target is State.RETIRED:
            for listener in self.on_suspend:
                listener(client.client_id)
        return True

    def remove(self, client_id: str, *, operator_id: str | None = None, by: str | None = None) -> bool:
        """Remove an application and what citizens had let it have. Whether there was one."""
        client = self._clients.find(client_id)
        if client is None:
            return False
        members, before, _ = differences(self.history.document(client), {})
        for listener in self.on_remove:
            listener(client)
        if not self._clients.remove(client_id):
            return False
        self._audit.record(
            ClientRemoved(client_id=client_id, members=members, before=before, operator_id=operator_id, by=by)
        )
        return True

    def _read(self, document: Any, client_id: str) -> Metadata | Rejected:
        members = parse(document)
        return self.completed(members, client_id) if isinstance(members, Metadata) else Rejected(members)

    def completed(self, members: Metadata, client_id: str) -> Metadata | Rejected:
        """A registration with its defaults filled in, if nothing speaks against it. Nothing is kept."""
        whole = completed(members, self._offer, client_id, self._today())
        faults = faults_of(whole, self._offer, self._today())
        return Rejected(faults) if faults else whole

    def _new_client(
        self, members: Metadata, own: dict[str, Any], state: State, operator_id: str | None
    ) -> Client:
        now = self._clock()
        return Client(
            client_id=members.client_id,
            state=state,
            made_by=operator_id,
            secrets=[],
            version=1,
            created_at=now,
            updated_at=now,
            **columns_of(members),
            **({} if own else self.history.contacts.column(None, members)),
            **own,
        )

    def _first_secret(self, client: Client, members: Metadata) -> str | None:
        method = members.token_endpoint_auth_method
        if method not in SECRET_METHODS:
            return None
        secret = members.client_secret or self._secrets.new(method)
        client.secrets = [self._secrets.kept(client.client_id, secret, method).written()]
        return secret

    def _overtaken(self, client_id: str) -> Conflict | NotFound:
        now = self._clients.find(client_id)
        return Conflict(now) if now else NotFound()

    def _changed(
        self, before: dict[str, Any], client_id: str, secret: str | None, act: Act
    ) -> Changed | NotFound:
        client = self._clients.find(client_id)
        if client is None:
            return NotFound()
        members, old, new = differences(before, self.history.document(client))
        if members:
            self._audit.record(
                ClientChanged(
                    client_id=client_id,
                    members=members,
                    before=old,
                    after=new,
                    operator_id=act.operator_id,
                    by=act.by,
                )
            )
            self.history.keep(client, act)
        return Changed(client, secret)

    def _today(self) -> date:
        return self._clock().astimezone(_HERE).date()
