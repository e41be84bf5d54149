"""What opens an account, and what it has opened: taken back as a whole, by somebody other than its owner."""

from collections.abc import Sequence

from idp.citizens.help_desk_state import targets_of
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import EndReason, Sessions
from idp.citizens.throttle import Guesses
from idp.store.models import Citizen
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.credentials import Credentials


class AccountKeys:
    """What opens an account, and what it has opened: taken back as a whole."""

    def __init__(
        self,
        *,
        credentials: Credentials,
        printed: PrintedCodes,
        factors: SecondFactor,
        guesses: Guesses,
        sessions: Sessions,
        authorizations: Authorizations,
    ) -> None:
        self._credentials = credentials
        self._printed = printed
        self._factors = factors
        self._guesses = guesses
        self._sessions = sessions
        self._authorizations = authorizations

    def forgive(self, citizen: Citizen) -> None:
        """Forget every wrong guess at an account, from wherever it came."""
        self._guesses.forgive(targets_of(citizen))

    def take_factors(self, citizen: Citizen) -> Sequence[str]:
        """Take the second factors and recovery codes out of force; which there were."""
        names = [str(factor) for factor in self._factors.factors_of(citizen)]
        if names:
            self._credentials.change(citizen.id, totp_sealed=None, totp_last_step=None, sms_factor=False)
            self._printed.forget(citizen.id)
            self.forgive(citizen)
        return names

    def shut(self, citizen_id: str, reason: EndReason) -> int:
        """End every session and every access of applications; how many sessions there were."""
        self._authorizations.revoke_all_of(citizen_id, str(reason))
        return self._sessions.end_all(citizen_id, str(reason))
