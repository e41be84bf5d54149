"""Announcements of maintenance and emergencies, for every page: kept in the process, looked at anew every second."""

import logging
import threading
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.exc import SQLAlchemyError

from idp.audit.events.watching import BannerAdded, BannerWithdrawn
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.store.models import Banner
from idp.store.repositories.banners import BannerRows, Shown

FRESH_FOR = timedelta(seconds=1)
LONGEST = 500
"""Characters of an announcement."""

LONGEST_RUN = timedelta(days=31)
_MOST = 200
_log = logging.getLogger("idp.banners")


class Kind(StrEnum):
    """What is announced. Emergencies stand above maintenance."""

    EMERGENCY = "emergency"
    MAINTENANCE = "maintenance"


class NotAdded(StrEnum):
    """Why there is no announcement."""

    KIND = "kind"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BACKWARDS = "backwards"
    """It ends before it begins, or is over already."""
    TOO_LONG_A_RUN = "too_long_a_run"


class Banners:
    """Adds and withdraws announcements, and says which run."""

    def __init__(self, rows: BannerRows, audit: AuditLog, clock: Clock) -> None:
        self._rows = rows
        self._audit = audit
        self._clock = clock
        self._known: tuple[Shown, ...] = ()
        self._known_at: datetime | None = None
        self._looking = threading.Lock()

    def running(self) -> list[Shown]:
        """What every page shows now. Asks the database once in a second at most, and never fails."""
        now = self._clock()
        # One request looks, and the others go on with what is known: a slow database holds up one page, not all.
        if not self._is_fresh(now) and self._looking.acquire(blocking=False):
            try:
                self._known_at = now
                self._known = self._rows.not_over(now)
            except SQLAlchemyError:
                _log.warning("banners cannot be read")  # the page that says so is rendered all the same
            finally:
                self._looking.release()
        return [banner for banner in self._known if banner.runs(now)]

    def all(self) -> Sequence[Banner]:
        """Every announcement that is kept, the latest first."""
        return self._rows.all(_MOST)

    def find(self, banner_id: str) -> Banner | None:
        """One of them."""
        return self._rows.find(banner_id)

    def state_of(self, banner: Banner) -> str:
        """`withdrawn`, `over`, `running` or `coming`."""
        now = self._clock()
        if banner.withdrawn_at is not None:
            return "withdrawn"
        if banner.ends_at <= now:
            return "over"
        return "running" if banner.starts_at <= now else "coming"

    def add(
        self, kind: str, texts: tuple[str, str], starts_at: datetime, ends_at: datetime, by: str | None = None
    ) -> Banner | NotAdded:
        """Announce something.

        Args:
            kind: A `Kind`.
            texts: In Vietnamese and in English.
            starts_at: From when on.
            ends_at: Until when.
            by: The operator; None for the command line.
        """
        wrong = self._wrong(kind, texts, starts_at, ends_at)
        if wrong is not None:
            return wrong
        banner = Banner(
            id=str(uuid.uuid4()),
            kind=Kind(kind).value,
            vi=texts[0].strip(),
            en=texts[1].strip(),
            starts_at=starts_at,
            ends_at=ends_at,
            created_by=by or "",
            created_at=self._clock(),
        )
        self._rows.add(banner)
        self._audit.record(
            BannerAdded(
                banner_id=banner.id,
                kind=banner.kind,
                starts_at=int(starts_at.timestamp()),
                ends_at=int(ends_at.timestamp()),
                operator_id=by,
            )
        )
        self.forget()
        return banner

    def withdraw(self, banner_id: str, by: str | None = None) -> bool:
        """Take an announcement down. True for exactly one caller."""
        if not self._rows.withdraw(banner_id, self._clock()):
            return False
        self._audit.record(BannerWithdrawn(banner_id=banner_id, operator_id=by))
        self.forget()
        return True

    def forget(self) -> None:
        """Look at the database again at the next page."""
        self._known_at = None

    def _is_fresh(self, now: datetime) -> bool:
        return self._known_at is not None and timedelta(0) <= now - self._known_at < FRESH_FOR

    def _wrong(
        self, kind: str, texts: tuple[str, str], starts_at: datetime, ends_at: datetime
    ) -> NotAdded | None:
        if kind not in set(Kind):
            return NotAdded.KIND
        if not all(text.strip() for text in texts):
            return NotAdded.EMPTY
        if any(len(text.strip()) > LONGEST for text in texts):
            return NotAdded.TOO_LONG
        if ends_at <= starts_at or ends_at <= self._clock():
            return NotAdded.BACKWARDS
        return NotAdded.TOO_LONG_A_RUN if ends_at - starts_at > LONGEST_RUN else None
