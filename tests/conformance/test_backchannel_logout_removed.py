"""OpenID Connect Back-Channel Logout 1.0, 2.5: an application that is removed hears of the sessions it had."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from idp.citizens.sessions import EndReason
from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, OutboxEntry
from idp.web.current import services
from tests.builders import a_client
from tests.conformance.told import elsewhere, heard, sid_of
from tests.moments import START
from tests.receivers import Receiver, answers, receiver
from tests.registrant import CALLBACK, Registered, registered
from tests.relying_party import RelyingParty, agree


@pytest.fixture
def tokens(health) -> dict[str, Any]:
    return health.tokens()


def remove(client_id: str = "health") -> None:
    assert services().client_desk.registrations.remove(client_id)
    assert services().clients.find(client_id) is None


def end_the_session() -> None:
    session = db.session.scalars(select(BrowserSession).where(BrowserSession.ended_at.is_(None))).one()
    services().sessions.end(session, EndReason.SIGNED_OUT)


def names_of_records() -> list[str]:
    return [name for name in db.session.scalars(select(AuditRecord.name)) if name.startswith("sign_out.")]


def test_each_open_session_is_told_as_its_id_token_named_it(app, health, server, tokens, person, clock):
    clock.advance(minutes=2)
    phone = elsewhere("health", app.test_client(), person)
    there = sid_of(phone, phone.tokens())
    remove()

    assert sorted(heard(server, health)) == sorted([sid_of(health, tokens), there])
    subjects = {health.claims(request.form[0][1])["sub"] for request in server.received}
    assert subjects == {health.claims(tokens["id_token"])["sub"]}
    assert sorted(names_of_records()) == ["sign_out.confirmed"] * 2 + ["sign_out.left"] * 2


@pytest.mark.parametrize(
    "members",
    [{"id_token_signed_response_alg": "ES256"}, {"subject_type": "public"}],
    ids=lambda each: next(iter(each)),
)
def test_the_token_is_made_as_the_registration_said(health, server, members):
    kept = services().clients.find("health")
    kept.metadata_ = {**kept.metadata_, **members}
    id_token = health.tokens()["id_token"]
    remove()
    heard(server, health)

    logout_token = server.received[0].form[0][1]
    assert health.header(logout_token)["alg"] == health.header(id_token)["alg"]
    assert health.claims(logout_token)["sub"] == health.claims(id_token)["sub"]


def test_by_the_application_itself(app, client, citizen, person, server):
    # RFC 7592, 2.3
    mine: Registered = registered(backchannel_logout_uri=f"{server.address}/out")
    agree(citizen.id, mine.client_id)
    elsewhere(mine.client_id, client, person)
    party = RelyingParty(client, mine.client_id, mine.information["client_secret"], redirect_uri=CALLBACK)
    sid = sid_of(party, party.tokens(scope="openid"))

    assert mine.delete().status_code == 204
    assert heard(server, party) == [sid]


def test_of_more_sessions_than_a_batch_every_one_is_told(
    app, health, server, tokens, person, clock, monkeypatch
):
    monkeypatch.setattr("idp.outbound.departures.BATCH", 1)
    clock.advance(minutes=2)
    elsewhere("health", app.test_client(), person).tokens()
    remove()

    assert len(heard(server, health)) == 2


def test_removing_costs_no_more_for_more_sessions(health, tokens, statements):
    with statements.counted():
        remove()

    assert len([each for each in statements if "INSERT INTO outbox" in each]) == 1
    assert len([each for each in statements if "SET left_at" in each]) == 1


def test_what_was_on_its_way_still_arrives(health, server, tokens, clock):
    server.behaviour = answers(503)
    end_the_session()
    sid = sid_of(health, tokens)
    assert heard(server, health) == [sid]
    remove()
    server.behaviour = answers(200)
    clock.advance(minutes=1)

    assert heard(server, health) == [sid, sid]
    assert names_of_records() == ["sign_out.confirmed"]


def test_what_suspending_had_not_told_yet_is_told(health, server, tokens):
    services().client_desk.registrations.suspend("health")
    remove()

    assert heard(server, health) == [sid_of(health, tokens)]


def test_a_session_that_is_over_is_not_told_again(health, server, tokens):
    end_the_session()
    remove()

    assert heard(server, health) == [sid_of(health, tokens)]


def test_the_next_application_of_that_name_hears_nothing(health, server, tokens):
    remove()
    with receiver() as stranger:
        a_client(
            "health",
            metadata={"backchannel_logout_uri": stranger.address},
            created_at=START + timedelta(hours=1),
        )
        assert heard(server, health) == [sid_of(health, tokens)]
        assert stranger.received == []


def test_a_registration_that_lives_is_told_where_it_says_now(health, server, tokens):
    end_the_session()
    with receiver() as moved:
        kept = services().clients.find("health")
        kept.metadata_ = {**kept.metadata_, "backchannel_logout_uri": moved.address}
        assert heard(moved, health) == [sid_of(health, tokens)]
    assert server.received == []


def test_what_was_given_up_is_not_tried_again_for_an_application_that_is_gone(health, server, tokens):
    server.behaviour = answers(503)
    end_the_session()
    heard(server, health)
    entry = db.session.scalars(select(OutboxEntry).where(OutboxEntry.client_id == "health")).one()
    entry.state = "failed"
    db.session.flush()
    remove()

    assert services().logouts.queue.tell_again(entry) is False


def test_an_entry_of_an_earlier_release_is_delivered(health, server, tokens):
    session = db.session.scalars(select(BrowserSession)).one()
    said = {"citizen_id": session.citizen_id, "session_id": session.id}
    session.ended_at = START
    services().outbox.add("backchannel_logout", said, group=session.id, client_id="health")

    assert heard(server, health) == [sid_of(health, tokens)]


def test_an_application_that_cannot_be_told_is_removed_all_the_same(portal):
    portal.tokens()
    remove("portal")

    assert heard(Receiver("", answers(200)), portal) == []
    assert names_of_records() == ["sign_out.left"]
