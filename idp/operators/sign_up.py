"""Developers sign up for the desk by themselves: an address, a link, an account that may make drafts.

Nobody learns whether an address is known: the answer is the same, and so is the work.
"""

from datetime import timedelta
from enum import StrEnum

from idp.audit.events.operators import OperatorInvited
from idp.operators.addresses import read_address
from idp.operators.letters import KNOWN_ALREADY, SIGNED_UP
from idp.operators.parts import Parts
from idp.operators.ports import Counts
from idp.operators.rights import Role

MOST_OF_A_NETWORK = 10
MOST_TO_AN_ADDRESS = 3
_PERIOD = timedelta(hours=1)


class NotSent(StrEnum):
    """Why nothing was even tried."""

    BAD_ADDRESS = "bad_address"
    SLOWED = "slowed"


class SignUp:
    """Sends links to developers."""

    def __init__(self, parts: Parts, counts: Counts) -> None:
        self._parts = parts
        self._counts = counts

    def ask(self, typed: str, language: str, network: str) -> NotSent | None:
        """Send a link to an address, or tell its owner that they have an account.

        Args:
            typed: The address.
            language: Of the page, and so of the letter.
            network: Where the request comes from.
        """
        address = read_address(typed)
        if address is None:
            return NotSent.BAD_ADDRESS
        if not self._counts.take(f"sign_up:from:{network}", MOST_OF_A_NETWORK, _PERIOD):
            return NotSent.SLOWED
        index = self._parts.addresses.index(address)
        # Too many letters to one address are left out without a word: the answer must not tell that it is written to.
        if self._counts.take(f"sign_up:to:{index}", MOST_TO_AN_ADDRESS, _PERIOD):
            self._write(address, index, language)
        return None

    def _write(self, address: str, index: str, language: str) -> None:
        operator = self._parts.operators.by_address(index)
        if operator is not None:
            self._parts.notices.write(address, operator.locale, KNOWN_ALREADY, username=operator.username)
            return
        unit = self._parts.units.of_address(address)
        name = unit.name if unit is not None else None
        link, secret = self._parts.links.to_new_account(
            address, language, Role.UNIT_DEVELOPER.value, name, None
        )
        self._parts.links.send(link, secret, SIGNED_UP)
        self._parts.audit.record(
            OperatorInvited(invitation_id=link.id, role=Role.UNIT_DEVELOPER.value, unit=name, by="sign_up")
        )
