"""Lists as tables for a spreadsheet."""

import csv
import io

from idp.store.db import db
from idp.store.models import AuditRecord, Operator
from tests.builders import a_client

PATH = "/admin/lists/clients.csv"


def rows(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.text)))


def test_the_applications_are_a_table_without_a_formula(console, lan):
    a_client("evil", name='=HYPERLINK("https://x.example")', unit="@SUM(A1:A9)")
    a_client("land", name="Sở Đất đai", secret=None)
    head, evil, land = rows(console.get(PATH))

    assert head[:4] == ["client_id", "name", "name_en", "unit"]
    assert evil[:4] == [
        "evil",
        '\'=HYPERLINK("https://x.example")',
        "An Liên public service portal",
        "'@SUM(A1:A9)",
    ]
    assert land[1] == "Sở Đất đai"
    assert "openid" in land[-1]
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "audit.list_exported").one()
    assert (noted.operator_id, noted.details) == (lan.operator_id, {"what": "clients"})


def test_the_list_page_leads_to_the_table(console):
    assert PATH in console.get("/admin/clients").text


def test_a_unit_administrator_gets_their_own(console):
    a_client("health", unit="Sở Y tế")
    a_client("land", unit="Sở Đất đai")
    db.session.query(Operator).update({"role": "unit_administrator", "unit": "Sở Y tế"})
    db.session.commit()

    assert [row[0] for row in rows(console.get(PATH))] == ["client_id", "health"]


def test_others_get_nothing(console):
    db.session.query(Operator).update({"role": "help_desk"})
    db.session.commit()

    assert console.get(PATH).status_code == 403
