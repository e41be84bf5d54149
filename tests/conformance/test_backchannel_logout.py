"""OpenID Connect Back-Channel Logout 1.0, by clause, against receivers on this machine."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import select

from idp.audit.events.sign_out import ApplicationNotReached
from idp.citizens.sessions import EndReason
from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, Citizen, OutboxEntry
from idp.web.current import services
from tests.builders import a_client
from tests.deliveries import deliver_due
from tests.receivers import Receiver, answers, hangs_up, is_silent, never_ends, receiver
from tests.relying_party import RelyingParty, agree

EVENT = "http://schemas.openid.net/event/backchannel-logout"
ISSUER = "https://id.anlien.example"


@pytest.fixture
def receiving() -> Iterator[Receiver]:
    with receiver() as server:
        yield server


@pytest.fixture
def health(portal, receiving) -> RelyingParty:
    """A department that is told of sign-outs."""
    return told_at("health", f"{receiving.address}/backchannel-logout?unit=1", portal)


def told_at(client_id: str, address: str, beside: RelyingParty, **metadata: Any) -> RelyingParty:
    """An application in the same browser, told of sign-outs at an address."""
    a_client(
        client_id,
        sector=f"{client_id}.anlien.example",
        metadata={"backchannel_logout_uri": address, **metadata},
    )
    agree(db.session.scalars(select(Citizen.id)).one(), client_id)
    return RelyingParty(beside.caller, client_id)


def end_session(reason: str = EndReason.SIGNED_OUT) -> BrowserSession:
    session = db.session.scalars(select(BrowserSession)).one()
    assert services().sessions.end(session, reason)
    db.session.commit()
    return session


def logout_token(receiving: Receiver) -> str:
    [(name, token)] = receiving.received[-1].form
    assert name == "logout_token"
    return token


def entries() -> dict[str | None, OutboxEntry]:
    db.session.expire_all()
    return {entry.client_id: entry for entry in db.session.scalars(select(OutboxEntry))}


def test_2_1_discovery_says_so(portal):
    document = portal.caller.get("/.well-known/openid-configuration").json

    assert document["backchannel_logout_supported"] is True
    assert document["backchannel_logout_session_supported"] is True


def test_2_4_the_token_names_citizen_and_session_as_the_id_token_does(health, receiving, clock):
    id_token = health.claims(health.tokens()["id_token"])
    end_session()
    deliver_due()

    claims = health.claims(logout_token(receiving))
    assert claims["iss"] == ISSUER
    assert claims["aud"] == "health"
    assert (claims["sub"], claims["sid"]) == (id_token["sub"], id_token["sid"])
    assert claims["events"] == {EVENT: {}}
    assert claims["iat"] == int(clock().timestamp())
    assert 0 < claims["exp"] - claims["iat"] <= 120
    assert len(claims["jti"]) >= 22
    assert "nonce" not in claims


def test_2_4_the_token_has_its_own_type_and_a_published_key(health, receiving):
    health.tokens()
    end_session()
    deliver_due()

    header = health.header(logout_token(receiving))
    assert header["typ"] == "logout+jwt"
    assert header["alg"] == "RS256"
    assert header["kid"] in {key["kid"] for key in health.caller.get("/oauth/jwks").json["keys"]}


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "PS256"])
def test_2_6_the_algorithm_is_that_of_the_id_token(portal, receiving, algorithm):
    health = told_at("health", receiving.address, portal, id_token_signed_response_alg=algorithm)
    id_token = health.tokens()["id_token"]
    end_session()
    deliver_due()

    assert health.header(logout_token(receiving))["alg"] == health.header(id_token)["alg"] == algorithm


def test_2_4_a_logout_token_is_no_id_token(health, receiving):
    health.tokens()
    end_session()
    deliver_due()

    answer = health.caller.get("/oauth/end-session", query_string={"id_token_hint": logout_token(receiving)})
    assert answer.location.endswith("/sign-out")


def test_2_5_the_request_is_a_form_post_with_one_parameter(health, receiving):
    health.tokens()
    end_session()
    deliver_due()

    [request] = receiving.received
    assert request.method == "POST"
    assert request.path == "/backchannel-logout?unit=1"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert [name for name, _ in request.form] == ["logout_token"]
    assert "Cookie" not in request.headers


def test_2_5_every_application_of_the_session_is_told_and_no_other(portal):
    with ExitStack() as stack:
        servers = {name: stack.enter_context(receiver()) for name in ("health", "land", "never-visited")}
        for name, server in servers.items():
            application = told_at(name, server.address, portal)
            if name != "never-visited":
                application.tokens()
        end_session()
        deliver_due()

        assert {name: len(server.received) for name, server in servers.items()} == {
            "health": 1,
            "land": 1,
            "never-visited": 0,
        }


def test_2_5_an_application_visited_twice_is_told_once(health, receiving):
    health.tokens()
    health.tokens()
    end_session()
    deliver_due()

    assert len(receiving.received) == 1


def test_2_5_pairwise_subjects_differ_between_the_applications(portal):
    with receiver() as one, receiver() as two:
        applications = [
            told_at("health", one.address, portal),
            told_at("land", two.address, portal),
        ]
        for application in applications:
            application.tokens()
        end_session()
        deliver_due()

        first, second = (portal.claims(logout_token(server)) for server in (one, two))
    assert first["sub"] != second["sub"]
    assert first["sid"] != second["sid"]


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (answers(500), "status_500"),
        (answers(400), "status_400"),
        (answers(302, Location="http://localhost:1/"), "status_302"),
        (is_silent, "timeout"),
        (hangs_up, "protocol"),
    ],
)
def test_2_5_a_failure_does_not_stop_the_rest_and_is_tried_again(health, receiving, clock, behaviour, reason):
    receiving.behaviour = behaviour
    with receiver() as other:
        for application in (health, told_at("land", other.address, health)):
            application.tokens()
        end_session()
        deliver_due()

        assert len(other.received) == 1
        assert (entries()["health"].state, entries()["health"].last_error) == ("pending", reason)
        assert entries()["land"].state == "delivered"

        receiving.behaviour = answers(200)
        clock.advance(seconds=3)
        deliver_due()
    assert entries()["health"].state == "delivered"


def test_2_5_each_attempt_carries_a_fresh_token(health, receiving, clock):
    receiving.behaviour = answers(503)
    health.tokens()
    end_session()
    for _ in range(3):
        deliver_due()
        clock.advance(minutes=5)

    claims = [health.claims(request.form[0][1]) for request in receiving.received]
    assert len({each["jti"] for each in claims}) == len(claims) == 3
    assert [each["iat"] for each in claims] == sorted({each["iat"] for each in claims})


@pytest.mark.parametrize("behaviour", [answers(200), answers(204), answers(200, b"x" * 200_000), never_ends])
def test_2_8_success_is_200_whatever_else_is_said(health, receiving, behaviour):
    receiving.behaviour = behaviour
    health.tokens()
    end_session()
    deliver_due()

    assert entries()["health"].state == "delivered"


def test_2_5_an_application_that_never_confirms_is_given_up_and_seen(health, receiving, clock):
    receiving.behaviour = answers(500)
    health.tokens()
    session = end_session()
    for _ in range(30):
        deliver_due()
        clock.advance(hours=1)

    assert entries()["health"].state == "failed"
    [dead] = services().outbox.entries.failed()
    assert dead.group_id == session.id
    record = db.session.scalars(
        select(AuditRecord).where(AuditRecord.name == ApplicationNotReached.name)
    ).one()
    assert record.client_id == "health"
    assert record.details["reason"] in ("status_500", "too_late")


def test_an_application_that_confirms_is_in_the_audit_log(health):
    health.tokens()
    end_session()
    deliver_due()

    record = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "sign_out.confirmed")).one()
    assert record.client_id == "health"


@pytest.mark.parametrize("reason", list(EndReason))
def test_whatever_ends_a_session_the_applications_are_told(health, receiving, reason):
    health.tokens()
    end_session(reason)
    deliver_due()

    assert len(receiving.received) == 1


def test_a_session_that_ran_out_is_told_of_too(health, receiving, clock):
    health.tokens()
    clock.advance(hours=13)
    assert services().sessions.end_expired() == 1
    deliver_due()

    assert health.claims(logout_token(receiving))["events"] == {EVENT: {}}


def test_what_is_rolled_back_is_told_to_nobody(health, receiving):
    health.tokens()
    session = db.session.scalars(select(BrowserSession)).one()
    services().sessions.end(session, EndReason.SIGNED_OUT)
    db.session.rollback()
    deliver_due()

    assert receiving.received == []


def test_an_application_that_has_withdrawn_its_address_is_not_asked_for_ever(health, receiving):
    health.tokens()
    end_session()
    client = services().clients.find("health")
    client.metadata_ = {**client.metadata_, "backchannel_logout_uri": None}
    deliver_due()

    assert receiving.received == []
    assert entries()["health"].last_error == "no_address"


def test_an_address_inside_the_house_is_not_reached(portal):
    health = told_at("health", "http://169.254.169.254/latest/meta-data", portal)
    health.tokens()
    end_session()
    deliver_due()

    assert entries()["health"].last_error == "forbidden_address"
