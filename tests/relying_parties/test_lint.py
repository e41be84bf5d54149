"""Lint looks things up, and keeps what it has found."""

from datetime import timedelta

import pytest

from idp.store.db import db
from idp.store.models import ProtocolCall, Unit
from idp.web.current import services
from tests.builders import a_client


@pytest.fixture
def lint(app):
    return services().client_desk.lint


def ids(report):
    return {each.id for each in report.broken}


def calls(clock, failed, all_=20):
    yesterday = clock() - timedelta(days=1)
    for number in range(all_):
        db.session.add(
            ProtocolCall(
                client_id="portal",
                at=yesterday,
                method="POST",
                endpoint="/oauth/token",
                status=400 if number < failed else 200,
                milliseconds=3,
            )
        )
    db.session.commit()


def test_errors_of_yesterday_count(lint, clock):
    client = a_client()
    calls(clock, failed=2)

    assert "many-errors" in ids(lint.look(client))


def test_a_few_calls_say_nothing(lint, clock):
    client = a_client()
    calls(clock, failed=19, all_=19)

    assert "many-errors" not in ids(lint.look(client))


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
