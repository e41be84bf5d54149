"""Whether somebody signed in recently and fully enough to change what opens the account (NIST SP 800-63B-4, 4)."""

from datetime import timedelta

from idp.assurance import AuthenticationLevel
from idp.clock import Clock
from idp.store.models import BrowserSession

FRESH_FOR = timedelta(minutes=10)


class NotFresh(Exception):
    """The change needs a sign-in of the last few minutes, with everything the account can be asked for."""


def is_fresh(session: BrowserSession, clock: Clock) -> bool:
    """Whether a session was begun or renewed just now, at the highest level its account reaches."""
    has_two = session.citizen.has_second_factor
    highest = AuthenticationLevel.TWO if has_two else AuthenticationLevel.ONE
    return session.level >= highest and clock() - session.authenticated_at <= FRESH_FOR


def require_fresh(session: BrowserSession, clock: Clock) -> None:
    """Refuse a change from a session that is not fresh.

    Raises:
        NotFresh: It is too old, or begun at too low a level.
    """
    if not is_fresh(session, clock):
        raise NotFresh(f"session {session.id}")
