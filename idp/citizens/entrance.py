"""What happens once everything asked for was shown: a session begins, the device is known, a new one is told of."""

from dataclasses import dataclass

from idp.audit.events.sign_in import RecoveryCodeUsed, SignedIn, SteppedUp
from idp.audit.log import AuditLog
from idp.citizens.notices import Notice, Notices
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.sessions import Opened, Proof, Sessions, Stay
from idp.crypto.digests import digest, new_secret
from idp.store.models import BrowserSession, Citizen
from idp.store.repositories.devices import Devices


@dataclass(frozen=True)
class Browser:
    """Where a sign-in comes from.

    Args:
        network: A label of the network, for counts of guesses.
        agent: The browser in words, for the list of devices.
        device: The value of the cookie that marks a device used before.
        session: The live session the browser has, whoever's it is.
        client_id: The application the citizen is on the way to.
        language: The language of the page.
    """

    network: str
    agent: str = ""
    device: str | None = None
    session: BrowserSession | None = None
    client_id: str | None = None
    language: str = "vi"


@dataclass(frozen=True)
class Entered:
    """Signed in. `device` is the value its cookie must carry; None for a device that is not the citizen's own."""

    session: BrowserSession
    cookie: str
    device: str | None = None


class Entrance:
    """Opens the door."""

    def __init__(
        self, sessions: Sessions, devices: Devices, printed: PrintedCodes, notices: Notices, audit: AuditLog
    ) -> None:
        self._sessions = sessions
        self._devices = devices
        self._printed = printed
        self._notices = notices
        self._audit = audit

    def knows(self, browser: Browser, citizen: Citizen | None) -> bool:
        """Whether a citizen has signed in on this browser before. The same work whether or not there is a citizen."""
        known = self._devices.citizens_on(digest(browser.device)) if browser.device else {}
        return citizen is not None and citizen.id in known

    def open(self, citizen: Citizen, proof: Proof, browser: Browser, stay: Stay) -> Entered:
        """Begin or renew the session of a citizen who has shown what was asked for."""
        opened = self._sessions.start(
            citizen.id, proof, stay=stay, agent=browser.agent, former=browser.session
        )
        device, is_new = self._remember(citizen, browser, stay)
        self._audit.record(
            SignedIn(
                citizen_id=citizen.id,
                session_id=opened.session.id,
                methods=tuple(proof.amr),
                level=int(proof.level),
                new_device=is_new,
                agent=opened.session.agent,
                client_id=browser.client_id,
            )
        )
        if is_new:
            self._notices.new_device(citizen, browser.agent)
        return Entered(opened.session, opened.cookie, device)

    def printed_code_used(self, citizen: Citizen) -> None:
        """Write down, and tell the citizen, that a printed code has taken the place of the second factor."""
        self._audit.record(RecoveryCodeUsed(citizen_id=citizen.id, left=self._printed.left(citizen.id)))
        self._notices.tell(citizen, Notice.CODE_USED)

    def raise_level(self, citizen: Citizen, method: str, browser: Browser) -> Opened | None:
        """Add a second factor to the browser's session. None when that session is over."""
        session = browser.session
        opened = self._sessions.raise_level(session, method) if session else None
        if opened is not None:
            self._audit.record(
                SteppedUp(
                    citizen_id=citizen.id,
                    session_id=opened.session.id,
                    methods=tuple(opened.session.methods),
                    level=opened.session.level,
                    client_id=browser.client_id,
                )
            )
        return opened

    def _remember(self, citizen: Citizen, browser: Browser, stay: Stay) -> tuple[str | None, bool]:
        if stay is Stay.SHARED:
            return None, not self.knows(browser, citizen)
        device = browser.device or new_secret()
        return device, self._devices.seen(digest(device), citizen.id, browser.agent)
