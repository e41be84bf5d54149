"""Deliveries in the API."""

import uuid

import pytest

from idp.outbound.logout_delivery import KIND
from idp.store.db import db
from idp.store.models import OutboxEntry
from tests.builders import a_client
from tests.moments import START
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem


@pytest.fixture
def entries(app):
    found = {}
    for name, unit in (("own", UNIT), ("theirs", "Sở Xây dựng")):
        a_client(name, unit=unit)
        found[name] = OutboxEntry(
            id=str(uuid.uuid4()),
            kind=KIND,
            group_id=str(uuid.uuid4()),
            client_id=name,
            state="failed",
            created_at=START,
            due_at=START,
            give_up_at=START,
            tries=[{"attempt": 1, "at": START.isoformat(), "reason": "timeout"}],
        )
        db.session.add(found[name])
    db.session.commit()
    return {name: each.id for name, each in found.items()}


def test_they_are_listed_in_pages(api, entries):
    first = api.get("/deliveries", limit=1).json
    second = api.get("/deliveries", limit=1, cursor=first["next"]).json

    assert {each["client_id"] for each in first["items"] + second["items"]} == {"own", "theirs"}
    assert second["next"] is None
    assert first["items"][0]["tries"][0]["reason"] == "timeout"
    assert api.get("/deliveries", state="pending").json["items"] == []
    assert len(api.get("/deliveries", client_id="own").json["items"]) == 1


@pytest.mark.parametrize("query", [{"state": "x"}, {"cursor": "x"}, {"cursor": "WzFd"}])
def test_a_bad_search_is_refused(api, entries, query):
    problem(api.get("/deliveries", **query), 400, "bad-parameter")


def test_a_program_of_a_unit_sees_those_to_its_applications(of_unit, entries):
    assert [each["client_id"] for each in of_unit.get("/deliveries").json["items"]] == ["own"]
    assert of_unit.get("/deliveries", client_id="theirs").json["items"] == []
    problem(of_unit.call("POST", f"/deliveries/{entries['theirs']}/again", {}), 404, "not-found")


def test_what_is_kept_no_more_is_not_tried_again(api, entries):
    problem(api.call("POST", f"/deliveries/{entries['own']}/again", {}), 409, "not-now")
    problem(api.call("POST", "/deliveries/nothing/again", {}), 404, "not-found")
