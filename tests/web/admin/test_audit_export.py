"""Taking copies of the log away: signed, or as a table, and never one person's without a second one's word."""

import csv
import io
import json
import re

import pytest

from idp.audit.events.sign_in import SignInRefused
from idp.store.db import db
from idp.store.models import AuditRecord, Operator
from idp.web.current import services
from tests.builders import a_citizen

PATH = "/admin/audit"


def happened(*events):
    for event in events:
        services().audit.record(event)
    db.session.commit()


@pytest.fixture
def auditor(console):
    db.session.query(Operator).update({"role": "auditor"})
    db.session.commit()
    return console


def test_an_export_is_signed_and_in_the_log(auditor, lan):
    happened(SignInRefused(reason="password", client_id="portal"))
    answer = auditor.post(f"{PATH}/export", data=form(auditor, form="jsonl", act="sign_in.refused"))
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert answer.mimetype == "application/jsonl"
    assert [line.get("name") for line in lines] == [None, "sign_in.refused", None]
    assert lines[0]["filters"] == {"names": ["sign_in.refused"], "without_citizens": True}
    assert lines[-1]["signature"].count(".") == 2
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "audit.exported").one()
    assert (noted.operator_id, noted.details) == (
        lan.operator_id,
        {"form": "jsonl", "by": ["names", "without_citizens"]},
    )


def test_a_table_holds_no_formula(auditor):
    happened(SignInRefused(reason="=1+1", client_id="@portal"))
    answer = auditor.post(f"{PATH}/export", data=form(auditor, form="csv", act="sign_in.refused"))
    head, row = csv.reader(io.StringIO(answer.text))

    assert answer.mimetype == "text/csv"
    assert head[:4] == ["at", "name", "citizen_id", "client_id"]
    assert row[3] == "'@portal"


@pytest.mark.parametrize(("sent", "status"), [({"citizen": "x"}, 400), ({"act": "no.such"}, 400)])
def test_a_strange_export_is_refused(auditor, sent, status):
    assert auditor.post(f"{PATH}/export", data=form(auditor, **sent)).status_code == status


def test_an_export_of_one_person_needs_two_people(auditor):
    citizen = a_citizen()
    assert auditor.post(f"{PATH}/export", data=form(auditor, citizen=citizen.id)).status_code == 403
    assert db.session.query(AuditRecord).filter(AuditRecord.name == "audit.exported").count() == 0


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_one_person_alone_takes_nothing_that_names_a_citizen(auditor, kind):
    happened(SignInRefused(reason="password", citizen_id="c-1"), SignInRefused(reason="password"))
    answer = auditor.post(f"{PATH}/export", data=form(auditor, form=kind, act="sign_in.refused"))

    assert "c-1" not in answer.text
    assert answer.text.count("sign_in.refused") == (
        2 if kind == "jsonl" else 1
    )  # the first line names the filter


def test_an_export_needs_the_form_token(auditor):
    assert auditor.post(f"{PATH}/export", data={"form": "jsonl"}).status_code == 400


def form(auditor, **sent):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', auditor.get(PATH).text)[1]
    return {"csrf_token": token, **sent}
