"""Taking second factors out of force, renewing recovery codes, and telling the citizen of every such change."""

from dataclasses import dataclass

from idp.audit.events.sign_in import RecoveryCodesRenewed, SecondFactorChanged
from idp.audit.log import AuditLog
from idp.citizens.freshness import require_fresh
from idp.citizens.notices import Notice, Notices
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import Factor
from idp.clock import Clock
from idp.store.models import BrowserSession, Citizen
from idp.store.repositories.credentials import Credentials


class LastFactor:
    """It is the only second factor, and the account does not go back to the password alone."""


class Removed:
    """It is out of force."""


@dataclass(frozen=True)
class Announcer:
    """Writes a change of a second factor down, and tells the citizen outside of the browser."""

    audit: AuditLog
    notices: Notices

    def changed(self, citizen: Citizen, factor: Factor, change: str) -> None:
        """A second factor was `added`, `replaced` or `removed`."""
        self.audit.record(SecondFactorChanged(citizen_id=citizen.id, factor=str(factor), change=change))
        notice = Notice.FACTOR_REMOVED if change == "removed" else Notice.FACTOR_ADDED
        self.notices.tell(citizen, notice, factor=str(factor))

    def renewed(self, citizen: Citizen, count: int) -> None:
        """There are new recovery codes."""
        self.audit.record(RecoveryCodesRenewed(citizen_id=citizen.id, count=count))
        self.notices.tell(citizen, Notice.CODES_RENEWED)


class FactorChanges:
    """What any kind of second factor has in common when its owner changes it."""

    def __init__(
        self, credentials: Credentials, printed: PrintedCodes, announce: Announcer, clock: Clock
    ) -> None:
        self._credentials = credentials
        self._printed = printed
        self._announce = announce
        self._clock = clock

    def remove(self, session: BrowserSession, factor: Factor) -> LastFactor | Removed:
        """Take a second factor out of force.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        remove = self._credentials.remove_totp if factor is Factor.TOTP else self._credentials.remove_sms
        if not remove(session.citizen_id):
            return LastFactor()
        self._announce.changed(session.citizen, factor, "removed")
        return Removed()

    def renew_printed_codes(self, session: BrowserSession) -> tuple[str, ...]:
        """New recovery codes, to be shown once; the former ones no longer work.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        codes = self._printed.renew(session.citizen_id)
        self._announce.renewed(session.citizen, len(codes))
        return codes
