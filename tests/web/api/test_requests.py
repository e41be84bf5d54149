"""What waits for a second person, and what a program may do of its life: go live, give up, take back."""

import pytest

from idp.operators.change_requests import Kind
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.coaching import all_is_told, coach_is_content
from tests.web.api.conftest import UNIT
from tests.web.api.test_clients import MEMBERS
from tests.web.api.testing import problem


@pytest.fixture
def draft(api):
    return api.call("POST", "/clients", MEMBERS).json["client_id"]


def test_one_is_read_and_taken_back_by_whoever_asked(api, draft):
    coach_is_content()
    asked = api.call("POST", f"/clients/{draft}/submit", {}).json["request"]

    assert api.get(f"/requests/{asked['id']}").json == asked
    assert api.call("POST", f"/requests/{asked['id']}/withdraw", {}).json["state"] == "withdrawn"
    assert api.get(f"/clients/{draft}").json["state"] == "draft"
    problem(api.call("POST", f"/requests/{asked['id']}/withdraw", {}), 409, "not-now")


def test_nobody_takes_back_what_another_asked(api):
    asked = services().change_requests.ask(Kind.KEY_ROTATION, "kid", asked_by="somebody")
    db.session.commit()

    problem(api.call("POST", f"/requests/{asked.id}/withdraw", {}), 409, "not-now")


def test_another_units_request_is_not_there(of_unit):
    asked = services().change_requests.ask(
        Kind.CLIENT_CHANGE, "theirs", unit="Sở Xây dựng", asked_by="somebody"
    )
    db.session.commit()

    problem(of_unit.get(f"/requests/{asked.id}"), 404, "not-found")
    problem(of_unit.call("POST", f"/requests/{asked.id}/withdraw", {}), 404, "not-found")
    problem(of_unit.get("/requests/nothing"), 404, "not-found")


def test_what_people_approved_goes_live_once_it_tells_what_it_has_to(api):
    a_client("portal", unit=UNIT, state="test")

    refused = api.call("POST", "/clients/portal/go-live", {})
    assert (refused.status_code, "legal_contact.email" in refused.text) == (422, True)
    all_is_told()
    assert api.call("POST", "/clients/portal/go-live", {}).json["state"] == "live"
    problem(api.call("POST", "/clients/portal/go-live", {}), 409, "not-now")


def test_a_draft_does_not_go_live_and_is_given_up(api, draft):
    problem(api.call("POST", f"/clients/{draft}/go-live", {}), 409, "not-now")
    assert api.call("POST", f"/clients/{draft}/discard", {}).json["state"] == "retired"


def test_what_was_approved_is_retired_by_people(api):
    a_client("portal", unit=UNIT)

    problem(api.call("POST", "/clients/portal/discard", {}), 409, "not-now")


def test_what_is_over_is_listed_apart_and_by_kind(api):
    asked = [
        services().change_requests.ask(kind, "it", asked_by="somebody")
        for kind in (Kind.KEY_ROTATION, Kind.KEY_REVOCATION)
    ]
    services().change_requests.reject(asked[0].id, "another", "No.")
    db.session.commit()

    def listed(**query):
        return [each["id"] for each in api.get("/requests", **query).json["items"]]

    assert (listed(), listed(state="past")) == ([asked[1].id], [asked[0].id])
    assert (listed(kind="keys.rotation"), listed(kind="keys.revocation")) == ([], [asked[1].id])
    problem(api.get("/requests", state="lost"), 400, "bad-parameter")
    problem(api.get("/requests", kind="lost"), 400, "bad-parameter")
