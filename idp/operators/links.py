"""Links by mail to operators' accounts: valid for three days, spent once, kept as the digest of their secret."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from idp.clock import Clock
from idp.crypto.digests import digest, new_secret
from idp.operators.addresses import Addresses
from idp.operators.letters import Letter
from idp.operators.notices import OperatorNotices, in_words
from idp.operators.place import Place
from idp.store.models import Operator, OperatorEnrolment
from idp.store.repositories.operator_enrolments import OperatorEnrolments

LIFETIME = timedelta(hours=72)
PATHS = {"account": "/admin/enrol", "factor": "/admin/enrol", "address": "/admin/me/address"}


class LinkKind(StrEnum):
    """What a link opens."""

    ACCOUNT = "account"
    """A new account."""
    FACTOR = "factor"
    """A new second factor of an account that is there."""
    ADDRESS = "address"
    """A new mail address of an account that is there: it goes to that address."""


class Links:
    """Makes links, sends them, and finds what they lead to."""

    def __init__(
        self,
        rows: OperatorEnrolments,
        addresses: Addresses,
        notices: OperatorNotices,
        place: Place,
        clock: Clock,
    ) -> None:
        self._rows = rows
        self._addresses = addresses
        self._notices = notices
        self._place = place
        self._clock = clock

    def to_new_account(
        self, address: str, language: str, role: str, unit: str | None, created_by: str | None
    ) -> tuple[OperatorEnrolment, str]:
        """A link to an account that is about to be made, and its secret. It is not sent yet."""
        return self._make(
            LinkKind.ACCOUNT, address, locale=language, role=role, unit=unit, created_by=created_by
        )

    def to_account(
        self, kind: LinkKind, operator: Operator, address: str, created_by: str | None
    ) -> tuple[OperatorEnrolment, str]:
        """A link to an account that is there, and its secret; earlier ones of the kind lead nowhere any more."""
        self._rows.end_all_of(operator.id, kind.value)
        return self._make(
            kind,
            address,
            locale=operator.locale,
            role=operator.role,
            unit=operator.unit,
            operator_id=operator.id,
            created_by=created_by,
        )

    def send(self, link: OperatorEnrolment, secret: str, letter: Letter, **facts: str) -> None:
        """Write to whom a link is for."""
        # As a parameter: what keeps logs of requests keeps their paths.
        where = f"{self._place.origin}{PATHS[link.kind]}?link={secret}"
        until = in_words(link.expires_at)
        address = self._addresses.of_link(link)
        self._notices.write(address, link.locale, letter, link=where, until=until, **facts)

    def open(self) -> Sequence[OperatorEnrolment]:
        """Invitations that were not used yet, the newest first."""
        return self._rows.open(LinkKind.ACCOUNT.value)

    def find(self, secret: str, *kinds: LinkKind) -> OperatorEnrolment | None:
        """The link behind a secret, while it can still be used, if it is of one of some kinds."""
        found = self._rows.find_open(digest(secret)) if secret else None
        return found if found is not None and found.kind in kinds else None

    def by_id(self, link_id: str) -> OperatorEnrolment | None:
        """A link by its identifier, used or not."""
        return self._rows.find(link_id)

    def keep(self, link: OperatorEnrolment, **columns: object) -> bool:
        """Keep what was chosen so far."""
        return self._rows.keep(link.id, **columns)

    def spend(self, link: OperatorEnrolment) -> bool:
        """Use a link, or end it. True for exactly one caller."""
        return self._rows.spend(link.id)

    def unspend(self, link: OperatorEnrolment) -> None:
        """Take back, in the same transaction, a use that led to nothing."""
        self._rows.unspend(link.id)

    def end_all_of(self, operator_id: str) -> None:
        """End every link to an operator's account."""
        self._rows.end_all_of(operator_id)

    def _make(self, kind: LinkKind, address: str, **columns: object) -> tuple[OperatorEnrolment, str]:
        now, secret = self._clock(), new_secret()
        row = OperatorEnrolment(
            id=str(uuid.uuid4()),
            digest=digest(secret),
            kind=kind.value,
            email_sealed=self._addresses.sealed_for_link(address),
            created_at=now,
            expires_at=now + LIFETIME,
            **columns,
        )
        self._rows.add(row)
        return row, secret
