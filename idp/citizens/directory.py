"""Whom an application means that names a citizen: by phone, e-mail or identity number."""

from idp.citizens.logins import Logins
from idp.store.repositories.credentials import Credentials


class Directory:
    """Finds citizens. What it finds never goes back to who asked."""

    def __init__(self, logins: Logins, credentials: Credentials) -> None:
        self._logins = logins
        self._credentials = credentials

    def by_login(self, login: str) -> tuple[str, str | None]:
        """Who can be asked by a login. The same work whether or not there is somebody.

        Args:
            login: As people type it.

        Returns:
            What stands for the login, and the citizen; None for nobody, or somebody whose account rests.
        """
        index = self._logins.index(login)
        citizen = self._credentials.owner_of(index)
        return index, citizen.id if citizen is not None and citizen.is_active else None
