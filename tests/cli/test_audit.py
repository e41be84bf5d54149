"""`idp audit`: reading and checking the log."""

import json

from sqlalchemy import delete, select, update

from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_client


def act(times=1):
    registrations = services().client_desk.registrations
    for _ in range(times):
        registrations.suspend("portal")
        registrations.resume("portal")
    db.session.commit()


def test_a_whole_log_is_whole(run):
    a_client()
    act()
    result = run("audit", "verify")

    assert result.exit_code == 0
    assert result.stdout == "The audit log is whole: 2 records in 1 chains, 0 checkpoints.\n"


def test_a_touched_log_ends_with_1_and_says_where(run):
    a_client()
    act()
    first = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)).first()
    db.session.execute(update(AuditRecord).where(AuditRecord.id == first.id).values(details={"x": 1}))
    result = run("audit", "verify")

    assert result.exit_code == 1
    assert f"{first.writer} 1: was changed after it was written" in result.stdout
    report = json.loads(run("audit", "verify", "--json").stdout)
    assert (report["whole"], report["findings"][0]["sequence"]) == (False, 1)


def test_a_noted_checkpoint_shows_a_log_that_was_emptied(run):
    a_client()
    act()
    noted = run("audit", "checkpoint").stdout.split()[-1]
    assert run("audit", "verify", "--noted", noted).exit_code == 0
    db.session.execute(delete(AuditRecord))

    assert run("audit", "verify").exit_code == 0
    assert run("audit", "verify", "--noted", noted).exit_code == 1


def test_a_checkpoint_without_news_is_none(run):
    a_client()
    act()
    run("audit", "checkpoint")

    assert "Nothing has happened" in run("audit", "checkpoint").stdout


def test_events_are_listed_latest_first(run):
    a_client()
    act(3)
    lines = run("audit", "list", "--json", "--area", "client", "--most", "4").stdout.splitlines()
    events = [json.loads(line) for line in lines]

    assert [event["name"] for event in events] == ["client.resumed", "client.suspended"] * 2
    assert events[0]["client_id"] == "portal"
    assert "client.suspended" in run("audit", "list", "--client", "portal").stdout
    assert run("audit", "list", "--area", "keys").stdout == ""
