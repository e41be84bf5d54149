"""Somebody who can sign in, with an authenticator app that never shows a code that was used before."""

import time
from dataclasses import dataclass

import pyotp

from tests.builders import PASSWORD
from tests.waiting import until

STEP_SECONDS = 30


class Authenticator:
    """An app on a phone whose clock may be a little ahead: the provider takes codes of the next step too."""

    def __init__(self, key: str) -> None:
        self._totp = pyotp.TOTP(key.replace(" ", ""))
        self._used = 0

    def code(self) -> str:
        """The first code that was not used yet, once the provider would take it."""
        step = max(self._used + 1, _present_step() - 1)
        until(lambda: step <= _present_step() + 1, seconds=2 * STEP_SECONDS, what="the next one-time code")
        self._used = step
        return self._totp.at(step * STEP_SECONDS)


@dataclass
class SignsIn:
    """Whom a journey is about.

    Args:
        login: What they type as user name.
        password: What they type as password.
        app: Their authenticator app, if they have one.
        name: Their name, where a page shows it.
        citizen_id: Their account, for what a test changes behind the pages.
    """

    login: str
    password: str = PASSWORD
    app: Authenticator | None = None
    name: str = ""
    citizen_id: str = ""


def _present_step() -> int:
    return int(time.time()) // STEP_SECONDS
