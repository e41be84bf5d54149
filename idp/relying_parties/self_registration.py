"""Applications that register themselves, and look after their registration (RFC 7591; RFC 7592)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from idp.crypto.digests import digest, matches, new_secret
from idp.relying_parties.admission import Admission, Admitted, NotAdmitted
from idp.relying_parties.client_id import new_client_id
from idp.relying_parties.document import document_of
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.received import STATEMENT, Asked, Reader, Received
from idp.relying_parties.registration import (
    ITSELF,
    Changed,
    Conflict,
    NotFound,
    Registered,
    Registrations,
    Rejected,
)
from idp.relying_parties.search import look
from idp.relying_parties.secrets import ClientSecrets
from idp.relying_parties.sensitive_changes import names_law, sensitive
from idp.relying_parties.sent_document import read_document
from idp.relying_parties.terms import Terms
from idp.store.models import Client
from idp.store.repositories.clients import Clients

NOT_IN_UPDATES = (
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
)


@dataclass(frozen=True)
class Information:
    """What an application is told of its registration, without what depends on where it asks (RFC 7591, 3.2.1).

    Args:
        client: Its registration.
        token: Its registration access token.
        secret: A secret made just now, for the one time it is shown.
    """

    client: Client
    token: str
    secret: str | None = None

    def members(self) -> dict[str, Any]:
        """Everything that is registered, by standard names."""
        found = {name: value for name, value in document_of(self.client).items() if name != "state"}
        if statement := (self.client.registration_terms or {}).get(STATEMENT):
            found[STATEMENT] = statement
        if self.secret is not None:
            found.update(client_secret=self.secret, client_secret_expires_at=0)
        return found


class NotManaged:
    """The token opens no registration; which of the two is wrong is not said (RFC 7592, 2.1)."""


class Barred:
    """The application is suspended: it may not look after its registration now."""


class SelfRegistration:
    """Registers applications on their own word, within the terms they were let in with."""

    def __init__(
        self,
        registrations: Registrations,
        clients: Clients,
        secrets: ClientSecrets,
        admission: Admission,
        reader: Reader,
    ) -> None:
        self._registrations = registrations
        self._clients = clients
        self._secrets = secrets
        self._admission = admission
        self._reader = reader

    def admit(self, token: str | None, network: str) -> Admitted | NotAdmitted:
        """Whether somebody may register an application. See `Admission.admit`."""
        return self._admission.admit(token, network)

    def register(self, raw: bytes, admitted: Admitted) -> Information | Rejected | NotAdmitted:
        """Register an application; it is live at once.

        Args:
            raw: The document as it was sent.
            admitted: What `admit` gave.
        """
        document = read_document(raw)
        if isinstance(document, Fault):
            return Rejected((document,))
        # Neither is the application's to choose: like everything unknown they are passed over.
        document = {name: document[name] for name in document if name not in ("client_id", "client_secret")}
        asked = Asked(document, admitted.terms, new_client_id(document))
        read = self._read(asked)
        if isinstance(read, Rejected):
            return read
        if not self._admission.spend(admitted):
            return NotAdmitted.TOKEN_REFUSED
        token = new_secret()
        outcome = self._registrations.add(
            read.members,
            invitation_id=admitted.invitation_id,
            registration_digest=digest(token),
            registration_terms=_terms(admitted.terms, read.statement),
        )
        return (
            Information(outcome.client, token, outcome.secret) if isinstance(outcome, Registered) else outcome
        )

    def find(self, client_id: str, token: str | None) -> Information | NotManaged | Barred:
        """A registration, for who has its token.

        Args:
            client_id: Which one.
            token: The registration access token; None where none came.
        """
        client = self._clients.find(client_id)
        kept = client.registration_digest if client else None
        if client is None or token is None or kept is None or not matches(kept, digest(token)):
            return NotManaged()
        return Information(client, token) if client.is_usable else Barred()

    def may_try(self, client_id: str) -> bool:
        """Count an update. False when there were too many lately."""
        return self._admission.may_try(client_id)

    def replace(self, known: Information, raw: bytes) -> Information | Rejected | Conflict | NotFound:
        """Put another registration in place of the present one; what is left out is taken away.

        Args:
            known: What `find` gave.
            raw: The document as it was sent.

        Source: RFC 7592, 2.2.
        """
        document, client = read_document(raw), known.client
        if isinstance(document, Fault):
            return Rejected((document,))
        if faults := tuple(self._contradictions(document, client)):
            return Rejected(faults)
        if document.get("client_name#vi") == client.name:
            # Only an echo: a new client_name beside it is what is meant.
            document = {name: document[name] for name in document if name != "client_name#vi"}
        terms = Terms.read(client.registration_terms or {})
        read = self._read(Asked(document, terms, client.client_id, client))
        if isinstance(read, Rejected):
            return read
        if faults := tuple(_not_its_own(client, read)):
            return Rejected(faults)
        outcome = self._registrations.replace(
            client, read.members, client.version, registration_terms=_terms(terms, read.statement)
        )
        return (
            Information(outcome.client, known.token, outcome.secret)
            if isinstance(outcome, Changed)
            else outcome
        )

    def remove(self, known: Information) -> None:
        """Remove a registration, with everything that was issued to the application (RFC 7592, 2.3)."""
        self._registrations.remove(known.client.client_id, by=ITSELF)

    def _read(self, asked: Asked) -> Received | Rejected:
        read = self._reader.read(asked)
        if isinstance(read, Rejected):
            return read
        names = {"client_name": read.members.client_name, "client_name#en": read.members.client_name_en}
        own = {asked.client.name, asked.client.name_en} if asked.client else set()
        known = {look(name) for name in self._clients.names_by_operators()}
        taken = [member for member, name in names.items() if name and name not in own and look(name) in known]
        # Citizens go by the name (OpenID Connect Dynamic Client Registration, 9.1).
        return Rejected(tuple(Fault(member, Problem.TAKEN) for member in taken)) if taken else read

    def _contradictions(self, document: dict[str, Any], client: Client) -> Iterator[Fault]:
        if document.get("client_id") is None:
            yield Fault("client_id", Problem.MISSING)
        elif document["client_id"] != client.client_id:
            yield Fault("client_id", Problem.OTHER)
        for name in NOT_IN_UPDATES:
            if name in document:
                yield Fault(name, Problem.NOT_SENT)
        secret = document.get("client_secret")
        if secret is not None and not (isinstance(secret, str) and self._secrets.matches(client, secret)):
            yield Fault("client_secret", Problem.OTHER)


def _not_its_own(client: Client, read: Received) -> Iterator[Fault]:
    """What an application with a legal ground would change that two people have to look at."""
    before = document_of(client)
    if names_law(before):
        for member in sorted(sensitive(before, read.members.written())):
            yield Fault(member, Problem.OURS)


def _terms(terms: Terms, statement: str | None) -> dict[str, Any]:
    return {**terms.written(), **({STATEMENT: statement} if statement else {})}
