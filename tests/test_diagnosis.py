"""`idp doctor` looks at everything; what stands at the door of `idp serve` is quick and asks nobody outside."""

import json
import time
from datetime import timedelta

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import OperationalError

from idp.checkup import installation
from idp.checkup.finding import Colour, worst
from idp.clock import utc_now
from idp.config import Settings
from idp.demonstration.loading import Demonstration
from idp.demonstration.secrets import DemoSecrets
from idp.diagnosis import at_the_door, examine
from idp.registry.outcomes import Trouble, Unavailable
from idp.store.db import db
from idp.store.models import AuditCheck, SigningKey
from idp.web.current import services
from tests.certificates import issued
from tests.installation import changed

ISSUED = issued("register")
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def findings(app):
    return {finding.subject: finding for finding in examine(services())}


def refused(settings):
    return {finding.subject for finding in at_the_door(settings) if finding.colour is Colour.RED}


@pytest.fixture
def real_time(app, monkeypatch):
    monkeypatch.setattr(services(), "clock", utc_now)


@pytest.fixture
def production(settings, tmp_path):
    tmp_path.chmod(0o700)
    return changed(settings, env="production", trusted_proxies="10.0.0.1")


def test_a_whole_installation_is_well(app, real_time):
    assert worst(list(findings(app).values())) is Colour.GREEN


def test_missing_keys_are_told(app):
    db.session.execute(delete(SigningKey))
    db.session.commit()

    assert "idp db upgrade" in findings(app)["keys"].remedy


def test_tables_that_are_behind_are_told_and_refused(app, production):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    db.session.commit()

    assert findings(app)["database"].colour is Colour.RED
    assert refused(production) == {"database"}


def test_a_register_that_is_down_is_amber(app, monkeypatch):
    down = Unavailable("x", next(iter(Trouble)), timedelta(seconds=1))
    monkeypatch.setattr(services().register, "probe", lambda: down)

    register = findings(app)["register"]
    assert register.colour is Colour.AMBER
    assert "citizens can sign in" in register.text


def test_what_the_database_does_not_tell_is_said_so_and_no_more(app, monkeypatch):
    def silent(*_):
        raise OperationalError("SELECT 1", {}, Exception("password=secret"))

    monkeypatch.setattr(installation, "keys", silent)

    keys = findings(app)["keys"]
    assert keys.colour is Colour.RED
    assert keys.sentence == "cannot be looked at (OperationalError); mend first what is said of the database"


def test_production_is_asked_more_than_a_demonstration(app, production, monkeypatch):
    asked = set(findings(app))
    monkeypatch.setattr(services(), "settings", changed(production, issuer="https://localhost:9"))

    more = set(findings(app)) - asked
    assert {"administrators", "audit log", "certificate", "data folder", "deliveries", "proxies"} <= more


def test_a_ready_deployment_may_serve_whatever_is_down_outside(app, production):
    down = changed(
        production,
        population_url="https://localhost:9",
        population_jwks=json.dumps({"keys": [ISSUED.jwk()]}),
        mail_url="smtp://localhost:9",
    )
    before = time.monotonic()

    assert refused(down) == set()
    assert time.monotonic() - before < 20


def test_faults_in_the_audit_log_are_red_and_keep_no_server_from_starting(app, production, monkeypatch):
    # They stay: a server that refused would never start again.
    db.session.add(AuditCheck(id="1", asked_at=utc_now(), finished_at=utc_now(), faults=1))
    db.session.commit()
    monkeypatch.setattr(services(), "settings", changed(production, issuer="https://localhost:9"))

    found = findings(app)
    assert (found["audit log"].colour, found["administrators"].colour) == (Colour.RED, Colour.RED)
    assert refused(production) == set()


def test_production_does_not_begin_on_the_demonstrations_database(app, production, settings, monkeypatch):
    Demonstration(services(), DemoSecrets(settings.data_dir), {}).load()
    db.session.commit()

    assert refused(production) == {"people"}
    assert "people" not in findings(app)
    monkeypatch.setattr(services(), "settings", changed(production, issuer="https://localhost:9"))
    assert findings(app)["people"].colour is Colour.RED


def test_a_database_that_does_not_answer_may_come_back(settings):
    silent = changed(
        settings,
        env="production",
        trusted_proxies="10.0.0.1",
        database_url="postgresql+psycopg://x@localhost:9/x",
    )

    told = {finding.subject: finding for finding in at_the_door(silent)}
    assert told["database"].colour is Colour.AMBER
    assert worst(list(told.values())) is Colour.AMBER
    assert "x@" not in told["database"].sentence


def test_another_key_encryption_key_is_refused(app, production):
    other = Settings(env="demo", key_encryption_key=KEY).key_encryption_key

    assert refused(changed(production, key_encryption_key=other)) == {"keys"}
