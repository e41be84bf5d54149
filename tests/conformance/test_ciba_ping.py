"""OpenID Connect CIBA Core 1.0, 10.2: the mode ping, against receivers on this machine. Push is refused."""

from typing import Any

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BackchannelRequest, Citizen, Client, OutboxEntry
from idp.web.current import services
from tests.builders import Person
from tests.caller import Caller
from tests.citizens.racing import race
from tests.conformance.elsewhere import CallCentre, a_call_centre, answer, error
from tests.deliveries import deliver_due, keep_house
from tests.receivers import Receiver, answers, receiver
from tests.relying_party import signed_in

TOKEN = "a-token-that-the-client-made-by-itself.~+/=="


@pytest.fixture
def listening():
    with receiver(answers(204)) as server:
        yield server


def begun(party: CallCentre, person: Person, **changed: Any) -> dict[str, Any]:
    found = party.begin(login_hint=person.phone, **changed)
    assert found.status_code == 200, found.json
    return dict(found.json)


def test_10_2_a_client_is_pinged_with_its_own_token(app, client, citizen, person, listening):
    centre = _pinged(client, listening)
    browser = _browser(app, citizen)
    request = begun(centre, person, client_notification_token=TOKEN)
    deliver_due()
    assert listening.received == []

    answer(browser)
    deliver_due()

    [ping] = listening.received
    assert (ping.method, ping.path) == ("POST", "/ping?unit=1")
    assert ping.headers["Authorization"] == f"Bearer {TOKEN}"
    assert ping.json == {"auth_req_id": request["auth_req_id"]}
    assert centre.poll(request["auth_req_id"]).status_code == 200


def test_10_2_a_refusal_is_pinged_too(app, client, citizen, person, listening):
    centre = _pinged(client, listening)
    browser = _browser(app, citizen)
    request = begun(centre, person, client_notification_token=TOKEN)

    answer(browser, "deny")
    deliver_due()

    assert [ping.json["auth_req_id"] for ping in listening.received] == [request["auth_req_id"]]
    assert error(centre.poll(request["auth_req_id"])) == (400, "access_denied")


def test_10_2_a_client_is_pinged_when_nobody_has_answered_in_time(
    app, client, person, citizen, listening, clock
):
    centre = _pinged(client, listening)
    request = begun(centre, person, client_notification_token=TOKEN)
    clock.advance(minutes=9)
    keep_house()
    deliver_due()
    assert listening.received == []

    clock.advance(minutes=2)
    for _ in range(2):
        keep_house()
        deliver_due()

    [ping] = listening.received
    assert ping.headers["Authorization"] == f"Bearer {TOKEN}"
    assert ping.json == {"auth_req_id": request["auth_req_id"]}
    assert error(centre.poll(request["auth_req_id"])) == (400, "expired_token")


def test_10_2_a_request_about_nobody_we_know_expires_like_any_other(client, person, listening, clock):
    centre = _pinged(client, listening)
    request = begun(centre, person, client_notification_token=TOKEN)
    clock.advance(minutes=11)
    keep_house()
    deliver_due()

    assert [ping.json for ping in listening.received] == [{"auth_req_id": request["auth_req_id"]}]


@pytest.mark.parametrize("do", ["allow", "deny"])
def test_10_2_an_answer_is_pinged_once_and_not_again_when_its_time_is_over(
    app, client, citizen, person, listening, clock, do
):
    centre = _pinged(client, listening)
    browser = _browser(app, citizen)
    begun(centre, person, client_notification_token=TOKEN)
    answer(browser, do)
    clock.advance(minutes=11)
    keep_house()
    deliver_due()

    assert len(listening.received) == 1


def test_10_2_several_workers_that_keep_house_at_once_ping_once(app, client, person, listening, clock):
    centre = _pinged(client, listening)
    begun(centre, person, client_notification_token=TOKEN)
    clock.advance(minutes=11)

    ended = race(app, 4, lambda _place: services().waiting_room.end_expired())
    deliver_due()

    assert sorted(ended) == [0, 0, 0, 1]
    assert len(listening.received) == 1


