"""OpenID Connect Back-Channel Logout 1.0, 2.5: whatever ends a session or a part of it, its applications hear of it."""

from typing import Any

import pytest
from sqlalchemy import select

from idp.citizens.sessions import EndReason
from idp.relying_parties.registration import Registered
from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, Citizen
from idp.web.current import services
from tests.builders import PASSWORD, a_client
from tests.caller import Caller
from tests.conformance.told import elsewhere, heard, sid_of
from tests.deliveries import keep_house
from tests.receivers import answers, receiver
from tests.relying_party import RelyingParty, agree

ANOTHER_PASSWORD = "năm con cò bay trên đồng lúa"


@pytest.fixture
def sid(health) -> str:
    """The session, as the application knows it."""
    return sid_of(health, health.tokens())


@pytest.mark.parametrize("passed", [{"minutes": 61}, {"hours": 13}], ids=["idle", "absolute"])
def test_the_worker_ends_what_has_run_out(health, server, sid, clock, passed):
    clock.advance(**passed)
    keep_house()

    assert heard(server, health) == [sid]


def test_signing_out_there_on_the_page_of_devices(app, health, server, sid, person, clock):
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    there = sid_of(phone, phone.tokens())
    health.caller.submit(health.caller.get("/account/devices"))

    assert heard(server, health) == [there]
    assert there != sid


def token_of(page: Any) -> str:
    return str(page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0])


def press(caller: Caller, page: str, action: str, **fields: str) -> Any:
    return caller.post(action, data={"csrf_token": token_of(caller.get(page)), **fields})


def test_signing_out_everywhere_else(app, health, server, sid, person, clock):
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    phone.tokens()
    press(phone.caller, "/account/devices", "/account/devices/end-others")

    assert heard(server, health) == [sid]


def test_it_was_not_me_ends_the_other_sessions(app, health, server, sid, person, clock):
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    phone.tokens()
    press(phone.caller, "/account/not-me", "/account/not-me")

    assert heard(server, health) == [sid]


def test_a_new_password_ends_the_other_sessions(app, health, server, sid, person, personal, clock):
    personal.learn(ANOTHER_PASSWORD)
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    there = sid_of(phone, phone.tokens())
    page = phone.caller.get("/account/security/password")
    phone.caller.submit(page, current=PASSWORD, password=ANOTHER_PASSWORD)

    assert heard(server, health) == [sid]
    assert there != sid


@pytest.mark.parametrize("state", ["suspended", "deceased", "closed"])
def test_an_account_that_was_barred_by_whomever(health, server, sid, citizen, state):
    citizen.state = state
    keep_house()

    assert heard(server, health) == [sid]
    assert db.session.scalars(select(BrowserSession)).one().end_reason == EndReason.SUSPENDED


def test_accounts_that_may_be_used_are_left_alone(health, server, sid):
    keep_house()

    assert heard(server, health) == []


def test_closing_the_account(health, server, sid):
    session = db.session.scalars(select(BrowserSession)).one()
    services().accounts.close(session)

    assert heard(server, health) == [sid]


def test_an_application_that_is_disconnected_learns_of_each_session(app, health, server, sid, person, clock):
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    tokens = phone.tokens()
    there = sid_of(phone, tokens)
    press(health.caller, "/account/applications", "/account/applications/health/disconnect")

    assert sorted(heard(server, health)) == sorted([sid, there])
    assert phone.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert len(services().sessions.of(db.session.scalars(select(Citizen.id)).one())) == 2


def test_only_the_application_that_is_disconnected_is_told(health, server, sid, citizen, client):
    with receiver() as other:
        a_client("land", sector="land", metadata={"backchannel_logout_uri": other.address})
        agree(citizen.id, "land")
        RelyingParty(client, "land").tokens()
        press(client, "/account/applications", "/account/applications/health/disconnect")

        assert heard(server, health) == [sid]
        assert other.received == []


def test_a_family_of_refresh_tokens_that_is_revoked_by_reuse(health, server, clock):
    tokens = health.tokens()
    health.refresh(tokens["refresh_token"])
    clock.advance(minutes=5)
    again = health.refresh(tokens["refresh_token"])

    assert again.json["error"] == "invalid_grant"
    assert heard(server, health) == [sid_of(health, tokens)]
    assert [record.details["reason"] for record in left_records()] == ["token_reused"]


def left_records() -> list[AuditRecord]:
    return list(db.session.scalars(select(AuditRecord).where(AuditRecord.name == "sign_out.left")))


def test_a_refresh_that_was_merely_repeated_tells_nobody(health, server):
    tokens = health.tokens()
    health.refresh(tokens["refresh_token"])
    assert health.refresh(tokens["refresh_token"]).status_code == 200

    assert heard(server, health) == []


def test_a_suspended_application_is_told_of_all_its_sessions(app, health, server, sid, person, clock):
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    there = sid_of(phone, phone.tokens())
    services().client_desk.registrations.suspend("health")

    assert sorted(heard(server, health)) == sorted([sid, there])
    assert {record.details["reason"] for record in left_records()} == {"suspended"}


def test_of_more_sessions_than_a_batch_every_one_is_told(
    app, health, server, sid, person, clock, monkeypatch
):
    monkeypatch.setattr("idp.outbound.departures.BATCH", 1)
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    phone.tokens()
    services().client_desk.registrations.suspend("health")

    assert len(heard(server, health)) == 2


def test_suspending_costs_the_same_however_many_sessions_there_are(app, health, sid, statements):
    with statements.counted():
        services().client_desk.registrations.suspend("health")

    assert len([each for each in statements if "INSERT INTO outbox" in each]) == 1
    assert len([each for each in statements if "SET left_at" in each]) == 0


def test_sessions_begun_after_the_application_was_resumed_go_on(health, server, sid, clock):
    services().client_desk.registrations.suspend("health")
    services().client_desk.registrations.resume("health")
    clock.advance(minutes=1)
    health.tokens()

    assert heard(server, health) == []


def test_an_application_is_told_once_and_not_again_when_the_session_ends(health, server, sid, client):
    press(client, "/account/applications", "/account/applications/health/disconnect")
    services().sessions.end(db.session.scalars(select(BrowserSession)).one(), EndReason.SIGNED_OUT)

    assert heard(server, health) == [sid]


def test_a_late_try_does_not_end_the_session_that_was_begun_since(
    health, server, sid, client, citizen, clock
):
    server.behaviour = answers(503)
    press(client, "/account/applications", "/account/applications/health/disconnect")
    assert heard(server, health) == [sid]
    agree(citizen.id, "health")
    assert sid_of(health, health.tokens()) == sid
    clock.advance(minutes=1)

    assert heard(server, health) == [sid]
    assert [entry.last_error for entry in services().outbox.entries.failed()] == ["signed_in_again"]


def test_2_2_whether_a_session_is_required_is_registered(app):
    document = {
        "client_name": "A",
        "redirect_uris": ["https://a.example/cb"],
        "backchannel_logout_uri": "https://a.example/out",
        "backchannel_logout_session_required": True,
    }
    outcome = services().client_desk.registrations.register(document)

    assert isinstance(outcome, Registered)
    assert outcome.client.metadata_["backchannel_logout_session_required"] is True


def test_2_7_offline_access_outlives_the_session_and_other_access_does_not(health, server, citizen):
    offline = health.tokens()
    plain = health.tokens(scope="openid profile")
    services().sessions.end(db.session.scalars(select(BrowserSession)).one(), EndReason.SIGNED_OUT)
    heard(server, health)

    assert health.refresh(offline["refresh_token"]).status_code == 200
    assert health.userinfo(plain["access_token"]).status_code == 401
