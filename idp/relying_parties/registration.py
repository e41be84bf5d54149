"""Registering applications, and every change of a registration, each with its record in the audit log."""

import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from idp.audit.events.admin import (
    ClientChanged,
    ClientRegistered,
    ClientRemoved,
    ClientResumed,
    ClientSuspended,
)
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.relying_parties.completion import completed
from idp.relying_parties.document import columns_of, differences, document_of
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.offer import Offer
from idp.relying_parties.rules import SECRET_METHODS, faults_of
from idp.relying_parties.search import folded
from idp.relying_parties.secrets import ClientSecrets
from idp.store.models import Client
from idp.store.repositories.clients import Clients

LIVE, SUSPENDED = "live", "suspended"
_ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_ID_CHARACTERS = 8
_LONGEST_SLUG = 32
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Registered:
    """It is live. `secret` is in clear, for the one time it is shown; None where it has none."""

    client: Client
    secret: str | None


@dataclass(frozen=True)
class Changed:
    """The change is there."""

    client: Client


@dataclass(frozen=True)
class Rejected:
    """Nothing was changed; these are the reasons."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Conflict:
    """Somebody else was quicker: the registration is not the one that was looked at."""

    client: Client


class NotFound:
    """There is no such application (any more)."""


class Registrations:
    """The registered applications, and everything that may be done to them.

    Where an operator is named, they act; without one, the command line does.
    """

    def __init__(
        self, clients: Clients, secrets: ClientSecrets, offer: Offer, audit: AuditLog, clock: Clock
    ) -> None:
        self._clients = clients
        self._secrets = secrets
        self._offer = offer
        self._audit = audit
        self._clock = clock

    def register(self, document: Any, *, operator_id: str | None = None) -> Registered | Rejected:
        """Register an application; it is live at once.

        Args:
            document: Members of RFC 7591 and our own (`metadata.py`).
            operator_id: Who acts.
        """
        read = self._read(document, new_client_id(document))
        if isinstance(read, Rejected):
            return read
        client = self._new_client(read)
        secret = self._first_secret(client, read)
        if not self._clients.add(client):
            return Rejected((Fault("client_id", Problem.TAKEN),))
        members, _, after = differences({}, document_of(client))
        self._audit.record(
            ClientRegistered(
                client_id=client.client_id, members=members, after=after, operator_id=operator_id
            )
        )
        return Registered(self._clients.find(client.client_id) or client, secret)

    def change(
        self, client: Client, changes: dict[str, Any], version: int, *, operator_id: str | None = None
    ) -> Changed | Rejected | Conflict | NotFound:
        """Change members of a registration; the others stay.

        Args:
            client: As it is now.
            changes: Members and their new values; None takes a member away.
            version: The version the change was made from.
            operator_id: Who acts.
        """
        if client.version != version:
            return Conflict(client)
        before = document_of(client)
        read = self._read({**before, "client_name#vi": None, **changes}, client.client_id)
        if isinstance(read, Rejected):
            return read
        columns = columns_of(read)
        if read.token_endpoint_auth_method not in SECRET_METHODS:
            columns["secrets"] = []
        if all(getattr(client, name) == value for name, value in columns.items()):
            return Changed(client)
        if not self._clients.change(client.client_id, version, self._clock(), **columns):
            return self._overtaken(client.client_id)
        return self._changed(client.client_id, before, operator_id)

    def suspend(self, client_id: str, *, operator_id: str | None = None) -> Client | NotFound:
        """Stop an application: no sign-in, no token, and none of its tokens is good where it is checked."""
        if self._clients.find(client_id) is None:
            return NotFound()
        if self._clients.move(client_id, LIVE, SUSPENDED, self._clock()):
            self._audit.record(ClientSuspended(client_id=client_id, operator_id=operator_id))
        return self._clients.find(client_id) or NotFound()

    def resume(self, client_id: str, *, operator_id: str | None = None) -> Client | NotFound:
        """Let a suspended application be used again."""
        if self._clients.find(client_id) is None:
            return NotFound()
        if self._clients.move(client_id, SUSPENDED, LIVE, self._clock()):
            self._audit.record(ClientResumed(client_id=client_id, operator_id=operator_id))
        return self._clients.find(client_id) or NotFound()

    def remove(self, client_id: str, *, operator_id: str | None = None) -> bool:
        """Remove an application and what citizens had let it have. Whether there was one."""
        client = self._clients.find(client_id)
        if client is None:
            return False
        members, before, _ = differences(document_of(client), {})
        if not self._clients.remove(client_id):
            return False
        self._audit.record(
            ClientRemoved(client_id=client_id, members=members, before=before, operator_id=operator_id)
        )
        return True

    def _read(self, document: Any, client_id: str) -> Metadata | Rejected:
        members = parse(document)
        if not isinstance(members, Metadata):
            return Rejected(members)
        whole = completed(members, self._offer, client_id, self._today())
        faults = faults_of(whole, self._offer, self._today())
        return Rejected(faults) if faults else whole

    def _new_client(self, members: Metadata) -> Client:
        now = self._clock()
        return Client(
            client_id=members.client_id,
            state=LIVE,
            secrets=[],
            version=1,
            created_at=now,
            updated_at=now,
            **columns_of(members),
        )

    def _first_secret(self, client: Client, members: Metadata) -> str | None:
        if members.token_endpoint_auth_method not in SECRET_METHODS:
            return None
        secret = members.client_secret or self._secrets.new()
        client.secrets = [self._secrets.kept(client.client_id, secret).written()]
        return secret

    def _overtaken(self, client_id: str) -> Conflict | NotFound:
        now = self._clients.find(client_id)
        return Conflict(now) if now else NotFound()

    def _changed(self, client_id: str, before: dict[str, Any], operator_id: str | None) -> Changed | NotFound:
        client = self._clients.find(client_id)
        if client is None:
            return NotFound()
        members, old, new = differences(before, document_of(client))
        if members:
            self._audit.record(
                ClientChanged(
                    client_id=client_id, members=members, before=old, after=new, operator_id=operator_id
                )
            )
        return Changed(client)

    def _today(self) -> date:
        return self._clock().astimezone(_HERE).date()


def new_client_id(document: Any) -> str:
    """The identifier an application wants, or a fresh one that reads like its name: `thu-vien-tinh-x3k9w2`."""
    members = document if isinstance(document, dict) else {}
    wanted = members.get("client_id")
    if isinstance(wanted, str) and wanted:
        return wanted
    name = members.get("client_name")
    words = re.findall(r"[a-z0-9]+", folded(name[:120])) if isinstance(name, str) else []
    mark = "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_CHARACTERS))
    return f"{'-'.join(words)[:_LONGEST_SLUG].strip('-') or 'app'}-{mark}"
