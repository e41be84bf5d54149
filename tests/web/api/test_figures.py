"""Figures and incidents in the API."""

from datetime import timedelta

import pytest

from idp.audit.events.sign_in import SignInRefused
from idp.operators.machine_rights import ALL_UNITS
from idp.store.db import db
from idp.store.models import OutboxEntry
from idp.web.current import services
from tests.builders import a_client
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem


@pytest.fixture
def incidents(app):
    a_client("own", unit=UNIT), a_client("theirs", unit="Sở Xây dựng")
    for code, client_id in (("AAAA-2222", "own"), ("BBBB-3333", "theirs"), ("CCCC-4444", None)):
        columns = {"endpoint": "GET /oauth/authorize", "client_id": client_id, "reason": "invalid_scope: x"}
        services().incidents.add(code, **columns)
    db.session.commit()


def test_an_incident_is_found_by_its_code_however_it_is_written(api, incidents):
    told = api.get("/incidents/aaaa2222").json

    assert (told["code"], told["client_id"], told["reason"]) == ("AAAA-2222", "own", "invalid_scope: x")
    assert api.get("/incidents/CCCC-4444").json["client_id"] is None


@pytest.mark.parametrize("code", ["BBBB-3333", "CCCC-4444", "DDDD-5555", "x", "9" * 200])
def test_only_those_of_ones_own_applications_are(of_unit, incidents, code):
    assert of_unit.get("/incidents/AAAA-2222").status_code == 200
    problem(of_unit.get(f"/incidents/{code}"), 404, "not-found")


def test_figures_are_those_of_the_console(api):
    told = api.get("/figures", days=1).json

    assert (len(told["hours"]), len(told["days"]), told["success_rate"]) == (24, 30, None)


def test_the_register_and_the_queues_are_told_to_who_sees_all(a_program, clock):
    at = clock()
    entry = OutboxEntry(
        id="0" * 36, kind="mail", state="pending", created_at=at, due_at=at, give_up_at=at + timedelta(days=1)
    )
    db.session.add(entry)
    db.session.commit()

    told = a_program("sen:overview.read", ALL_UNITS).get("/figures").json
    assert len(told["register"]) == 24
    assert set(told["register"][-1]) == {"start", "answered", "silent", "misconfigured"}
    assert told["queues"] == [{"kind": "mail", "waiting": 1, "oldest": at.isoformat(), "given_up": 0}]

    of_unit = a_program("sen:overview.read").get("/figures").json
    assert not {"register", "queues"} & set(of_unit)


def test_a_program_of_a_unit_gets_the_figures_of_its_applications(api, of_unit, a_program, clock):
    for name, unit in (("own", UNIT), ("theirs", "Sở Xây dựng")):
        a_client(name, unit=unit)
        services().audit.record(SignInRefused(reason="password", client_id=name))
    db.session.commit()
    clock.advance(hours=2)
    services().watch.rollup.count()
    db.session.commit()

    everywhere = a_program("sen:overview.read", ALL_UNITS).get("/figures", days=30).json
    here = a_program("sen:overview.read").get("/figures", days=30).json

    assert {each["client_id"] for each in everywhere["clients"]} == {"own", "theirs"}
    assert {each["client_id"] for each in here["clients"]} == {"own"}


@pytest.mark.parametrize("days", ["0", "8", "x", "-1"])
def test_other_times_are_refused(api, days):
    problem(api.get("/figures", days=days), 400, "bad-parameter")
