"""`idp audit search` and `idp audit export`."""

import json

import pytest

from deploy import verify_audit
from idp.audit.events.admin import ClientSuspended
from idp.audit.events.sign_in import SignInRefused
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_citizen, a_person


@pytest.fixture
def log(app):
    person = a_person()
    citizen = a_citizen(person)
    for event in (
        SignInRefused(reason="password", citizen_id=citizen.id, client_id="portal"),
        SignInRefused(reason="password", client_id="land"),
        ClientSuspended(client_id="land", operator_id="op"),
    ):
        services().audit.record(event)
        db.session.commit()
    return person, citizen


def lines(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ((), ["client.suspended", "sign_in.refused", "sign_in.refused"]),
        (("--client", "land"), ["client.suspended", "sign_in.refused"]),
        (("--act", "sign_in"), ["sign_in.refused", "sign_in.refused"]),
        (("--act", "client.suspended"), ["client.suspended"]),
        (("--act", "no"), []),
        (("--since", "2026-11-02", "--until", "2026-11-03", "--act", "client"), ["client.suspended"]),
        (("--since", "2026-11-03"), []),
    ],
)
def test_events_are_found(run, log, options, names):
    assert [each["name"] for each in lines(run("audit", "search", "--json", *options))] == names


def test_somebody_is_found_by_what_is_typed_and_that_is_in_the_log(run, log):
    person, citizen = log
    result = run("audit", "search", "--json", "--citizen", typed=f"{person.number}\n")
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "audit.searched").one()

    assert [each["citizen_id"] for each in lines(result)] == [citizen.id]
    assert person.number not in result.output
    assert (noted.citizen_id, noted.details["by"]) == (citizen.id, ["ask_for_citizen"])


def test_somebody_is_found_by_the_accounts_id(run, log):
    assert len(lines(run("audit", "search", "--json", "--citizen-id", log[1].id))) == 1


@pytest.mark.parametrize(
    "options",
    [("--citizen-id", "x"), ("--actor", "nobody"), ("--before", "x"), ("--before", "999999")],
)
def test_what_there_is_not_is_refused(run, log, options):
    assert run("audit", "search", *options).exit_code == 1


def test_nobody_is_refused(run, log):
    assert run("audit", "search", "--citizen", typed="0900 111 222\n").exit_code == 1


def test_pages_follow_each_other(run, log):
    first = run("audit", "search", "--json", "--most", "2")
    place = first.stderr.rpartition(" ")[2].strip()
    rest = lines(run("audit", "search", "--json", "--most", "9", "--before", place))

    assert [each["name"] for each in rest] == ["sign_in.refused"]


def test_a_reader_gets_lines(run, log):
    assert "sign_in.refused" in run("audit", "search").stdout


def test_the_whole_log_is_exported_and_can_be_verified(run, log, tmp_path):
    path = tmp_path / "audit.jsonl"
    assert run("audit", "export", str(path)).exit_code == 0
    report, findings = verify_audit.verify(path, services().ring.public_jwks()["keys"])

    assert findings == []
    assert "the whole log" in report[0]
    assert db.session.query(AuditRecord).filter(AuditRecord.name == "audit.exported").count() == 1


def test_a_part_is_exported_to_standard_output(run, log):
    sent = lines(run("audit", "export", "--client", "land"))

    assert [each.get("name") for each in sent[:-1]] == [
        None,
        "audit.exported",
        "client.suspended",
        "sign_in.refused",
    ]
