"""How often identities may be tried: few for one person, and not many from one network, so that the form is no oracle.

Source: the agreement with the register (at most five verifications a day for one person).
"""

from dataclasses import dataclass
from datetime import timedelta

from idp.citizens.throttle import Throttle
from idp.config import Settings

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Try:
    """One claim: about which number, by whom, from where.

    Args:
        number_index: The blind index of the number.
        asker: Who claims it: the blind index of the contact that was confirmed, or the citizen's id.
        network: Where it comes from.
    """

    number_index: str
    asker: str
    network: str

    @property
    def person_keys(self) -> tuple[str, str]:
        """The counts of the person claimed and of the person claiming."""
        return f"identity:number:{self.number_index}", f"identity:asker:{self.asker}"

    @property
    def network_key(self) -> str:
        """The count of the network."""
        return f"identity:network:{self.network}"


class Tries:
    """Counts answers about people, not questions: what the register could not answer costs nobody a try."""

    def __init__(self, throttle: Throttle, settings: Settings) -> None:
        self._throttle = throttle
        self._person = settings.identity_tries_per_person
        self._network = settings.identity_tries_per_network

    def left(self, of: Try) -> int:
        """How many tries are left. Look before asking the register."""
        counts = self._throttle.counts([*of.person_keys, of.network_key])
        used = [counts[key][0] for key in of.person_keys if key in counts]
        network = counts.get(of.network_key, (0, None))[0]
        return max(min(self._person - max(used, default=0), self._network - network), 0)

    def take(self, of: Try, *, is_match: bool) -> bool:
        """Take a try before its answer is told. False when none was left: the answer must then not be told.

        A match does not count against the network: a desk may help a whole commune to register.
        """
        person = all(self._throttle.take(key, self._person, DAY) for key in of.person_keys)
        return person and (is_match or self._throttle.take(of.network_key, self._network, DAY))
