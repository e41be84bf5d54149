"""Devices and requests in the background, in the sandbox: test people answer them, citizens never see them."""

import pytest

from idp.citizens.approval_notices import KIND
from idp.store.db import db
from idp.store.models import BackchannelRequest, OutboxEntry
from tests.builders import a_citizen, a_person
from tests.caller import Caller
from tests.conformance.elsewhere import a_call_centre, a_kiosk, type_code
from tests.relying_party import path_of, signed_in

BAY = "098172000101"


@pytest.fixture
def kiosk(client):
    return a_kiosk(client, state="draft")


@pytest.fixture
def centre(client):
    return a_call_centre(client, state="draft")


def pick(caller: Caller, then: str, level: str = "1") -> None:
    page = caller.get(f"/sandbox/sign-in?then={then}")
    answer = caller.submit(page, form="pick", person=BAY, level=level)
    assert answer.status_code == 303


def test_a_device_is_answered_at_the_sandboxs_address_by_a_test_person(client, kiosk):
    codes = kiosk.begin().json
    assert codes["verification_uri"].endswith("/sandbox/device")

    typed = client.submit(client.get("/sandbox/device"), user_code=codes["user_code"])
    assert typed.location.endswith("/sandbox/device/confirm")
    assert path_of(client.get("/sandbox/device/confirm")) == "/sandbox/sign-in"
    pick(client, "device")
    page = client.get("/sandbox/device/confirm")
    done = client.submit(page, do="allow", number=codes["number"])

    assert done.location.endswith("/sandbox/device/approved")
    assert 'id="test-environment"' in client.get(done.location).text
    tokens = kiosk.poll(codes["device_code"])
    assert kiosk.userinfo(tokens.json["access_token"]).json["name"] == "Trần Thị Bảy"


def test_a_citizen_cannot_answer_a_device_of_the_sandbox(client, kiosk):
    codes = kiosk.begin().json
    signed_in(client)

    type_code(client, codes["user_code"])

    assert client.get("/device/confirm").status_code == 400
    assert kiosk.poll(codes["device_code"]).json["error"] == "authorization_pending"


def test_a_test_person_cannot_answer_a_real_device(client):
    kiosk = a_kiosk(client)
    codes = kiosk.begin().json
    assert codes["verification_uri"].endswith("/device")
    pick(client, "requests")
    client.submit(client.get("/sandbox/device"), user_code=codes["user_code"])

    assert client.get("/sandbox/device/confirm").status_code == 400


def test_a_request_in_the_background_is_answered_by_the_test_person_it_names(client, centre):
    asked = centre.begin(login_hint=BAY).json
    pick(client, "requests")

    page = client.get("/sandbox/requests")
    assert "/account/" not in page.text
    [row] = db.session.query(BackchannelRequest)
    page = client.get(f"/sandbox/requests/{row.id}")
    assert client.submit(page, do="allow").location.endswith("/sandbox/requests")

    tokens = centre.poll(asked["auth_req_id"])
    assert tokens.status_code == 200, tokens.text


def test_a_citizen_is_never_asked_by_an_application_under_construction(client, centre):
    person = a_person()
    citizen = a_citizen(person)
    signed_in(client, citizen)

    for hint in (person.phone, person.email, person.number):
        assert centre.begin(login_hint=hint).status_code == 200

    assert {row.citizen_id for row in db.session.query(BackchannelRequest)} == {None}
    assert "call-centre" not in client.get("/account/requests").text


def test_a_live_call_centre_reaches_no_test_person(client, app):
    from idp.web.current import services

    services().sandbox.people.account_of(BAY)
    centre = a_call_centre(client)
    centre.begin(login_hint=BAY)

    assert db.session.query(BackchannelRequest).one().citizen_id is None


def test_nobody_writes_to_the_test_person(client, centre, app):
    from idp.web.current import services

    centre.begin(login_hint=BAY)
    entry = db.session.query(OutboxEntry).filter_by(kind=KIND).one()
    parcel = services().outbox.parcel(entry) if hasattr(services().outbox, "parcel") else None
    assert parcel is None or parcel.payload["request_id"]
