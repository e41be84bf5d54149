"""Whom an application means that names a citizen: by phone, e-mail or identity number."""

from idp.citizens.logins import Logins
from idp.citizens.test_people import TestPeople
from idp.store.repositories.credentials import Credentials


class Directory:
    """Finds citizens. What it finds never goes back to who asked."""

    def __init__(self, logins: Logins, credentials: Credentials, people: TestPeople) -> None:
        self._logins = logins
        self._credentials = credentials
        self._people = people

    def by_login(self, login: str, *, in_sandbox: bool) -> tuple[str, str | None]:
        """Who can be asked by a login. The same work whether or not there is somebody.

        Args:
            login: As people type it.
            in_sandbox: Whether only its people can be meant; they are named as in the sandbox.

        Returns:
            What stands for the login, and the citizen; None for nobody, or somebody whose account rests.
        """
        index = self._logins.index(login)
        citizen = self._people.account_of(login) if in_sandbox else self._credentials.owner_of(index)
        return index, citizen.id if citizen is not None and citizen.is_active else None

    def account_of(self, login: str) -> str | None:
        """The account of a login, also one that rests: for those who search the audit log.

        Args:
            login: As people type it.
        """
        citizen = self._credentials.owner_of(self._logins.index(login))
        return None if citizen is None else citizen.id
