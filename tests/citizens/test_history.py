"""What a citizen may see of what happened."""

import pytest

from idp.audit.events.oauth import ClaimsReleased, TokensIssued
from idp.audit.events.sign_in import SignInRefused
from tests.builders import a_citizen, a_client
from tests.citizens.conftest import signed_in


@pytest.fixture
def citizen(app):
    return a_citizen()


def release(services, citizen, client_id, *claims):
    services.audit.record(
        ClaimsReleased(
            citizen_id=citizen.id,
            client_id=client_id,
            authorization_id="a",
            claims=claims,
            channel="userinfo",
        )
    )


def test_sign_ins_and_releases_are_shown_the_latest_first(doors, rooms, services, citizen, clock):
    portal = a_client()
    signed_in(doors, citizen)
    clock.advance(minutes=1)
    release(services, citizen, "portal", "sub", "name")

    first, second = rooms.history.latest(citizen.id)

    assert (first.name, first.client, first.details["claims"]) == (
        "oauth.claims_released",
        portal,
        ["sub", "name"],
    )
    assert (second.name, second.at < first.at) == ("sign_in.succeeded", True)


def test_nothing_of_others_and_nothing_technical_is_shown(doors, rooms, services, citizen):
    other = a_citizen()
    signed_in(doors, other)
    services.audit.record(
        TokensIssued(client_id="portal", grant="authorization_code", scopes=(), citizen_id=citizen.id)
    )
    services.audit.record(SignInRefused(reason="password", citizen_id=citizen.id))

    assert rooms.history.latest(citizen.id) == []


def test_there_are_pages(doors, rooms, services, citizen):
    for number in range(5):
        release(services, citizen, "portal", f"claim-{number}")

    newest = rooms.history.latest(citizen.id, most=2)
    older = rooms.history.latest(citizen.id, most=2, before=newest[-1].id)

    shown = [entry.details["claims"][0] for entry in (*newest, *older)]
    assert shown == ["claim-4", "claim-3", "claim-2", "claim-1"]


def test_an_application_that_is_gone_is_shown_without_its_name(doors, rooms, services, citizen):
    release(services, citizen, "gone", "name")

    entry = rooms.history.latest(citizen.id)[0]

    assert (entry.client_id, entry.client) == ("gone", None)


def test_connected_applications_say_what_they_got_when_and_why(doors, rooms, services, citizen, clock):
    portal, _ = a_client(), a_client("health")
    session = signed_in(doors, citizen).session
    services.consents.keep(citizen.id, "portal", {"openid": "law", "profile": "law", "email": "declined"})
    services.consents.keep(citizen.id, "health", {"openid": "law"})
    given = clock()
    clock.advance(minutes=5)
    release(services, citizen, "portal", "name", "locale")
    clock.advance(minutes=5)
    release(services, citizen, "portal", "name", "birthdate")

    first, second = rooms.history.connected(citizen.id, session.id)

    assert (first.client, first.since, first.last) == (portal, given, clock())
    assert set(first.claims) == {"name", "locale", "birthdate"}
    assert [ground.purpose for ground in first.grounds("en")] == ["Handling an administrative procedure"]
    assert [ground.purpose for ground in first.grounds("fr")] == ["Giải quyết thủ tục hành chính"]
    assert (second.client.client_id, second.claims, second.is_signed_in) == ("health", (), False)


def test_without_a_ground_in_the_registration_nothing_is_made_up(doors, rooms, services, citizen):
    a_client(scope_policy={"profile": {"purpose": None, "legal_reference": None}})
    services.consents.keep(citizen.id, "portal", {"profile": "law", "gone": "law"})

    connected = rooms.history.connected(citizen.id, signed_in(doors, citizen).session.id)

    assert connected[0].grounds("vi") == []
