"""The invented people whom applications under construction meet: accounts without a password, made on first use.

None can sign in anywhere but in the sandbox: there is nothing they could be found by, and nothing to open them with.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from idp.assurance import IdentityAssurance
from idp.citizens.details_on_demand import DetailsOnDemand
from idp.citizens.notices import EMAIL_SEALED, PHONE_SEALED
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.register_word import IDENTITY_SEALED
from idp.citizens.proofing.verification import Verification, assurance_of
from idp.clock import Clock
from idp.crypto.digests import keyed_digest, new_secret
from idp.crypto.sealing import Sealer
from idp.registry.birth_date import BirthDate
from idp.registry.invented import Invented, invented_people
from idp.registry.port import PopulationRegister
from idp.store.models import Citizen
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.installation_secrets import InstallationSecrets


class TestPeople:
    """Finds them, and makes their accounts.

    Args:
        citizens: Where accounts are kept.
        register: That of the invented people, never the real one.
        installation: Has the key of what is found by.
        sealer: Seals what an account keeps.
        clock: The only source of time.
    """

    __test__ = False  # no test, whatever its name

    def __init__(
        self,
        citizens: Citizens,
        register: PopulationRegister,
        installation: InstallationSecrets,
        sealer: Sealer,
        clock: Clock,
    ) -> None:
        self._citizens = citizens
        self._verification = Verification(register, clock)
        self._installation = installation
        self._sealer = sealer
        self._clock = clock

    def all(self) -> tuple[Invented, ...]:
        """Everybody, also those who never sign in."""
        return invented_people(self._verification.today())

    def named(self, key: str) -> Invented | None:
        """Somebody who can sign in, by what they are called in the sandbox."""
        return next((each for each in self.all() if each.key == key and each.barred is None), None)

    def account_of(self, key: str) -> Citizen | None:
        """The account of somebody who can sign in; it is made when it is not there yet."""
        person = self.named(key)
        if person is None:
            return None
        known = self._citizens.with_persona(person.key)
        if known is None:
            # Whoever was quicker has made the same account.
            self._citizens.add(self._new(person))
            known = self._citizens.with_persona(person.key)
        return known

    def _new(self, person: Invented) -> Citizen:
        now = self._clock()
        return Citizen(
            id=str(uuid.uuid4()),
            persona=person.key,
            # Not the index of the number: a real person may have it one day.
            number_index=keyed_digest(self._installation.get("blind_index"), "sandbox", person.key),
            phone_sealed=self._sealed(person.phone, PHONE_SEALED),
            email_sealed=self._sealed(person.email, EMAIL_SEALED),
            created_at=now,
            updated_at=now,
            **self._identity(person),
        )

    def _identity(self, person: Invented) -> dict[str, Any]:
        """What the register says of somebody; of those without a number nobody but themselves says anything."""
        identity = _declared(person)
        columns: dict[str, Any] = {"assurance": str(IdentityAssurance.SELF_DECLARED)}
        if person.number is not None:
            claim = Claim(person.number, person.name, BirthDate.parse(person.birth))
            checked = self._verification.check(claim, new_secret(16))
            identity = checked.identity or identity
            columns = {
                "assurance": str(assurance_of(checked.verdict)),
                "verified_at": self._clock(),
                "verification_id": checked.request_id,
            }
        return {**columns, "identity_sealed": self._sealer.seal_json(identity, IDENTITY_SEALED)}

    def _sealed(self, value: str | None, where: str) -> bytes | None:
        return None if value is None else self._sealer.seal_text(value, where)


@dataclass(frozen=True)
class Sandbox:
    """The sandbox's side of the house.

    Args:
        people: Who signs in there.
        details: Fetches what else their register knows of them.
    """

    people: TestPeople
    details: DetailsOnDemand


def _declared(person: Invented) -> dict[str, Any]:
    family, middle, given = person.parts
    names = {"family_name": family, "middle_name": middle, "given_name": given}
    known = {**names, "name": person.name, "birthdate": person.birth, "gender": person.gender}
    return {name: value for name, value in known.items() if value}
