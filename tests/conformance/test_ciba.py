"""OpenID Connect Client-Initiated Backchannel Authentication (CIBA) Core 1.0, in the modes poll and ping."""

from typing import Any

import pytest
from sqlalchemy import func, select

from idp.oauth.client import CIBA
from idp.store.db import db
from idp.store.models import Authorization, BackchannelRequest
from idp.web.current import services
from tests.builders import Person
from tests.caller import Caller
from tests.conformance.elsewhere import CallCentre, a_call_centre, answer, error, waiting
from tests.relying_party import signed_in

ISSUER = "https://id.anlien.example"


@pytest.fixture
def centre(app, client: Caller) -> CallCentre:
    return a_call_centre(client)


@pytest.fixture
def browser(app, centre, citizen) -> Caller:
    """The browser of a citizen who is signed in."""
    caller = app.test_client()
    signed_in(caller, citizen)
    return caller


def begun(party: CallCentre, person: Person, **changed: Any) -> dict[str, Any]:
    found = party.begin(login_hint=person.phone, **changed)
    assert found.status_code == 200, found.json
    return dict(found.json)


def test_4_discovery_says_what_there_is(client):
    document = client.get("/.well-known/openid-configuration").json

    assert document["backchannel_authentication_endpoint"].endswith("/oauth/bc-authorize")
    assert document["backchannel_token_delivery_modes_supported"] == ["poll", "ping"]
    algorithms = document["backchannel_authentication_request_signing_alg_values_supported"]
    assert set(algorithms) == {"RS256", "PS256", "ES256", "EdDSA"}, "asymmetric ones only (7.1.1)"
    assert document["backchannel_user_code_parameter_supported"] is False
    assert CIBA in document["grant_types_supported"]


def test_7_1_the_client_authenticates(centre, person):
    assert error(centre.begin({}, login_hint=person.phone)) == (401, "invalid_client")


def test_7_1_a_public_client_cannot_ask(client, person):
    party = a_call_centre(client, "public", secret=None)
    found = party.begin({}, client_id="public", login_hint=person.phone)

    assert error(found) == (401, "invalid_client")


def test_7_1_the_client_has_to_be_registered_for_the_grant(client, portal, person):
    party = CallCentre(client, "portal")

    assert error(party.begin(login_hint=person.phone)) == (400, "unauthorized_client")
    assert error(party.poll("x")) == (400, "unauthorized_client")


def test_7_3_the_answer(centre, person):
    found = centre.begin(login_hint=person.phone)

    assert found.status_code == 200
    assert found.headers["Cache-Control"] == "no-store"
    assert (found.json["expires_in"], found.json["interval"]) == (600, 5)
    assert len(found.json["auth_req_id"]) == 43


@pytest.mark.parametrize("kind", ["phone", "email", "number"])
def test_7_1_the_login_hint_is_a_phone_number_an_address_or_the_identity_number(
    centre, browser, person, kind
):
    centre.begin(login_hint=getattr(person, kind))

    assert len(waiting(browser)) == 1


@pytest.mark.parametrize(
    ("hints", "name"),
    [
        ({}, "login_hint"),
        ({"login_hint": "0900000017", "id_token_hint": "x"}, "login_hint"),
        ({"login_hint_token": "x"}, "login_hint_token"),
        ({"id_token_hint": "x"}, "id_token_hint"),
        ({"login_hint": "x" * 20_000}, "login_hint"),
    ],
    ids=["none", "two", "a token", "no ID token", "too long"],
)
def test_7_1_exactly_one_hint_that_we_know(centre, hints, name):
    found = centre.begin(**hints)

    assert error(found) == (400, "invalid_request")
    assert name in found.json["error_description"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"scope": None}, (400, "invalid_request")),
        ({"scope": "profile"}, (400, "invalid_scope")),
        ({"binding_message": "x" * 21}, (400, "invalid_binding_message")),
        ({"binding_message": "line\nline"}, (400, "invalid_binding_message")),
        ({"binding_message": "hidden\u200bsign"}, (400, "invalid_binding_message")),
        ({"user_code": "1234"}, (400, "invalid_request")),
        ({"requested_expiry": "0"}, (400, "invalid_request")),
        ({"requested_expiry": "-5"}, (400, "invalid_request")),
        ({"requested_expiry": "soon"}, (400, "invalid_request")),
        ({"requested_expiry": "9" * 40}, (400, "invalid_request")),
        ({"request": "a.b.c"}, (400, "invalid_request")),
    ],
)
def test_13_what_is_wrong_is_named(centre, person, changed, expected):
    found = centre.begin(login_hint=person.phone, **changed)

    assert error(found) == expected
    assert next(iter(changed)) in found.json["error_description"]


def test_7_1_requested_expiry_is_granted_within_reason(centre, person, clock):
    assert begun(centre, person, requested_expiry="120")["expires_in"] == 120
    assert begun(centre, person, requested_expiry="86400")["expires_in"] == 1800


