"""Signed copies of the audit log, and every release of one person's data, in the API."""

import json
import uuid
from base64 import urlsafe_b64encode

import pytest

from idp.audit.events.oauth import ClaimsReleased
from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_client
from tests.web.api.testing import problem

CITIZEN = str(uuid.UUID(int=5))


def released(*claims):
    services().audit.record(
        ClaimsReleased(
            citizen_id=CITIZEN, client_id="health", authorization_id="a", claims=claims, channel="userinfo"
        )
    )
    db.session.commit()


def noted(name):
    return db.session.query(AuditRecord).filter_by(name=name).order_by(AuditRecord.id).all()


def all_of(api, **query):
    """The events of every page."""
    page = api.get("/audit", limit=2, **query).json
    found = page["items"]
    while page["next"]:
        page = api.get("/audit", limit=2, cursor=page["next"], **query).json
        found += page["items"]
    return found


def test_a_copy_is_signed_and_noted(api):
    services().client_desk.registrations.suspend(a_client("portal").client_id)
    db.session.commit()

    answer = api.get("/audit/export", name="client.suspended")
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert (answer.status_code, answer.mimetype) == (200, "application/jsonl")
    assert [line["client_id"] for line in lines if line.get("name") == "client.suspended"] == ["portal"]
    assert "signature" in lines[-1]
    (record,) = noted("audit.exported")
    assert (record.operator_id, record.details["by"]) == (actor_id("robot"), ["names", "without_citizens"])


def test_a_program_takes_nothing_that_names_a_citizen(api):
    released("name")

    assert CITIZEN not in api.get("/audit/export").text


def test_a_search_tells_of_citizens_only_who_is_asked_for(api):
    released("name")

    everything = [
        each
        for names in ({}, {"name": "oauth.claims_released"}, {"client_id": "health"})
        for each in all_of(api, **names)
    ]
    about_one = api.get("/audit", citizen_id=CITIZEN).json["items"]

    assert everything
    assert {each["citizen_id"] for each in everything} == {None}
    assert "oauth.claims_released" not in {each["name"] for each in everything}
    assert [(each["name"], each["citizen_id"]) for each in about_one] == [("oauth.claims_released", CITIZEN)]
    assert CITIZEN in {record.citizen_id for record in noted("audit.searched")}


def test_one_persons_is_for_two_people(api):
    problem(api.get("/audit/export", citizen_id=CITIZEN), 403, "needs-people")
    assert noted("audit.exported") == []


@pytest.mark.parametrize(
    "query", [{"since": "yesterday"}, {"client_id": "x" * 256}, {"name": "a\0"}, {"operator_id": "\0"}]
)
def test_a_bad_question_is_refused(api, query):
    problem(api.get("/audit/export", **query), 400, "bad-parameter")


def test_every_release_is_told_in_pages_and_that_it_was_asked_for_noted_once(api):
    a_client("health", name="Sở Y tế")
    for claim in ("name", "email", "phone_number"):
        released(claim)

    first = api.get(f"/audit/releases/{CITIZEN}", limit=2).json
    second = api.get(f"/audit/releases/{CITIZEN}", limit=2, cursor=first["next"]).json

    found = first["items"] + second["items"]
    assert [each["claims"] for each in found] == [["phone_number"], ["email"], ["name"]]
    assert {each["client_id"] for each in found} == {"health"}
    (record,) = noted("audit.searched")
    assert (record.citizen_id, record.operator_id) == (CITIZEN, actor_id("robot"))
    assert record.details["by"] == ["citizen", "releases"]


@pytest.mark.parametrize(
    "place", [["2026-11-02T08:00:00+07:00", 10**30], ["2026-11-02T08:00:00+07:00", -1], [1]]
)
def test_a_cursor_that_was_not_made_here_is_refused(api, place):
    cursor = urlsafe_b64encode(json.dumps(place).encode()).decode()

    for path in (f"/audit/releases/{CITIZEN}", "/audit"):
        problem(api.get(path, cursor=cursor), 400, "bad-parameter")


def test_what_is_no_account_is_not_there(api):
    problem(api.get("/audit/releases/nguyen-van-a"), 404, "not-found")
    assert noted("audit.searched") == []


@pytest.mark.parametrize("path", ["export", f"releases/{CITIZEN}"])
def test_they_take_the_scope_for_all_units(a_program, path):
    for scopes in (["sen:audit.read"], ["sen:clients.read", ALL_UNITS]):
        problem(a_program(*scopes).get(f"/audit/{path}"), 403, "insufficient-scope")
