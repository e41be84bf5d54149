"""`idp db check` and `partitions`: what they say, and how they end."""

import json
from datetime import datetime, timedelta

import sqlalchemy as sa

from idp.clock import utc_now
from idp.store.db import db


def test_the_commands_say_it(run, clock):
    said = run("db", "check", "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["may_go_on"] is True
    assert "Go on." in run("db", "check").output

    with db.engine.connect() as other:
        newest = "(SELECT max(number) FROM schema_step)"
        further = f"UPDATE schema_step SET needs = '9999', number = '9998' WHERE number = {newest}"
        other.execute(sa.text(further))
        other.execute(sa.text("UPDATE alembic_version SET version_num = '9998'"))
        other.commit()
    said = run("db", "check")
    assert said.exit_code == 1
    assert "STOP  release" in said.output
    assert "Do not upgrade yet." in said.output


def test_the_months_of_the_logs_are_shown(run):
    said = run("db", "partitions").output
    if db.engine.dialect.name == "sqlite":
        assert "one table each" in said
        return
    assert "audit_record_rest" in said
    months = json.loads(run("db", "partitions", "--json").output)["audit_record"]
    assert len([month for month in months if month["until"]]) >= 1
    assert datetime.fromisoformat(months[0]["until"]) > utc_now() - timedelta(days=400)