def test_7_3_whether_the_citizen_is_known_is_not_told(centre, citizen, person, clock, statements):
    begun(centre, person)  # the secrets of the installation are read once
    with statements.counted():
        known = centre.begin(login_hint=person.email)
    kinds = [text.split()[0] for text in statements]
    statements.clear()
    with statements.counted():
        unknown = centre.begin(login_hint="+84912345678")

    assert unknown.status_code == known.status_code == 200
    assert unknown.json.keys() == known.json.keys()
    assert [text.split()[0] for text in statements] == kinds
    assert error(centre.poll(unknown.json["auth_req_id"])) == (400, "authorization_pending")
    clock.advance(seconds=600)
    assert error(centre.poll(unknown.json["auth_req_id"])) == (400, "expired_token")


def test_7_3_a_suspended_account_is_like_none(centre, citizen, person):
    citizen.state = "suspended"

    assert begun(centre, person)["auth_req_id"]
    assert db.session.scalar(select(BackchannelRequest.citizen_id)) is None


def test_10_1_an_approved_request_gives_the_tokens(centre, browser, person):
    request = begun(centre, person, scope="openid profile email", binding_message="Phiếu A-17")

    assert error(centre.poll(request["auth_req_id"])) == (400, "authorization_pending")
    assert "Phiếu A-17" in browser.get(waiting(browser)[0]).text
    answer(browser)
    found = centre.poll(request["auth_req_id"])

    assert found.status_code == 200, found.json
    assert found.headers["Cache-Control"] == "no-store"
    claims = centre.claims(found.json["id_token"])
    assert claims["aud"] == "call-centre"
    assert "urn:openid:params:jwt:claim:auth_req_id" not in claims
    assert centre.userinfo(found.json["access_token"]).json["name"] == person.name
    assert centre.refresh(found.json["refresh_token"]).status_code == 200


def test_10_1_the_answer_is_given_once_and_to_the_client_that_asked(centre, browser, person, client):
    other = a_call_centre(client, "other")
    request = begun(centre, person)
    answer(browser)

    assert error(other.poll(request["auth_req_id"])) == (400, "invalid_grant")
    assert centre.poll(request["auth_req_id"]).status_code == 200
    assert error(centre.poll(request["auth_req_id"])) == (400, "invalid_grant")
    assert error(centre.poll("unknown")) == (400, "invalid_grant")
    assert error(centre.poll("")) == (400, "invalid_request")


def test_11_a_refused_request_is_denied(centre, browser, person):
    request = begun(centre, person)
    answer(browser, "deny")

    assert error(centre.poll(request["auth_req_id"])) == (400, "access_denied")
    assert db.session.scalar(select(func.count()).select_from(Authorization)) == 0


def test_11_who_asks_too_often_is_slowed_down(centre, person, clock):
    request = begun(centre, person)["auth_req_id"]

    assert error(centre.poll(request)) == (400, "authorization_pending")
    assert error(centre.poll(request)) == (400, "slow_down")
    clock.advance(seconds=6)
    assert error(centre.poll(request)) == (400, "slow_down")


def test_11_a_request_nobody_decides_expires(centre, browser, person, clock):
    request = begun(centre, person, requested_expiry="30")["auth_req_id"]
    [address] = waiting(browser)
    clock.advance(seconds=30)

    assert error(centre.poll(request)) == (400, "expired_token")
    assert browser.get(address).location.endswith("/account/requests")
    assert waiting(browser) == []


def test_7_1_an_id_token_names_the_citizen(centre, browser, citizen, person):
    begun(centre, person)
    answer(browser)
    [row] = db.session.scalars(select(BackchannelRequest))
    secret = services().waiting_room.approvals.parameters_of(row)["auth_req_id"]
    id_token = centre.poll(secret).json["id_token"]

    request = centre.begin(id_token_hint=id_token)

    assert request.status_code == 200
    answer(browser)
    assert (
        centre.claims(centre.poll(request.json["auth_req_id"]).json["id_token"])["sub"]
        == (centre.claims(id_token)["sub"])
    )


def test_7_1_another_clients_id_token_names_nobody(centre, portal):
    found = centre.begin(id_token_hint=portal.tokens()["id_token"])

    assert error(found) == (400, "invalid_request")


def test_a_client_cannot_fill_a_citizens_page(centre, browser, person):
    for _ in range(3):
        begun(centre, person)

    assert error(centre.begin(login_hint=person.phone)) == (403, "access_denied")
    for _ in range(3):
        assert centre.begin(login_hint="+84912345678").status_code == 200
    assert error(centre.begin(login_hint="+84912345678")) == (403, "access_denied")
    answer_all = waiting(browser)
    assert len(answer_all) == 3


def test_of_too_many_requests_for_one_citizen_the_last_are_asked_of_nobody(client, browser, person):
    for number in range(4):
        party = a_call_centre(client, f"centre-{number}")
        for _ in range(3):
            begun(party, person)

    assert len(waiting(browser)) == 10


def test_what_is_kept_is_sealed_or_a_digest(centre, citizen, person):
    request = begun(centre, person, binding_message="Phiếu A-17")
    row = db.session.scalar(select(BackchannelRequest))

    kept = " ".join(str(getattr(row, column.name)) for column in BackchannelRequest.__table__.columns)
    for secret in (request["auth_req_id"], person.phone, "A-17"):
        assert secret not in kept
