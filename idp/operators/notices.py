"""Mail to operators: to one, to the administrators of a unit, or to a whole role. Queued in the running transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta, timezone

from idp.operators.addresses import Addresses
from idp.operators.letters import FOOTER, GREETING, Letter
from idp.operators.place import Place
from idp.operators.rights import Role
from idp.outbound import mail
from idp.outbound.outbox import Outbox
from idp.store.models import Operator
from idp.store.repositories.operators import Operators

_VIET_NAM = timezone(timedelta(hours=7))
_KEEP_TRYING = timedelta(hours=24)


class OperatorNotices:
    """Writes to operators who have a mail address."""

    def __init__(self, outbox: Outbox, operators: Operators, addresses: Addresses, place: Place) -> None:
        self._outbox = outbox
        self._operators = operators
        self._addresses = addresses
        self._place = place

    def send(
        self, to: Operator | Role | str, letter: Letter, *, but: Collection[str] = (), **facts: str
    ) -> int:
        """Queue a letter; to how many.

        Args:
            to: One operator; everybody of a role; or, by the name of a unit, its administrators.
            letter: What it says.
            but: Addresses that have it already.
            facts: What the letter has places for.
        """
        sent = 0
        for operator in self._recipients(to):
            address = self._addresses.of(operator)
            if address is not None and address not in but and operator.is_active:
                self.write(address, operator.locale, letter, **facts)
                sent += 1
        return sent

    def write(self, address: str, language: str, letter: Letter, **facts: str) -> None:
        """Queue a letter to somebody who may have no account.

        Args:
            address: Where to.
            language: `vi` or `en`.
            letter: What it says.
            facts: What the letter has places for.
        """
        text, known = letter.in_language(language), language if language in GREETING else "vi"
        filled = {"service": self._place.service, "console": self._place.origin + "/admin", **facts}
        body = f"{GREETING[known]}\n\n{text.body}\n\n-- \n{FOOTER[known]}\n"
        payload = {
            "to": address,
            # One line whatever the facts are: a mail header ends with its line.
            "subject": " ".join(f"{self._place.service}: {text.subject.format(**filled)}".split()),
            "text": body.format(**filled),
            "language": known,
            "code": None,
        }
        self._outbox.add(mail.KIND, payload, keep_trying=_KEEP_TRYING)

    def _recipients(self, to: Operator | Role | str) -> Iterable[Operator]:
        if isinstance(to, Operator):
            return [to]
        if isinstance(to, Role):
            return self._operators.active(role=to.value)
        return self._operators.active(role=Role.UNIT_ADMINISTRATOR.value, unit=to) if to else []


def in_words(at: datetime) -> str:
    """A moment as letters say it, in Vietnamese time."""
    return f"{at.astimezone(_VIET_NAM):%H:%M %d/%m/%Y}"
