"""A new era: after a database of before was put back, nothing counts that may have been used since it was taken.

The tables cannot know what happened between the copy and its return. Whatever they believe unspent is therefore ended:
people sign in again, applications begin anew, and no reuse of a refresh token is suspected of anybody.
"""

from dataclasses import asdict, dataclass

from idp.audit.events.backups import BackupRestored
from idp.citizens import approval_notices
from idp.citizens.totp import STEP_SECONDS, TOLERANCE
from idp.outbound import mail, ping_delivery, sms
from idp.services import Services
from idp.store.repositories.eras import Eras

GIVEN_UP = (mail.KIND, sms.KIND, ping_delivery.KIND, approval_notices.KIND)
"""Deliveries that carry codes and links of before. Sign-outs go on: telling an application twice does no harm."""


@dataclass(frozen=True)
class Ended:
    """How much was ended."""

    authorizations: int
    sessions: int
    operator_sessions: int
    requests: int
    codes: int
    recovery_codes: int
    links: int
    letters: int


def begin(
    services: Services,
    *,
    taken_at: str | None = None,
    seal: str | None = None,
    keep_recovery_codes: bool = False,
) -> Ended:
    """End what may have been used since the copy was taken, and record it. Does not commit.

    Args:
        services: Those of the database that was put back.
        taken_at: When the copy was taken; None where it is not one of ours.
        seal: That of its manifest.
        keep_recovery_codes: Whether printed recovery codes stay good: only where none was used since.
    """
    now = services.clock()
    eras = Eras(services.session, now)
    ended = Ended(
        authorizations=eras.end_authorizations(),
        sessions=eras.end_sessions(),
        operator_sessions=eras.end_operator_sessions(),
        requests=eras.forget_what_is_under_way(),
        codes=eras.forget_codes(),
        recovery_codes=0 if keep_recovery_codes else eras.end_recovery_codes(),
        links=eras.end_links(),
        letters=eras.give_up_deliveries(GIVEN_UP),
    )
    eras.accept_app_codes_only_after(int(now.timestamp()) // STEP_SECONDS + TOLERANCE)
    services.audit.record(BackupRestored(taken_at=taken_at, seal=seal, **asdict(ended)))
    return ended
