"""Choosing another password: the current one is asked, everything else that is open is closed."""

from dataclasses import dataclass

from idp.citizens.accounts import Accounts
from idp.citizens.entrance import Browser
from idp.citizens.password_check import PasswordCheck, Refused
from idp.citizens.password_policy import ALONE, WITH_SECOND_FACTOR, Owner, PasswordPolicy, Refusal
from idp.citizens.people import People
from idp.citizens.sessions import Opened, Sessions
from idp.citizens.throttle import Slowed
from idp.crypto.passwords import Passwords
from idp.store.models import BrowserSession, Citizen
from idp.store.repositories.credentials import Credentials


class SameAsBefore:
    """The new password is the current one."""


class Overtaken:
    """The password, or the session, was changed elsewhere in the meantime."""


@dataclass(frozen=True)
class Chooser:
    """Decides whether a citizen may choose a password."""

    policy: PasswordPolicy
    people: People

    def refusal(self, citizen: Citizen, password: str) -> Refusal | None:
        """Why a password cannot be taken; None when it can."""
        at_least = WITH_SECOND_FACTOR if citizen.has_second_factor else ALONE
        return self.policy.check(password, self._owner(citizen), at_least=at_least)

    def _owner(self, citizen: Citizen) -> Owner:
        known = self.people.claims_of(citizen)
        contacts = (known.get("phone_number", ""), known.get("email", ""))
        return Owner(
            name=known.get("name", ""),
            number=known.get("vn_personal_id", ""),
            birth_date=known.get("birthdate", ""),
            contacts=tuple(contact for contact in contacts if contact),
        )


class PasswordChange:
    """Changes passwords of citizens who are signed in."""

    def __init__(
        self,
        *,
        check: PasswordCheck,
        chooser: Chooser,
        credentials: Credentials,
        passwords: Passwords,
        accounts: Accounts,
        sessions: Sessions,
    ) -> None:
        self._check = check
        self._chooser = chooser
        self._credentials = credentials
        self._passwords = passwords
        self._accounts = accounts
        self._sessions = sessions

    def least_length(self, citizen: Citizen) -> int:
        """How many characters a new password must have."""
        return WITH_SECOND_FACTOR if citizen.has_second_factor else ALONE

    def change(
        self, session: BrowserSession, current: str, new: str, browser: Browser
    ) -> Refused | Slowed | Refusal | SameAsBefore | Overtaken | Opened:
        """Change the password.

        Args:
            session: Whose; it goes on under a new identifier, all others end.
            current: The password until now, as typed.
            new: The one to come, as typed.
            browser: Where it comes from.
        """
        citizen = session.citizen
        # The new one first: what is wrong with it says nothing about the current one, and costs no guess.
        if refusal := self._chooser.refusal(citizen, new):
            return refusal
        checked = self._check.again(citizen, current, browser)
        if not isinstance(checked, Citizen):
            return checked
        former = citizen.password_hash
        if self._passwords.verify(former, new):
            return SameAsBefore()
        hashed = self._passwords.hash(new)
        # First of all: a session that was ended in the meantime changes nothing any more.
        opened = self._sessions.rotate(session)
        if opened is None or not self._replaced(citizen, former, hashed):
            return Overtaken()
        self._accounts.password_changed(session)
        return opened

    def _replaced(self, citizen: Citizen, former: str | None, hashed: str) -> bool:
        return self._credentials.replace_password(citizen.id, former, hashed, rehash=False)
