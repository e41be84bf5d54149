"""The help desk: operators see the state of an account, never its data, and can open the way back into it.

Nobody but the citizen ever chooses a password (OWASP ASVS 5.0, 6.4.6). Each act has a reason and, except that
somebody may try again, is told to the citizen at every contact of the account.
"""

from dataclasses import dataclass
from enum import StrEnum

from idp.audit.events.event import Event
from idp.audit.events.help_desk import (
    CitizenFactorReset,
    CitizenLetBack,
    CitizenLookedUp,
    CitizenSignedOut,
    CitizenSuspended,
    CitizenUnlocked,
)
from idp.audit.log import AuditLog
from idp.citizens import logins
from idp.citizens.account_keys import AccountKeys
from idp.citizens.help_desk_state import AccountState, Standing
from idp.citizens.logins import Logins
from idp.citizens.notices import Notice, Notices
from idp.citizens.sessions import EndReason
from idp.store.models import Citizen
from idp.store.repositories.credentials import Credentials

ACTIVE, SUSPENDED = "active", "suspended"


class Reason(StrEnum):
    """Why an operator acts. A list, because free words would bring personal data into the log."""

    LOST_PHONE = "lost_phone"
    NEW_PHONE = "new_phone"
    FORGOTTEN = "forgotten"
    SEEN_AT_DESK = "seen_at_desk"
    MISUSE = "misuse"
    AUTHORITY = "authority"
    MISTAKE = "mistake"


class NotDone(StrEnum):
    """Why nothing was done."""

    NO_ACCOUNT = "no_account"
    WITHOUT_FACTOR = "without_factor"
    WRONG_STATE = "wrong_state"


@dataclass(frozen=True)
class Wish:
    """What an operator wants done.

    Args:
        citizen_id: To whose account.
        operator_id: Who wants it.
        reason: Why.
    """

    citizen_id: str
    operator_id: str
    reason: Reason


class HelpDesk:
    """Finds accounts, and acts on them in the name of an operator."""

    def __init__(
        self,
        *,
        logins: Logins,
        credentials: Credentials,
        state: AccountState,
        keys: AccountKeys,
        notices: Notices,
        audit: AuditLog,
    ) -> None:
        self._logins = logins
        self._credentials = credentials
        self._state = state
        self._keys = keys
        self._notices = notices
        self._audit = audit

    def look_up(self, typed: str, operator_id: str) -> Citizen | None:
        """The account with exactly this phone number, e-mail address or identity number. That it was looked for stays.

        Args:
            typed: As it is typed.
            operator_id: Who looks.
        """
        citizen = self._credentials.owner_of(self._logins.index(typed))
        found = citizen if citizen is not None and citizen.state != "closed" else None
        kind = logins.read(typed).kind
        self._audit.record(
            CitizenLookedUp(operator_id=operator_id, kind=kind, citizen_id=found.id if found else None)
        )
        return found

    def note_view(self, citizen_id: str, operator_id: str) -> None:
        """Keep that somebody looked at how an account stands.

        Args:
            citizen_id: The account.
            operator_id: Who looks.
        """
        self._note(CitizenLookedUp(operator_id=operator_id, kind="account", citizen_id=citizen_id))

    def standing(self, citizen_id: str) -> Standing | None:
        """How an account stands; None where there is none."""
        citizen = self._credentials.find(citizen_id)
        return self._state.of(citizen) if citizen is not None and citizen.state != "closed" else None

    def unlock(self, wish: Wish) -> NotDone | None:
        """Let somebody try again at once who had to wait."""
        citizen = self._credentials.find(wish.citizen_id)
        if citizen is None or not citizen.is_active:
            return NotDone.WRONG_STATE
        self._keys.forgive(citizen)
        self._note(CitizenUnlocked(**_facts(wish)))
        return None

    def reset_factor(self, wish: Wish) -> NotDone | None:
        """Take every second factor and recovery code out of force, end every session, and tell the citizen."""
        citizen = self._credentials.find(wish.citizen_id)
        if citizen is None or not citizen.is_active:
            return NotDone.WRONG_STATE
        factors = self._keys.take_factors(citizen)
        if not factors:
            return NotDone.WITHOUT_FACTOR
        self._note(CitizenFactorReset(**_facts(wish), factors=tuple(factors)))
        self._keys.shut(citizen.id, EndReason.HELP_DESK)
        self._notices.tell(citizen, Notice.FACTOR_RESET)
        return None

    def sign_out(self, wish: Wish) -> NotDone | None:
        """End every session of an account, and every access that applications have."""
        citizen = self._credentials.find(wish.citizen_id)
        if citizen is None or citizen.state == "closed":
            return NotDone.NO_ACCOUNT
        ended = self._keys.shut(citizen.id, EndReason.HELP_DESK)
        self._note(CitizenSignedOut(**_facts(wish), sessions=ended))
        self._notices.tell(citizen, Notice.SIGNED_OUT_BY_DESK)
        return None

    def suspend(self, wish: Wish) -> NotDone | None:
        """Close an account for now: its sessions, and every access that applications have, end at once."""
        citizen = self._credentials.find(wish.citizen_id)
        if citizen is None or not self._credentials.move(citizen.id, ACTIVE, SUSPENDED):
            return NotDone.WRONG_STATE
        self._keys.shut(citizen.id, EndReason.SUSPENDED)
        self._note(CitizenSuspended(**_facts(wish)))
        self._notices.tell(citizen, Notice.ACCOUNT_SUSPENDED)
        return None

    def let_back(self, wish: Wish) -> NotDone | None:
        """Open a suspended account again."""
        citizen = self._credentials.find(wish.citizen_id)
        if citizen is None or not self._credentials.move(citizen.id, SUSPENDED, ACTIVE):
            return NotDone.WRONG_STATE
        self._note(CitizenLetBack(**_facts(wish)))
        self._notices.tell(citizen, Notice.ACCOUNT_LET_BACK)
        return None

    def _note(self, event: Event) -> None:
        self._audit.record(event)


def _facts(wish: Wish) -> dict[str, str]:
    return {
        "operator_id": wish.operator_id,
        "citizen_id": wish.citizen_id,
        "reason": str(wish.reason),
    }
