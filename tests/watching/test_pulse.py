"""The register's pulse is counted by the hour."""

from datetime import timedelta

import pytest

from idp.registry.outcomes import Misconfigured, Trouble, Unavailable
from idp.store.db import db
from idp.store.repositories.event_counts import EventCounts
from idp.watching.pulse import Pulse
from idp.watching.rollup import TOLD
from idp.web.current import services
from tests.moments import START


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (None, "answered"),
        (Unavailable("r", Trouble.NO_ANSWER, timedelta(0)), "silent"),
        (Misconfigured("r", "006"), "misconfigured"),
    ],
)
def test_what_comes_of_a_question_is_counted(app, clock, failure, told):
    counts = EventCounts(db.session, TOLD)
    pulse = Pulse(lambda: failure, counts, clock)

    assert [pulse.take(), pulse.take()] == [int(failure is not None)] * 2
    assert counts.summed(("hour", "detail"), ["register.asked"], START) == {(START, told): 2}


def test_the_worker_takes_it(app):
    assert services().watch.pulse.take() == 0
