"""Registrations as a file wants them: what they would be, and making them so."""

from typing import Any

from idp.relying_parties.contacts import CONTACTS
from idp.relying_parties.document import columns_of, document_of
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.outcomes import Changed, Registered, Rejected
from idp.relying_parties.states import State
from idp.services import Services
from idp.store.models import Client


class Impossible(Exception):
    """The file asks for something that cannot be. The text is one sentence or several."""


class DeclaredRegistrations:
    """Compares registrations with those of a file, and keeps these.

    Args:
        services: The installation.
        why: What the history of each registration says about the change.
    """

    def __init__(self, services: Services, why: str) -> None:
        self._registrations = services.client_desk.registrations
        self._clock = services.clock
        self._why = why

    def document(self, client: Client) -> dict[str, Any]:
        """Everything registered for an application."""
        return self._registrations.history.document(client)

    def whole(self, client_id: str, members: dict[str, Any]) -> dict[str, Any]:
        """A registration with its defaults, as it would be kept.

        Raises:
            Impossible: Something speaks against it.
        """
        read = self._read(client_id, members)
        now = self._clock()
        kept = Client(created_at=now, state=State.LIVE, **{"client_id": client_id, **columns_of(read)})
        contacts = {name: value for name, value in read.written().items() if name in CONTACTS}
        return {**document_of(kept), **contacts}

    def keep(self, client_id: str, members: dict[str, Any], state: State, known: Client | None) -> Client:
        """Have a registration be what the file says.

        Raises:
            Impossible: Something speaks against it, or somebody else was quicker.
        """
        if known is None:
            document = {**members, "client_id": client_id}
            added = self._registrations.register(document, state=state, why=self._why)
            if isinstance(added, Registered):
                return added.client
            raise Impossible(_sentences(client_id, added))
        read = self._read(client_id, members)
        put = self._registrations.replace(known, read, known.version, why=self._why)
        if not isinstance(put, Changed):
            raise Impossible(f"{client_id} could not be kept: somebody else changed it meanwhile.")
        self._move(put.client, state)
        return put.client

    def _move(self, client: Client, state: State) -> None:
        match State(client.state), state:
            case before, after if before is after:
                return
            case State.LIVE, State.SUSPENDED:
                self._registrations.suspend(client.client_id)
            case State.SUSPENDED, State.LIVE:
                self._registrations.resume(client.client_id)
            case _:
                self._registrations.move(client, state)

    def _read(self, client_id: str, members: dict[str, Any]) -> Metadata:
        parsed = parse({**members, "client_id": client_id})
        read = (
            self._registrations.completed(parsed, client_id)
            if isinstance(parsed, Metadata)
            else Rejected(parsed)
        )
        if isinstance(read, Rejected):
            raise Impossible(_sentences(client_id, read))
        return read


def _sentences(client_id: str, rejected: Rejected) -> str:
    return " ".join(f"{client_id}: {fault.sentence}" for fault in rejected.faults)
