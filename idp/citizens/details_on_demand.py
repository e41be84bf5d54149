"""Fetches what an application may learn of a citizen beyond their identity: once they agreed, before it is told.

The registers may be slow or silent; then it is left out for this time, and asked for again at the next sign-in.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from idp.assurance import IdentityAssurance
from idp.audit.events.proofing import DetailsFetched
from idp.audit.log import AuditLog
from idp.citizens import details_answers as answers
from idp.citizens.details import (
    Detail,
    Value,
    details_in,
    missing,
    with_details,
    without_detail,
    without_details,
)
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.registry.outcomes import (
    Misconfigured,
    NotAlive,
    NotMatched,
    NumberCancelled,
    Unavailable,
    UnderCorrection,
)
from idp.registry.person import PersonField, PersonRecord
from idp.registry.port import PopulationRegister
from idp.registry.roles import NoOffice, Office, Organisations
from idp.store.models import Citizen
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.officers import Officers

BY_CONSENT = "Sự đồng ý của chủ thể dữ liệu theo Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"
"""The ground stated to a register where the application has a scope by the citizen's consent alone."""

LONGEST_GROUND = 200
"""Characters of a legal reference that the register takes."""

Refusal = NotMatched | NotAlive | UnderCorrection | NumberCancelled | Unavailable | Misconfigured
Answered = dict[Detail, Value] | Refusal
Identity = Mapping[str, object]

_WHERE = "citizen.identity_sealed"
_MOST_TRIES = 5
_ATTRIBUTES = {
    Detail.RELIGION: (PersonField.RELIGION, answers.religion),
    Detail.BLOOD_TYPE: (PersonField.BLOOD_GROUP, answers.blood_type),
    Detail.HOUSEHOLD: (PersonField.HOUSEHOLD, answers.household),
    Detail.REPRESENTED: (PersonField.REPRESENTED, answers.represented),
}


@dataclass(frozen=True)
class Errand:
    """What has to be asked about whom, for which application, on which ground each."""

    citizen_id: str
    client_id: str
    number: str = field(repr=False)
    grounds: dict[Detail, str]


@dataclass(frozen=True)
class Fetched:
    """What came of an errand. `trouble` is the last reason why something is missing."""

    values: dict[Detail, Value] = field(repr=False)
    trouble: str | None