def test_11_what_one_node_has_ended_is_over_for_a_node_whose_clock_is_behind(client, person, listening):
    centre = _pinged(client, listening)
    request = begun(centre, person, client_notification_token=TOKEN)
    db.session.scalars(select(BackchannelRequest)).one().state = "expired"

    assert error(centre.poll(request["auth_req_id"])) == (400, "expired_token")


def test_4_a_poll_client_is_not_pinged_when_its_request_expires(client, person, clock):
    centre = a_call_centre(client)
    request = begun(centre, person, client_notification_token=TOKEN)
    clock.advance(minutes=11)
    keep_house()

    assert set(db.session.scalars(select(OutboxEntry.kind))) == {"approval_notice"}
    assert error(centre.poll(request["auth_req_id"])) == (400, "expired_token")


@pytest.mark.parametrize("token", [None, "short", "x" * 1025, "with a space and more of it"])
def test_7_1_ping_needs_a_notification_token(client, person, listening, token):
    centre = _pinged(client, listening)
    found = centre.begin(login_hint=person.phone, client_notification_token=token)

    assert error(found) == (400, "invalid_request")
    assert "client_notification_token" in found.json["error_description"]


@pytest.mark.parametrize(
    ("status", "is_final"), [(200, True), (302, True), (401, True), (429, False), (500, False)]
)
def test_10_2_what_a_client_answers_to_a_ping(app, client, citizen, person, listening, status, is_final):
    listening.behaviour = answers(status, Location="http://localhost:1/elsewhere")
    centre = _pinged(client, listening)
    browser = _browser(app, citizen)
    begun(centre, person, client_notification_token=TOKEN)
    answer(browser)
    deliver_due()

    entry = _entry()
    assert (entry.state != "pending") is is_final
    assert len(listening.received) == 1
    assert TOKEN.encode() not in (entry.payload_sealed or b"")


def test_4_a_poll_client_is_never_pinged(app, client, citizen, person):
    centre = a_call_centre(client)
    browser = _browser(app, citizen)
    begun(centre, person, client_notification_token=TOKEN)
    answer(browser)

    kinds = set(db.session.scalars(select(OutboxEntry.kind)))
    assert "ciba_ping" not in kinds


def test_10_2_a_client_that_cannot_be_reached_is_tried_again_for_a_while(app, client, citizen, person, clock):
    metadata = {
        "backchannel_token_delivery_mode": "ping",
        "backchannel_client_notification_endpoint": "http://localhost:1/ping",
    }
    centre = a_call_centre(client, metadata=metadata)
    browser = _browser(app, citizen)
    begun(centre, person, client_notification_token=TOKEN)
    answer(browser)
    deliver_due()
    assert _entry().state == "pending"

    clock.advance(minutes=31)
    deliver_due()

    assert (_entry().state, _entry().payload_sealed) == ("failed", None)


@pytest.mark.parametrize(
    ("address", "reason"), [(None, "no_address"), ("http://169.254.169.254/ping", "forbidden_address")]
)
def test_10_2_an_address_that_may_not_be_reached_is_not(
    app, client, citizen, person, listening, address, reason
):
    centre = _pinged(client, listening)
    browser = _browser(app, citizen)
    begun(centre, person, client_notification_token=TOKEN)
    answer(browser)
    kept = db.session.get(Client, "call-centre")
    kept.metadata_ = {**kept.metadata_, "backchannel_client_notification_endpoint": address}

    deliver_due()

    assert _entry().last_error == reason
    assert listening.received == []


def _entry() -> OutboxEntry:
    return db.session.scalars(select(OutboxEntry).where(OutboxEntry.kind == "ciba_ping")).one()


def _pinged(client: Caller, listening: Receiver) -> CallCentre:
    return a_call_centre(
        client,
        metadata={
            "backchannel_token_delivery_mode": "ping",
            "backchannel_client_notification_endpoint": f"{listening.address}/ping?unit=1",
        },
    )


def _browser(app: Any, citizen: Citizen) -> Caller:
    caller = app.test_client()
    signed_in(caller, citizen)
    return caller
