"""No statement of a hot path, and none of housekeeping, reads a table that grows from end to end."""

import pytest

from idp.outbound.worker import LEASE
from idp.store.db import db
from idp.web.current import services
from idp.working import build_worker
from tests.bench.counting import count_statements
from tests.builders import a_citizen, a_person
from tests.caller import Caller
from tests.store.plans import Heard, fill, scanned
from tests.walker import InProcess, Walker

THE_FIRST_CHECKPOINT = "AS place FROM audit_record) AS anon_1"
"""It names where every chain stands, once in the life of an installation."""


@pytest.fixture
def heard(app, client, settings, clock) -> Heard:
    """Every statement of the traffic, of a sign-in, and of the worker's chores, each chore twice."""
    worker = build_worker(app)
    with Heard().of(db.engine) as statements:
        count_statements(client, settings.issuer)
        person = a_person()
        a_citizen(person)
        other = app.test_client()
        assert isinstance(other, Caller)
        assert Walker(settings.issuer, InProcess(other), person.phone).authorize("portal").code
        for path in (
            "/account",
            "/account/activity",
            "/account/devices",
            "/account/applications",
            "/account/security",
        ):
            assert other.get(path).status_code == 200, path
        for _ in range(2):
            worker.keep_house()
            worker.deliver_due()
            clock.advance(days=1)
        services().outbox.entries.claim(8, LEASE)
    return statements


def test_no_table_that_grows_is_read_from_end_to_end(heard):
    assert len(heard) > 70
    if db.engine.dialect.name == "postgresql":
        fill(db.engine)

    reading = {
        f"{', '.join(sorted(found))}: {' '.join(text.split())}"
        for text, values in heard.items()
        if (found := scanned(db.engine, text, values)) and THE_FIRST_CHECKPOINT not in text.replace("\n", "")
    }

    assert reading == set()