class DetailsOnDemand:
    """Asks the registers, and keeps the answers sealed with the person's identity."""

    def __init__(
        self,
        register: PopulationRegister,
        citizens: Citizens,
        officers: Officers,
        *,
        sealer: Sealer,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._register = register
        self._citizens = citizens
        self._officers = officers
        self._sealer = sealer
        self._audit = audit
        self._clock = clock

    def due(self, citizen: Citizen, client_id: str, grounds: Mapping[str, str]) -> Errand | None:
        """What has to be fetched before an application can be told of it; None where nothing has.

        Args:
            citizen: Whose account. Of somebody who is not verified nothing is asked.
            client_id: The application.
            grounds: The claims it may learn, each with the legal reference of its policy, which may be empty.
        """
        wanted = details_in(grounds)
        sealed = citizen.identity_sealed
        if not wanted or sealed is None or not IdentityAssurance(citizen.assurance).is_verified:
            return None
        identity = self._sealer.open_json(sealed, _WHERE)
        due = missing(identity, wanted, self._clock())
        if Detail.OFFICE in wanted and self._officers.has_left(citizen.id):
            # It is kept still where the account was suspended when they left: nobody changes one meanwhile.
            if Detail.OFFICE not in due:
                self.forget_office(citizen.id)
            due = [detail for detail in due if detail is not Detail.OFFICE]
        if not due or not identity.get("number"):
            return None
        return Errand(
            citizen.id, client_id, identity["number"], {detail: _ground(grounds[detail]) for detail in due}
        )

    def run(self, errand: Errand) -> None:
        """Ask, and keep what was answered. Takes as long as the registers take, so nothing may be written before."""
        fetched = self._asked(errand)
        values = self._still_true(errand.citizen_id, fetched.values)
        kept = bool(values) and self._keep(errand.citizen_id, values)
        self._audit.record(
            DetailsFetched(
                citizen_id=errand.citizen_id,
                client_id=errand.client_id,
                asked=tuple(errand.grounds),
                answered=tuple(values) if kept else (),
                trouble=fetched.trouble,
            )
        )

    def forget(self, citizen_id: str) -> None:
        """Drop what was fetched: an application it was fetched for is gone, the others have it fetched again."""
        self._change(citizen_id, without_details)

    def forget_office(self, citizen_id: str) -> None:
        """Drop what was said of somebody's office, before anybody else keeps it anew."""
        self._citizens.hold(citizen_id)
        self._change(citizen_id, lambda identity: without_detail(identity, Detail.OFFICE))

    def _still_true(self, citizen_id: str, values: dict[Detail, Value]) -> dict[Detail, Value]:
        """What was answered, without the office of somebody who left it while the register was asked."""
        if Detail.OFFICE not in values:
            return values
        self._citizens.hold(citizen_id)
        has_left = self._officers.has_left(citizen_id)
        return {
            detail: value for detail, value in values.items() if not (has_left and detail is Detail.OFFICE)
        }

    def _asked(self, errand: Errand) -> Fetched:
        """Every answer there is. After the first silence nobody is asked any more: one timeout is enough to wait."""
        values: dict[Detail, Value] = {}
        trouble = None
        for question in self._questions(errand):
            answer = question()
            if isinstance(answer, dict):
                values |= answer
                continue
            trouble = _words(answer)
            if isinstance(answer, Unavailable):
                break
        return Fetched(values, trouble)

    def _questions(self, errand: Errand) -> Iterator[Callable[[], Answered]]:
        by_ground: dict[str, list[Detail]] = {}
        for detail, ground in errand.grounds.items():
            by_ground.setdefault(ground, []).append(detail)
        for ground, details in by_ground.items():
            if attributes := [detail for detail in details if detail in _ATTRIBUTES]:
                yield partial(self._attributes, errand.number, ground, attributes)
            if Detail.OFFICE in details:
                yield partial(self._office, errand.number, ground)
            if Detail.ORGANISATIONS in details:
                yield partial(self._organisations, errand.number, ground)

    def _attributes(self, number: str, ground: str, details: list[Detail]) -> Answered:
        fields = [_ATTRIBUTES[detail][0] for detail in details]
        answer = self._register.attributes(number, legal_reference=ground, fields=fields)
        if not isinstance(answer, PersonRecord):
            return answer
        return {detail: _ATTRIBUTES[detail][1](answer) for detail in details}

    def _office(self, number: str, ground: str) -> Answered:
        answer = self._register.office(number, legal_reference=ground)
        match answer:
            case Office():
                return {Detail.OFFICE: answers.office(answer)}
            case NoOffice():
                return {Detail.OFFICE: {}}
            case _:
                return answer

    def _organisations(self, number: str, ground: str) -> Answered:
        answer = self._register.organisations(number, legal_reference=ground)
        if not isinstance(answer, Organisations):
            return answer
        return {Detail.ORGANISATIONS: answers.organisations(answer.listed)}

    def _keep(self, citizen_id: str, values: Mapping[Detail, Value]) -> bool:
        return self._change(citizen_id, lambda identity: with_details(identity, values, self._clock()))

    def _change(self, citizen_id: str, changed: Callable[[Identity], Identity]) -> bool:
        """Seal another identity in place of this one. Whoever fetched something else meanwhile does not lose it."""
        for _ in range(_MOST_TRIES):
            before = self._citizens.sealed_identity(citizen_id)
            if before is None:  # nothing is known, or the account was closed meanwhile
                return False
            after = self._sealer.seal_json(changed(self._sealer.open_json(before, _WHERE)), _WHERE)
            if self._citizens.reseal(citizen_id, before, after):
                return True
        return False


def _ground(reference: str) -> str:
    return " ".join(reference.split())[:LONGEST_GROUND] or BY_CONSENT


def _words(answer: Refusal) -> str:
    match answer:
        case Unavailable(trouble=trouble):
            return str(trouble)
        case Misconfigured(code=code):
            return f"misconfigured_{code}"
        case _:
            return type(answer).__name__.lower()
