"""Lint looks things up, and keeps what it has found."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import current_app
from joserfc.jwk import ECKey

from idp.store.db import db
from idp.store.models import Unit
from idp.web.current import services
from idp.web.protocol_calls import call_notes
from tests.builders import a_client

BEFORE_MIDNIGHT = datetime(2026, 11, 2, 16, 59, tzinfo=UTC)
"""A minute before the day after `START` begins in Việt Nam."""


@pytest.fixture
def lint(app):
    return services().client_desk.lint


def ids(report):
    return {each.id for each in report.broken}


def calls(at, failed, all_=20):
    """An application makes calls, those that fail first; they are written together, as a live one's are."""
    live = call_notes(current_app).live
    for number in range(all_):
        live.note(
            {
                "client_id": "portal",
                "at": at,
                "method": "POST",
                "endpoint": "token",
                "status": 400 if number < failed else 200,
                "error": None,
                "reason": None,
                "incident": None,
                "milliseconds": 3,
                "observed": None,
            }
        )
    assert live.flush() == all_


def remove_surplus():
    chore = next(each for each in services().chores if each.name == "remove calls beyond the latest")
    while chore.work():
        db.session.commit()


def test_errors_of_yesterday_count(lint, clock):
    client = a_client()
    calls(clock() - timedelta(days=1), failed=2)

    assert "many-errors" in ids(lint.look(client))


def test_errors_count_although_only_the_latest_calls_are_kept(lint, clock):
    client = a_client()
    calls(clock(), failed=100, all_=1_000)
    clock.advance(days=1)
    calls(clock(), failed=0, all_=300)
    remove_surplus()

    assert {call.status for call in services().calls.latest("portal")} == {200}
    (found,) = [each for each in lint.look(client).broken if each.id == "many-errors"]
    assert found.about == ("10 %",)


def test_yesterday_is_a_day_in_viet_nam(lint, clock):
    client = a_client()
    calls(BEFORE_MIDNIGHT, failed=20)
    calls(BEFORE_MIDNIGHT + timedelta(minutes=1), failed=0, all_=980)
    clock.advance(seconds=(BEFORE_MIDNIGHT + timedelta(minutes=1) - clock()).total_seconds())

    assert "many-errors" in ids(lint.look(client))
    clock.advance(days=1)
    assert "many-errors" not in ids(lint.look(client))


def test_the_night_begins_at_midnight_in_viet_nam(lint, clock):
    client = a_client()
    lint.nightly()
    calls(clock(), failed=20)
    clock.advance(seconds=(BEFORE_MIDNIGHT - clock()).total_seconds())
    assert lint.nightly() == 0

    clock.advance(minutes=1)
    assert lint.nightly() == 1
    db.session.refresh(client)
    assert "many-errors" in {each["id"] for each in client.lint["broken"]}


def test_a_few_calls_say_nothing(lint, clock):
    client = a_client()
    calls(clock() - timedelta(days=1), failed=19, all_=19)

    assert "many-errors" not in ids(lint.look(client))


def test_a_key_of_last_year_counts_until_another_takes_its_place(lint, clock):
    registrations, clients = services().client_desk.registrations, services().clients
    old, new = (ECKey.generate_key("P-256", {"kid": kid}).as_dict(private=False) for kid in ("2025", "2026"))
    program = {"client_id": "robot", "profile": "machine", "grant_types": ["client_credentials"]}
    method = {"response_types": [], "token_endpoint_auth_method": "private_key_jwt"}
    registrations.register({**program, **method, "jwks": {"keys": [old]}})
    clock.advance(days=300)
    registrations.change(clients.find("robot"), {"client_name": "Đồng bộ nhân sự"}, 1)
    clock.advance(days=65)
    assert "old-key" not in ids(lint.look(clients.find("robot")))

    clock.advance(days=1)
    (found,) = [each for each in lint.look(clients.find("robot")).broken if each.id == "old-key"]
    assert found.about == ("2025",)
    registrations.change(clients.find("robot"), {"jwks": {"keys": [new]}}, 2)
    assert "old-key" not in ids(lint.look(clients.find("robot")))


def test_domains_of_other_units_count_and_ones_own_do_not(lint, clock):
    client = a_client()
    unit = Unit(
        id="u",
        name="Sở Y tế",
        kind="department",
        domains=["anlien.example"],
        created_at=clock(),
        updated_at=clock(),
    )
    db.session.add(unit)
    db.session.commit()

    assert "foreign-domain" in ids(lint.look(client))

    unit.name = client.unit
    db.session.commit()
    assert "foreign-domain" not in ids(lint.look(client))


def test_looking_keeps_nothing_and_keeping_leaves_the_version(lint, clock):
    client = a_client()
    version = client.version

    lint.look(client)
    assert client.linted_at is None

    report = lint.keep(client)
    assert (client.lint, client.linted_at, client.version) == (report.as_document(), clock(), version)


def test_each_registration_is_judged_once_a_night(lint, clock):
    a_client()
    a_client("second")

    assert [lint.nightly(), lint.nightly()] == [2, 0]
    clock.advance(days=1)
    assert lint.nightly() == 2
