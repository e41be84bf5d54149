"""How an account stands, in words without a value: what a help desk needs to know, and nothing it could tell on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.assurance import IdentityAssurance
from idp.audit.events import help_desk, sign_in
from idp.citizens.logins import Logins
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import Sessions
from idp.citizens.throttle import Guesses, Slowed
from idp.clock import Clock
from idp.store.models import AuditRecord, Citizen
from idp.store.repositories.audit_records import AuditRecords

SHOWN_FOR = timedelta(days=7)
MOST = 50
EVENTS = tuple(
    event.name
    for event in (
        sign_in.SignedIn,
        sign_in.SteppedUp,
        sign_in.SignInRefused,
        sign_in.SignInSlowed,
        sign_in.RecoveryCodeUsed,
        sign_in.PasswordChanged,
        sign_in.SecondFactorChanged,
        sign_in.ContactChanged,
        sign_in.RecoveryCodesRenewed,
        sign_in.WasNotMe,
        help_desk.CitizenUnlocked,
        help_desk.CitizenFactorReset,
        help_desk.CitizenSignedOut,
        help_desk.CitizenSuspended,
        help_desk.CitizenLetBack,
    )
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an account stands.

    Args:
        citizen_id: Whose.
        state: `active` or `suspended`.
        assurance: How well the identity is proved.
        has_phone: Whether a phone can be reached.
        has_email: Whether an e-mail address can be written to.
        has_password: Whether there is a password.
        factors: Its second factors, by name.
        codes_left: Recovery codes that still work.
        sessions: Browsers that are signed in.
        slowed: Whether the next guess at its password or factor has to wait, and until when.
        since: When the account was opened.
        lately: What happened in the last days, the latest first.
    """

    citizen_id: str
    state: str
    assurance: IdentityAssurance
    has_phone: bool
    has_email: bool
    has_password: bool
    factors: tuple[str, ...]
    codes_left: int
    sessions: int
    slowed: Slowed | None
    since: datetime
    lately: tuple[AuditRecord, ...]


class AccountState:
    """Reads how accounts stand."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        printed: PrintedCodes,
        factors: SecondFactor,
        guesses: Guesses,
        records: AuditRecords,
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._printed = printed
        self._factors = factors
        self._guesses = guesses
        self._records = records
        self._clock = clock

    def of(self, citizen: Citizen) -> Standing:
        """How one account stands now."""
        return Standing(
            citizen_id=citizen.id,
            state=citizen.state,
            assurance=IdentityAssurance(citizen.assurance),
            has_phone=citizen.phone_sealed is not None,
            has_email=citizen.email_sealed is not None,
            has_password=citizen.password_hash is not None,
            factors=tuple(str(factor) for factor in self._factors.factors_of(citizen)),
            codes_left=self._printed.left(citizen.id),
            sessions=len(self._sessions.of(citizen.id)),
            slowed=self._guesses.slowed_anywhere(targets_of(citizen)),
            since=citizen.created_at,
            lately=self._lately(citizen.id),
        )

    def _lately(self, citizen_id: str) -> tuple[AuditRecord, ...]:
        oldest = self._clock() - SHOWN_FOR
        found = self._records.about_citizen(citizen_id, EVENTS, most=MOST)
        return tuple(record for record in found if record.at >= oldest)


def targets_of(citizen: Citizen) -> list[str]:
    """Everything that is guessed at when somebody tries to open an account."""
    passwords = [f"password:{name}" for name in (*Logins.of(citizen), citizen.id)]
    return [*passwords, f"second_factor:{citizen.id}"]
