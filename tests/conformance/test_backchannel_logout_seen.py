"""OpenID Connect Back-Channel Logout 1.0, 2.5: its developer sees each notice that an application was sent."""

from datetime import timedelta

from flask import current_app

from idp.store.db import db
from idp.store.models import Client, ProtocolCall
from idp.store.repositories.protocol_calls import LOGOUT
from idp.web.current import services
from idp.web.protocol_calls import call_notes
from tests.builders import a_client
from tests.conformance.test_backchannel_logout import end_session, health, receiving
from tests.deliveries import deliver_due
from tests.moments import START
from tests.receivers import answers, hangs_up

__all__ = ["health", "receiving"]


def told(client_id: str = "health") -> list[tuple[str, int, str | None, bool]]:
    """What the developer of an application sees of its notices, the first one first."""
    db.session.expire_all()
    return [
        (call.endpoint, call.status, call.error, f"attempt {number}" in (call.reason or ""))
        for number, call in enumerate(reversed(services().calls.latest(client_id)), 1)
        if call.endpoint == LOGOUT
    ]


def test_each_attempt_is_seen_by_the_developer_and_is_no_error_of_the_application(health, receiving, clock):
    health.tokens()
    end_session()
    db.session.query(ProtocolCall).delete()
    for behaviour in (answers(500), hangs_up, answers(200)):
        receiving.behaviour = behaviour
        deliver_due()
        clock.advance(minutes=5)

    assert told() == [(LOGOUT, 500, None, True), (LOGOUT, 0, "protocol", True), (LOGOUT, 200, None, True)]
    assert all(call.milliseconds >= 0 for call in services().calls.latest("health"))
    call_notes(current_app).flush()
    yesterday_and_today = START.replace(hour=0), START + timedelta(days=1)
    assert services().call_counts.of("health", *yesterday_and_today)[1] == 0


def test_who_is_registered_anew_does_not_see_what_another_was_told(health, receiving):
    health.tokens()
    end_session()
    services().client_desk.registrations.remove("health")
    a_client("health")
    db.session.query(Client).filter_by(client_id="health").update({"created_at": START + timedelta(days=9)})
    db.session.commit()
    deliver_due()

    assert len(receiving.received) == 1
    assert told() == []
