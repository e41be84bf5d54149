"""What leaving an office takes with it, with the next request."""

from collections.abc import Iterator
from typing import Any

import pytest

from idp.citizens.details import Detail
from idp.operators.machine_rights import actor_id
from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services
from tests.builders import a_citizen, a_client, a_person
from tests.conformance.told import heard, sid_of
from tests.receivers import Receiver, receiver
from tests.relying_party import RelyingParty, signed_in
from tests.web.scim.conftest import NUMBER, OTHER, Directory, added, events, patched

LEAVE = {"op": "replace", "path": "active", "value": False}
SCOPES = ("openid", "offline_access", "can_bo")


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def trung(app) -> Citizen:
    return a_citizen(a_person(number=NUMBER))


@pytest.fixture
def ward(app, server, trung) -> RelyingParty:
    """An application that is told of the office, in the officer's browser."""
    return an_application(app.test_client(), server, trung, "ward", SCOPES)


def an_application(caller, server, citizen, client_id, scopes) -> RelyingParty:
    law = {"legal_basis": "law", "legal_reference": "Luật", "purpose": {"vi": "Giải quyết hồ sơ"}}
    a_client(
        client_id,
        scopes=scopes,
        sector=client_id,
        scope_policy=dict.fromkeys(scopes, law),
        metadata={
            "backchannel_logout_uri": f"{server.address}/{client_id}",
            "backchannel_logout_session_required": True,
        },
    )
    services().consents.keep(citizen.id, client_id, dict.fromkeys(scopes, "law"))
    db.session.commit()
    if client_id == "ward":
        signed_in(caller, citizen)
    return RelyingParty(caller, client_id, scope=" ".join(scopes))


def office(party: RelyingParty, tokens: dict[str, Any]) -> Any:
    return party.userinfo(tokens["access_token"]).json.get("vn_official")


def off_board(personnel: Directory, officer: dict[str, Any], way: str) -> None:
    if way == "removed":
        assert personnel.call("DELETE", f"/Officers/{officer['id']}").status_code == 204
    else:
        change = LEAVE if way == "inactive" else {"op": "replace", "path": "unit", "value": OTHER}
        assert patched(personnel, officer, change).status_code == 200


@pytest.mark.parametrize("way", ["inactive", "removed"])
def test_after_off_boarding_the_next_request_is_out_and_the_next_sign_in_has_no_office(
    personnel, ward, server, trung, way
):
    officer, tokens = added(personnel), ward.tokens()
    assert office(ward, tokens)["unit"]

    off_board(personnel, officer, way)

    assert ward.userinfo(tokens["access_token"]).status_code == 401
    assert ward.refresh(tokens["refresh_token"]).status_code == 400
    assert heard(server, ward) == [sid_of(ward, tokens)]
    assert Detail.OFFICE not in services().people.claims_of(db.session.get(Citizen, trung.id))
    again = ward.tokens()  # the account and its session go on: an officer is still a citizen
    assert ward.userinfo(again["access_token"]).json.keys() == {"sub"}
    (told,) = events("officer.left")
    assert (told.citizen_id, told.operator_id) == (trung.id, actor_id("robot"))
    assert told.details == {"officer_id": officer["id"], "way": way, "applications": 1}


def test_an_application_that_was_not_told_of_the_office_goes_on(personnel, ward, server, trung):
    portal = an_application(ward.caller, server, trung, "portal", ("openid", "offline_access"))
    officer, tokens = added(personnel), ward.tokens()
    others = portal.tokens()

    off_board(personnel, officer, "inactive")

    assert ward.userinfo(tokens["access_token"]).status_code == 401
    assert portal.userinfo(others["access_token"]).status_code == 200
    assert portal.refresh(others["refresh_token"]).status_code == 200
    assert heard(server, ward) == [sid_of(ward, tokens)]


def test_whoever_comes_back_is_told_of_again(personnel, ward):
    officer = added(personnel)
    off_board(personnel, officer, "inactive")
    assert office(ward, ward.tokens()) is None

    assert patched(personnel, officer, {**LEAVE, "value": True}).status_code == 200

    assert office(ward, ward.tokens())


def test_whoever_was_removed_is_told_of_when_a_directory_adds_them_again(personnel, ward):
    off_board(personnel, added(personnel), "removed")
    assert office(ward, ward.tokens()) is None

    added(personnel)

    assert office(ward, ward.tokens())


def test_who_moves_to_another_unit_is_asked_about_anew(personnel, ward):
    officer, tokens = added(personnel), ward.tokens()

    off_board(personnel, officer, "moved")

    assert ward.userinfo(tokens["access_token"]).status_code == 401
    assert office(ward, ward.tokens())
    (told,) = events("officer.left")
    assert told.details["way"] == "moved"


def test_who_is_added_as_one_who_left_has_left(personnel, ward):
    tokens = ward.tokens()

    added(personnel, active=False)

    assert ward.userinfo(tokens["access_token"]).status_code == 401
    assert office(ward, ward.tokens()) is None


def test_who_leaves_twice_leaves_once(personnel, ward):
    officer = added(personnel)
    off_board(personnel, officer, "inactive")
    off_board(personnel, officer, "inactive")

    assert len(events("officer.left")) == 1


def test_an_office_that_is_fetched_while_somebody_leaves_it_is_not_kept(personnel, trung):
    officer, details = added(personnel), services().details
    errand = details.due(trung, "portal", {str(Detail.OFFICE): "Luật"})
    off_board(personnel, officer, "inactive")

    details.run(errand)
    db.session.commit()

    assert Detail.OFFICE not in services().people.claims_of(db.session.get(Citizen, trung.id))


def test_what_a_suspended_account_has_kept_is_dropped_when_it_is_wanted_again(personnel, ward, trung):
    officer = added(personnel)
    ward.tokens()
    citizen = db.session.get(Citizen, trung.id)
    citizen.state = "suspended"
    db.session.commit()
    off_board(personnel, officer, "inactive")
    db.session.get(Citizen, trung.id).state = "active"
    db.session.commit()

    assert office(ward, ward.tokens()) is None


def test_a_directory_may_be_ahead_of_the_account(personnel, app, server):
    off_board(personnel, added(personnel), "inactive")
    (told,) = events("officer.left")
    assert told.citizen_id is None

    ward = an_application(app.test_client(), server, a_citizen(a_person(number=NUMBER)), "ward", SCOPES)

    assert office(ward, ward.tokens()) is None
