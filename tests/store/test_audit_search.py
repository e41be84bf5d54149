"""Searching the audit log: the right events, in pages, and never by looking at all of them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from idp.store.db import db
from idp.store.models import AuditRecord
from idp.store.repositories.audit_search import AuditSearch, Place, Wanted
from tests.bench.crowd import END, Crowd, fill, records

COUNT = 20_000
MANY = 50
SOMEBODY, PORTAL, SMALL = "00000000-0000-0000-0000-000000000001", "ung-dung-000", "ung-dung-019"
OPERATOR = str(Crowd.of(1, 1).operators[5])
RELEASES = ("oauth.claims_released", "oauth.token_exchanged")


@pytest.fixture
def search(app) -> AuditSearch:
    fill(db.engine, AuditRecord, records(Crowd.of(500, 30), COUNT))
    return AuditSearch(db.session)


def last_year(**wanted):
    return Wanted(since=END - timedelta(days=365), until=END, **wanted)


WANTED = {
    "a citizen": Wanted(citizen_id=SOMEBODY),
    "every release of a citizen's data in a year": last_year(citizen_id=SOMEBODY, names=RELEASES),
    "a citizen at an application": Wanted(citizen_id=SOMEBODY, client_id=PORTAL),
    "the largest application": Wanted(client_id=PORTAL),
    "a small application": Wanted(client_id=SMALL),
    "something rare at the largest application": Wanted(client_id=PORTAL, names=("client.changed",)),
    "something usual at the largest application": Wanted(client_id=PORTAL, names=("sign_in.refused",)),
    "several things at the largest application": Wanted(
        client_id=PORTAL, names=("client.changed", "sign_in.refused")
    ),
    "something rare": Wanted(names=("client.changed",)),
    "what has never happened": Wanted(names=("keys.rotated",)),
    "several things": Wanted(names=("client.changed", "keys.rotated", "session.ended")),
    "an operator": Wanted(operator_id=OPERATOR),
    "an operator's act": last_year(operator_id=OPERATOR, names=("client.changed",)),
    "everything": Wanted(),
    "a day": Wanted(since=END - timedelta(days=100), until=END - timedelta(days=99)),
    "something in a day": Wanted(
        names=("sign_in.refused",), since=END - timedelta(days=100), until=END - timedelta(days=99)
    ),
}


def test_every_question_is_answered_by_an_index(search):
    bad = {}
    for name, wanted in WANTED.items():
        for before in (None, Place(END - timedelta(days=99, hours=5), COUNT // 2)):
            plan = plan_of(search, wanted, before)
            if any(is_a_walk(line) for line in plan):
                bad[name, before is None] = plan

    assert bad == {}


def test_the_test_knows_a_walk_when_it_sees_one(search):
    assert is_a_walk(explained("SELECT * FROM audit_record WHERE digest = 'x'"))
    assert is_a_walk(explained("SELECT * FROM audit_record WHERE digest = 'x' ORDER BY id LIMIT 9"))


def test_pages_hold_each_event_once_and_the_latest_first(search):
    log = written()
    for name, wanted in WANTED.items():
        found, before = [], None
        for _ in range(3):
            page = search.page(wanted, most=MANY, before=before)
            found += [record.id for record in page]
            before = Place.of(page[-1]) if page else before

        assert found == expected(wanted, log)[: 3 * MANY], name


def test_nothing_is_left_out_when_all_is_read(search):
    wanted = WANTED["several things at the largest application"]

    assert [record.id for record in search.every(wanted)] == expected(wanted, written())


def test_the_whole_log_comes_in_its_order(search):
    ids = [record.id for record in search.whole()]

    assert len(ids) == COUNT
    assert ids == sorted(ids)


def test_names_are_found_without_reading_the_log(search, statements):
    with statements.counted():
        names = search.names()

    assert names == sorted({*names})
    assert {"client.changed", "sign_in.refused"} < {*names}
    assert len(statements) == 1


def test_no_names_want_nothing(search):
    assert search.page(Wanted(names=()), most=9) == []


def test_an_empty_log_has_no_names(app):
    assert AuditSearch(db.session).names() == []


def written():
    """Every row as it was generated, with its id, the latest first."""
    ids = db.session.scalars(text("SELECT id FROM audit_record ORDER BY id")).all()
    return list(zip(ids, records(Crowd.of(500, 30), COUNT), strict=True))[::-1]


def expected(wanted, log):
    return [number for number, row in log if fits(row, wanted)]


def fits(row, wanted):
    return (
        wanted.citizen_id in (None, row["citizen_id"])
        and wanted.client_id in (None, row["client_id"])
        and wanted.operator_id in (None, row["operator_id"])
        and (wanted.names is None or row["name"] in wanted.names)
        and (wanted.since is None or row["at"] >= wanted.since)
        and (wanted.until is None or row["at"] < wanted.until)
    )


def plan_of(search, wanted, before):
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[db.engine.dialect.name].dialect()
    statement = search.statement(wanted, most=MANY, before=before)
    return explained(str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})))


def explained(statement):
    prefix = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    rows = db.session.connection().exec_driver_sql(prefix + statement.replace("%", "%%"))
    return "\n".join(str(row[-1]) for row in rows)


def is_a_walk(plan):
    """Whether some step of a plan looks at records one after another until it has found enough."""
    if db.engine.dialect.name == "sqlite":
        return bool(re.search(r"SCAN audit_record(?! USING (COVERING )?INDEX ix_audit_record_at)", plan))
    unbound = r"Index Scan (Backward )?using \w+ on audit_record[^\n]*\n\s+Filter"
    return "Seq Scan on audit_record" in plan or bool(re.search(unbound, plan))
