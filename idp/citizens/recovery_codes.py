"""Recovery codes: ten, printed once, each good for one sign-in when the second factor is out of reach."""

import re
import secrets

from idp.crypto.digests import keyed_digest
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.recovery_codes import RecoveryCodes

HOW_MANY = 10
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP = 3, 4


class PrintedCodes:
    """Makes and spends recovery codes. What is kept is a keyed digest; the codes are seen once."""

    def __init__(self, store: RecoveryCodes, installation: InstallationSecrets) -> None:
        self._store = store
        self._installation = installation

    def renew(self, citizen_id: str) -> tuple[str, ...]:
        """New codes in place of all former ones, to be shown once."""
        codes = tuple(_new_code() for _ in range(HOW_MANY))
        self._store.replace(citizen_id, [self._digest(citizen_id, code) for code in codes])
        return codes

    def spend(self, citizen_id: str, typed: str) -> bool:
        """Spend a code as somebody typed it. True for exactly one caller."""
        code = read(typed)
        return code is not None and self._store.spend(citizen_id, self._digest(citizen_id, code))

    def left(self, citizen_id: str) -> int:
        """How many are unused."""
        return self._store.left(citizen_id)

    def forget(self, citizen_id: str) -> None:
        """Make every code of a citizen useless."""
        self._store.replace(citizen_id, ())

    def _digest(self, citizen_id: str, code: str) -> str:
        return keyed_digest(self._installation.get("codes"), "recovery_code", citizen_id, code)


def read(typed: str) -> str | None:
    """A code as it was printed, from how it was typed; None when it cannot be one."""
    letters = re.sub(r"[\s.\-–—]", "", typed[:60]).upper()
    if len(letters) != _GROUPS * _GROUP or not set(letters) <= set(_ALPHABET):
        return None
    return _grouped(letters)


def _new_code() -> str:
    return _grouped("".join(secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)))


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
