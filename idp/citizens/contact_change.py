"""Adding a phone number or an e-mail address to an account, or putting another in place of the one there is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass

from idp.audit.events.sign_in import ContactChanged
from idp.audit.log import AuditLog
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.freshness import require_fresh
from idp.citizens.notices import EMAIL_SEALED, PHONE_SEALED, Notice, Notices
from idp.citizens.one_time_codes import Accepted, Answer, OneTimeCodes, Purpose, Sending
from idp.clock import Clock
from idp.crypto.sealing import CannotOpen, Sealer
from idp.store.models import BrowserSession
from idp.store.repositories.credentials import Credentials
from idp.store.repositories.installation_secrets import InstallationSecrets

_OFFER = "offer.contact"
_PLACES = {ContactKind.PHONE: PHONE_SEALED, ContactKind.EMAIL: EMAIL_SEALED}
_PURPOSES = {ContactKind.PHONE: Purpose.ADD_PHONE, ContactKind.EMAIL: Purpose.ADD_EMAIL}


@dataclass(frozen=True)
class Changed:
    """The account has the new contact."""


class Taken:
    """Another account has it. Said only to who has shown that the contact is theirs."""


class ContactChange:
    """Changes contacts. A new one counts once a code that was sent to it has come back."""

    def __init__(
        self,
        *,
        credentials: Credentials,
        sent: OneTimeCodes,
        notices: Notices,
        installation: InstallationSecrets,
        sealer: Sealer,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._credentials = credentials
        self._sent = sent
        self._notices = notices
        self._installation = installation
        self._sealer = sealer
        self._audit = audit
        self._clock = clock

    def send(self, session: BrowserSession, to: Contact, *, network: str, language: str) -> Sending:
        """Send a code to the new contact.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        ticket = self._ticket(session, to)
        return self._sent.send(to, _PURPOSES[to.kind], ticket, network=network, language=language)

    def change(self, session: BrowserSession, to: Contact, typed: str) -> Answer | Taken | Changed:
        """Take the new contact, and tell the old ones.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        answer = self._sent.check(_PURPOSES[to.kind], self._ticket(session, to), typed)
        if not isinstance(answer, Accepted):
            return answer
        citizen = session.citizen
        former = self._notices.addresses_of(citizen)
        sealed = self._sealer.seal_text(to.value, _PLACES[to.kind])
        if not self._credentials.take_contact(citizen.id, str(to.kind), to.index(self._installation), sealed):
            return Taken()
        self._audit.record(ContactChanged(citizen_id=citizen.id, kind=str(to.kind)))
        # Who loses a contact reads it there.
        self._notices.tell(citizen, Notice.CONTACT_CHANGED, at=former)
        return Changed()

    def sealed(self, session: BrowserSession, to: Contact) -> str:
        """The new contact, to travel with the form."""
        carried = self._sealer.seal_json(
            {"kind": str(to.kind), "value": to.value, "session": session.id}, _OFFER
        )
        return urlsafe_b64encode(carried).decode("ascii")

    def opened(self, session: BrowserSession, sealed: str) -> Contact | None:
        """The contact a form carries, if it was typed in this session."""
        try:
            carried = self._sealer.open_json(urlsafe_b64decode(sealed.encode("ascii")), _OFFER)
        except (CannotOpen, BadBase64, ValueError):
            return None
        return (
            Contact(ContactKind(carried["kind"]), carried["value"])
            if carried["session"] == session.id
            else None
        )

    def _ticket(self, session: BrowserSession, to: Contact) -> str:
        # Bound to the contact, too: a code sent to one's own phone must not bring in somebody else's.
        return f"contact:{to.index(self._installation)[:22]}:{session.id[:22]}"
