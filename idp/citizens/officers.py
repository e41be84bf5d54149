"""Officers as a personnel directory keeps them. Who leaves an office is told of as an official no longer, at once.

What an official is told to be comes from the register; a directory can only end it, before the register has heard.
"""

import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from idp.audit.events.officers import OfficerAdded, OfficerChanged, OfficerLeft
from idp.audit.log import AuditLog
from idp.citizens.assembly import Ground
from idp.citizens.contacts import number_index
from idp.citizens.details import Detail
from idp.citizens.details_on_demand import DetailsOnDemand
from idp.outbound.departures import Cause, Departures
from idp.store.models import Officer
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.officers import REMOVED, Officers

SCOPE = "can_bo"
LONGEST_EXTERNAL_ID, LONGEST_TITLE = 255, 200
_NUMBER = re.compile("[0-9]{12}")
_REASON = "office ended"


class NotKept(StrEnum):
    """Why nothing was done; the value is a sentence for whoever runs the directory."""

    BAD_NUMBER = "identityNumber has twelve digits."
    OTHER_NUMBER = "identityNumber cannot change: another number is another person."
    BAD_EXTERNAL_ID = f"externalId has 1 to {LONGEST_EXTERNAL_ID} characters."
    BAD_TITLE = f"title has at most {LONGEST_TITLE} characters."
    BAD_UNIT = "unit is the Vietnamese name of a unit in the list."
    TAKEN = "Another officer has this number or external identifier."
    OVERTAKEN = "The officer was changed meanwhile: read it again."


@dataclass(frozen=True)
class Entry:
    """What a directory says of an officer.

    Args:
        unit: The Vietnamese name of their unit.
        title: What they are there.
        external_id: What the directory calls them.
        is_active: Whether they hold the office.
        number: Their identity number; None where it is not said again.
    """

    unit: str | None
    title: str | None = None
    external_id: str | None = None
    is_active: bool = True
    number: str | None = field(default=None, repr=False)


class Endings:
    """Takes back what applications were given because somebody held an office."""

    def __init__(
        self,
        officers: Officers,
        citizens: Citizens,
        details: DetailsOnDemand,
        departures: Departures,
        authorizations: Authorizations,
    ) -> None:
        self._officers = officers
        self._citizens = citizens
        self._details = details
        self._departures = departures
        self._authorizations = authorizations

    def end(self, index: str) -> tuple[str | None, int]:
        """End it for the person behind a number.

        Args:
            index: The blind index of the number.

        Returns:
            The citizen, if there is an account, and how many applications were told of the office.
        """
        citizen = self._citizens.with_number(index)
        if citizen is None:
            return None, 0
        self._details.forget_office(citizen.id)
        told_at = self._officers.told_at(citizen.id, SCOPE, Detail.OFFICE)
        for client_id in told_at:
            self._departures.disconnected(citizen.id, client_id, Cause.OFFICE_ENDED)
            self._authorizations.revoke_given(citizen.id, client_id, _REASON)
        return citizen.id, len(told_at)


class OfficerDirectory:
    """Keeps officers as a personnel directory says.

    Args:
        officers: Where they are kept.
        endings: What leaving an office takes with it.
        installation: Has the key of what is found by.
        audit: The audit log.
    """

    def __init__(
        self, officers: Officers, endings: Endings, installation: InstallationSecrets, audit: AuditLog
    ) -> None:
        self._officers = officers
        self._endings = endings
        self._installation = installation
        self._audit = audit

    def find(self, officer_id: str) -> Officer | None:
        """An officer by their identifier."""
        return self._officers.find(officer_id)

    def some(self, which: Mapping[str, object], start: int, most: int) -> tuple[int, Sequence[Officer]]:
        """How many there are of whom some columns say so, and a part of them."""
        return self._officers.count(which), self._officers.some(which, start, most)

    def add(self, entry: Entry, units: Collection[str], by: str) -> Officer | NotKept:
        """Keep an officer. Something may be done when it is refused: roll back.

        Args:
            entry: What is said of them.
            units: The units there are.
            by: Who says so.
        """
        if entry.number is None or not _NUMBER.fullmatch(entry.number):
            return NotKept.BAD_NUMBER
        if refusal := self._refused(entry, units, None):
            return refusal
        officer_id = str(uuid.uuid4())
        index = number_index(entry.number, self._installation)
        if not self._officers.add(id=officer_id, number_index=index, **_columns(entry)):
            return NotKept.TAKEN
        officer = self._officers.find(officer_id)
        if officer is None:
            return NotKept.TAKEN
        self._audit.record(OfficerAdded(officer_id=officer_id, unit=str(officer.unit), operator_id=by))
        if not officer.is_active:
            self._leave(officer, "inactive", by)
        return officer

    def change(self, officer: Officer, entry: Entry, units: Collection[str], by: str) -> NotKept | None:
        """Make an officer what a directory says. Something may be done when it is refused: roll back."""
        if (
            entry.number is not None
            and number_index(entry.number, self._installation) != officer.number_index
        ):
            return NotKept.OTHER_NUMBER
        if refusal := self._refused(entry, units, officer):
            return refusal
        before = {name: getattr(officer, name) for name in _columns(entry)}
        changes = {name: value for name, value in _columns(entry).items() if value != before[name]}
        if not changes:
            return None
        if not self._officers.change(officer.id, officer.version, **changes):
            return NotKept.OVERTAKEN
        self._audit.record(OfficerChanged(officer_id=officer.id, changed=tuple(changes), operator_id=by))
        if before["state"] == "active" and changes.keys() & {"state", "unit"}:
            self._leave(officer, "moved" if officer.is_active else "inactive", by)
        return None

    def remove(self, officer: Officer, by: str) -> NotKept | None:
        """Take an officer out. Their number stays barred as a blind index, until they are added again."""
        nothing = dict.fromkeys(("external_id", "unit", "title"))
        if not self._officers.change(officer.id, officer.version, state=REMOVED, **nothing):
            return NotKept.OVERTAKEN
        self._leave(officer, REMOVED, by)
        return None

    def _leave(self, officer: Officer, way: str, by: str) -> None:
        citizen_id, applications = self._endings.end(officer.number_index)
        self._audit.record(
            OfficerLeft(
                officer_id=officer.id,
                way=way,
                applications=applications,
                citizen_id=citizen_id,
                operator_id=by,
            )
        )

    def _refused(self, entry: Entry, units: Collection[str], officer: Officer | None) -> NotKept | None:
        external_id = entry.external_id
        if external_id is not None and not 1 <= len(external_id) <= LONGEST_EXTERNAL_ID:
            return NotKept.BAD_EXTERNAL_ID
        if entry.title is not None and len(entry.title) > LONGEST_TITLE:
            return NotKept.BAD_TITLE
        if entry.unit not in units:
            return NotKept.BAD_UNIT
        other = self._officers.with_external_id(external_id) if external_id else None
        is_taken = other is not None and (officer is None or other.id != officer.id)
        return NotKept.TAKEN if is_taken else None


def build_officers(
    on: Ground, details: DetailsOnDemand, departures: Departures, authorizations: Authorizations
) -> OfficerDirectory:
    """Build it."""
    officers, citizens = Officers(on.session, on.clock), Citizens(on.session, on.clock)
    endings = Endings(officers, citizens, details, departures, authorizations)
    return OfficerDirectory(officers, endings, on.installation, on.audit)


def _columns(entry: Entry) -> dict[str, object]:
    return {
        "external_id": entry.external_id,
        "unit": entry.unit,
        "title": entry.title,
        "state": "active" if entry.is_active else "inactive",
    }
