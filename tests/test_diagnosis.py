"""`idp doctor` says what is wrong, and what to do."""

import pytest
from sqlalchemy import delete, text

from idp.diagnosis import examine
from idp.registry.outcomes import Trouble, Unavailable
from idp.store.db import db
from idp.store.models import SigningKey
from idp.web.current import services


def findings(app):
    return {finding.subject: finding for finding in examine(services())}


@pytest.fixture
def real_time(app, monkeypatch):
    from idp.clock import utc_now

    monkeypatch.setattr(services(), "clock", utc_now)


def test_a_whole_installation_is_well(app, real_time):
    assert [finding.subject for finding in findings(app).values() if not finding.ok] == []


def test_a_clock_that_is_wrong_is_told(app):
    clock = findings(app)["clock"]

    assert not clock.ok
    assert "synchronise" in clock.text


def test_missing_keys_are_told(app):
    db.session.execute(delete(SigningKey))
    db.session.commit()

    assert "idp db upgrade" in findings(app)["keys"].text


def test_tables_that_are_behind_are_told(app):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    db.session.commit()

    assert "idp db upgrade" in findings(app)["database"].text


def test_a_register_that_is_down_is_told(app, monkeypatch):
    from datetime import timedelta

    monkeypatch.setattr(
        services().register, "probe", lambda: Unavailable("x", next(iter(Trouble)), timedelta(seconds=1))
    )

    register = findings(app)["register"]
    assert not register.ok
    assert "citizens can sign in" in register.text
