"""Calls of applications are noted: how they ended, never what was in them, and no statement in the request itself."""

import json
from datetime import timedelta

import pytest
from flask import current_app

from idp.store.db import db
from idp.store.models import ProtocolCall
from idp.web.current import services
from idp.web.protocol_calls import call_notes
from tests.builders import REDIRECT_URI, a_citizen, a_client, a_machine
from tests.relying_party import EVERYTHING, RelyingParty, a_portal, agree
from tests.web.sandbox.test_sides import as_person, tokens_of


def kept(client_id: str = "portal") -> list[ProtocolCall]:
    call_notes(current_app).flush()
    db.session.rollback()
    return list(reversed(services().calls.latest(client_id)))


@pytest.fixture
def party(client) -> RelyingParty:
    """An application in the sandbox."""
    a_client(state="draft")
    return RelyingParty(client)


@pytest.fixture
def live(client) -> RelyingParty:
    """An application that citizens use, with one of them signed in."""
    citizen = a_citizen()
    party = a_portal(client, citizen)
    agree(citizen.id)
    return party


def test_a_sign_in_is_noted_call_by_call(party, clock):
    tokens = tokens_of(party)
    party.userinfo(tokens["access_token"])

    calls = [(call.method, call.endpoint, call.status, call.error) for call in kept()]

    assert calls == [
        ("GET", "authorize", 303, None),
        ("GET", "authorize", 302, None),
        ("POST", "token", 200, None),
        ("GET", "userinfo", 200, None),
    ]
    assert {call.at for call in kept()} == {clock()}
    assert all(0 <= call.milliseconds < 60_000 for call in kept())


def test_what_the_coach_needs_is_noted_without_values(party):
    tokens = tokens_of(party, state="a state nobody knows", nonce="a nonce nobody knows")
    party.userinfo(tokens["access_token"])

    asked, answered, redeemed, used = (call.observed for call in kept())

    assert (asked["ask"]["state_length"], asked["ask"]["pkce"]) == (20, "S256")
    assert asked["ask"]["whole"] == answered["answered"]
    assert redeemed["grant"] == "authorization_code"
    assert redeemed["is_proven"]
    assert answered["about"] == redeemed["about"] == used["about"]
    written = json.dumps([asked, answered, redeemed, used])
    for secret in ("nobody knows", tokens["access_token"], party.verifier, REDIRECT_URI):
        assert secret not in written


def test_for_a_live_application_nothing_is_observed_and_nothing_written_at_once(live):
    live.tokens()

    assert db.session.query(ProtocolCall).count() == 0
    assert [call.endpoint for call in kept()] == ["authorize", "token"]
    assert {call.observed for call in kept()} == {None}


def test_no_request_pays_a_statement(live, statements):
    live.tokens()
    code = live.code()
    call_notes(current_app).flush()

    with statements.counted():
        live.redeem(code)

    assert not [text for text in statements if "protocol_call" in text or "event_count" in text]


def test_calls_of_the_sandbox_are_written_after_the_answer(party):
    party.ask().close()

    assert [call.endpoint for call in db.session.query(ProtocolCall)] == ["authorize"]


def test_a_refused_client_is_told_why_in_the_inspector_and_nowhere_else(party):
    answer = party.post("/oauth/token", {}, client_id="portal", client_secret="x", grant_type="refresh_token")

    assert answer.json["error_description"] == "Client authentication failed."
    (call,) = kept()
    assert (call.status, call.error) == (401, "invalid_client")
    assert (
        call.reason == "portal authenticates by client_secret_post, and is registered for client_secret_basic"
    )
    assert not call.observed["is_proven"]


def test_a_page_with_a_code_is_found_by_it(party):
    page = party.ask(redirect_uri="https://elsewhere.example/callback")

    (call,) = kept()
    assert page.status_code == 400
    assert call.incident in page.text
    assert (call.error, call.status) == ("invalid_request", 400)
    assert call.reason == "The redirect_uri is not one of those registered for the client."


def test_an_error_that_goes_by_the_browser_is_noted(party):
    party.ask(code_challenge=None)

    (call,) = kept()
    assert (call.status, call.error) == (302, "invalid_request")
    assert "code_challenge" in call.reason


def test_who_refuses_is_not_named_and_that_it_was_refused_is(party):
    page = party.caller.get(party.ask(login_hint="098172000101").location)
    page = party.caller.get(page.location)
    party.caller.submit(page, do="deny")

    assert [(call.endpoint, call.error) for call in kept()][-1] == ("authorize", "access_denied")


def test_nobody_is_noted_who_is_no_application(client):
    RelyingParty(client, "nobody").ask()
    RelyingParty(client, "nobody").redeem("a code")

    assert kept("nobody") == []
    assert db.session.query(ProtocolCall).count() == 0


def test_a_token_in_an_address_is_noted_though_it_is_not_read(party):
    token = tokens_of(party)["access_token"]
    party.caller.get("/oauth/userinfo", query_string={"access_token": token})

    call = kept()[-1]
    assert (call.endpoint, call.status) == ("userinfo", 400)
    assert call.observed["in_address"] == ["access_token"]
    assert token not in json.dumps(call.observed)


def test_a_code_in_the_referer_is_noted(party):
    party.caller.get(
        "/oauth/authorize",
        query_string=party.parameters(),
        headers={"Referer": f"{REDIRECT_URI}?code=abc&state=def"},
    )

    assert kept()[-1].observed["in_address"] == ["code"]


def test_the_browser_alone_may_carry_a_code_in_an_address(party):
    as_person(party)

    assert all("in_address" not in call.observed for call in kept())


def test_machines_and_sign_outs_are_noted(client, live):
    a_machine()
    RelyingParty(client, "nightly-sync").post("/oauth/token", grant_type="client_credentials")
    hint = live.tokens()["id_token"]
    client.get("/oauth/end-session", query_string={"id_token_hint": hint, "post_logout_redirect_uri": "x"})

    assert [call.endpoint for call in kept("nightly-sync")] == ["token"]
    call = kept()[-1]
    assert (call.endpoint, call.error) == ("end_session", None)
    assert call.reason == "post_logout_redirect_uri is not registered for this client"


def test_a_batch_holds_the_newest_of_each_application(live, monkeypatch):
    monkeypatch.setattr("idp.web.protocol_calls.MOST_OF_ONE", 2)
    live.post("/oauth/revoke", token="x")
    tokens = live.tokens(scope="openid")
    live.userinfo(tokens["access_token"])

    assert [call.endpoint for call in kept()] == ["token", "userinfo"]


def test_every_call_is_counted_in_one_statement_however_few_are_kept(live, clock, statements, monkeypatch):
    monkeypatch.setattr("idp.web.protocol_calls.MOST_OF_ONE", 1)
    live.tokens()
    live.redeem("no code")
    with statements.counted():
        call_notes(current_app).flush()

    assert len(statements) == 2
    assert services().call_counts.of("portal", clock(), clock() + timedelta(hours=1)) == (3, 1)


def test_more_than_the_latest_are_removed(party, monkeypatch):
    monkeypatch.setattr("idp.store.repositories.protocol_calls.MOST", 3)
    for _ in range(5):
        party.ask().close()

    chore = next(each for each in services().chores if each.name == "remove calls beyond the latest")
    chore.work()
    db.session.commit()

    assert db.session.query(ProtocolCall).count() == 3


def test_what_went_well_has_no_reason(live):
    live.tokens(scope=EVERYTHING)

    assert [(call.error, call.reason, call.incident) for call in kept()] == [(None, None, None)] * 2
