"""Switching faults at the desk."""

from datetime import timedelta

import pytest

from idp.oauth.faults import Fault, active, written
from idp.store.db import db
from idp.store.models import AuditRecord
from tests.builders import a_client


@pytest.fixture
def mine(minh):
    return a_client("mine", made_by=minh.operator_id, state="draft")


def switch(desk, *faults: str, minutes: str = "30"):
    page = desk.get("/developers/apps/mine/faults")
    return desk.submit(page, form="faults-form", faults=list(faults), minutes=minutes)


def test_faults_are_switched_on_for_a_while_and_off_again(desk, mine, clock):
    assert switch(desk, "wrong_nonce", "bad_signature").status_code == 303
    db.session.expire_all()
    assert active(mine, clock()) == {Fault.WRONG_NONCE, Fault.BAD_SIGNATURE}
    assert 'id="faults-on"' in desk.get("/developers/apps/mine/faults").text
    assert not active(mine, clock() + timedelta(minutes=30))

    switch(desk)
    db.session.expire_all()
    assert mine.faults is None


@pytest.mark.parametrize("minutes", ["61", "1000000", "-1", "x"])
def test_never_for_longer_than_an_hour(desk, mine, minutes):
    assert switch(desk, "wrong_nonce", minutes=minutes).status_code == 422
    db.session.expire_all()
    assert mine.faults is None


def test_a_fault_nobody_knows_is_refused(desk, mine):
    assert switch(desk, "everything").status_code == 422


@pytest.mark.parametrize("state", ["live", "suspended", "retired"])
def test_never_for_an_application_that_citizens_use(desk, mine, state):
    page = desk.get("/developers/apps/mine/faults")
    mine.state = state
    db.session.commit()

    answer = desk.submit(page, form="faults-form", faults=["wrong_nonce"], minutes="30")

    assert answer.status_code == 409
    db.session.expire_all()
    assert mine.faults is None


def test_switching_is_in_the_audit_log(desk, mine, minh):
    switch(desk, "wrong_nonce")

    found = db.session.query(AuditRecord).filter_by(name="sandbox.faults_switched").one()
    assert (found.client_id, found.operator_id) == ("mine", minh.operator_id)
    assert found.details["faults"] == ["wrong_nonce"]


def test_what_changes_nothing_leaves_no_record(desk, mine, clock):
    def switched():
        return db.session.query(AuditRecord).filter_by(name="sandbox.faults_switched").count()

    switch(desk)
    assert switched() == 0
    switch(desk, "wrong_nonce")
    switch(desk)
    assert switched() == 2
    mine.faults = written(frozenset({Fault.WRONG_NONCE}), clock() - timedelta(minutes=1))
    db.session.commit()
    switch(desk)
    assert switched() == 2
