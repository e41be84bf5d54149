"""Who may change what opens the account."""

from datetime import timedelta

import pytest

from idp.citizens.freshness import NotFresh, is_fresh, require_fresh
from idp.store.models import BrowserSession, Citizen
from tests.moments import START


@pytest.mark.parametrize(
    ("has_factor", "level", "minutes", "fresh"),
    [
        (False, 1, 0, True),
        (False, 1, 10, True),
        (False, 1, 11, False),
        (True, 1, 0, False),
        (True, 2, 10, True),
        (True, 2, 11, False),
    ],
)
def test_a_session_is_fresh_for_ten_minutes_at_the_highest_level(has_factor, level, minutes, fresh):
    citizen = Citizen(totp_sealed=b"key" if has_factor else None, sms_factor=False)
    session = BrowserSession(
        id="1", citizen=citizen, level=level, authenticated_at=START - timedelta(minutes=minutes)
    )

    assert is_fresh(session, lambda: START) is fresh
    if fresh:
        require_fresh(session, lambda: START)
    else:
        with pytest.raises(NotFresh, match="session 1"):
            require_fresh(session, lambda: START)
