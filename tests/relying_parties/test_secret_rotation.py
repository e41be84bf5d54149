"""Replacing and revoking secrets of a registered application."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from idp.relying_parties.secret_rotation import LONGEST_OVERLAP, NewSecret, NotRotated
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services
from tests.builders import CLIENT_SECRET, a_client

FORTNIGHT = timedelta(days=14)


@pytest.fixture
def rotation(app):
    return services().client_desk.rotation


def works(secret):
    return services().client_desk.secrets.matches(services().clients.find("portal"), secret)


def names():
    return list(db.session.scalars(select(AuditRecord.name).order_by(AuditRecord.id)))


def test_both_secrets_work_until_the_overlap_is_over(rotation, clock):
    a_client()
    outcome = rotation.rotate("portal", FORTNIGHT, operator_id="op-1")

    assert isinstance(outcome, NewSecret)
    assert works(CLIENT_SECRET)
    assert works(outcome.secret)
    assert [each.expires_at for each in outcome.older] == [clock() + FORTNIGHT]
    clock.advance(days=14)
    assert not works(CLIENT_SECRET)
    assert works(outcome.secret)
    assert names() == ["client.secret_added"]


def test_the_audit_log_knows_the_secret_by_its_name_only(rotation):
    a_client()
    outcome = rotation.rotate("portal", FORTNIGHT)
    (record,) = db.session.scalars(select(AuditRecord))

    assert record.details["secret_id"] == outcome.kept.id
    assert record.details["overlap_seconds"] == 14 * 24 * 3600
    assert outcome.secret not in str(record.details)


@pytest.mark.parametrize(
    ("asked", "given"), [(timedelta(days=999), LONGEST_OVERLAP), (-FORTNIGHT, timedelta(0))]
)
def test_an_overlap_has_its_limits(rotation, clock, asked, given):
    a_client()
    outcome = rotation.rotate("portal", asked)

    assert [each.expires_at for each in outcome.older] == ([clock() + given] if given else [])


def test_an_application_without_secrets_gets_none(rotation):
    a_client(secret=None)

    assert rotation.rotate("portal", FORTNIGHT) is NotRotated.WITHOUT_SECRETS
    assert rotation.rotate("nobody", FORTNIGHT) is NotRotated.NO_SUCH_CLIENT
    assert names() == []


def test_a_rotation_that_was_overtaken_changes_nothing(rotation, monkeypatch):
    client = a_client()
    find = services().clients.find

    def slow_find(client_id):
        found = find(client_id)
        db.session.expunge(found)
        services().clients.change(client_id, found.version, client.updated_at, unit="Sở khác")
        return found

    monkeypatch.setattr(services().clients, "find", slow_find)

    assert rotation.rotate("portal", FORTNIGHT) is NotRotated.OVERTAKEN
    assert names() == []


def test_an_old_secret_can_be_revoked_before_its_time(rotation):
    a_client()
    outcome = rotation.rotate("portal", FORTNIGHT)
    rotation.revoke("portal", outcome.older[0].id, operator_id="op-1")

    assert not works(CLIENT_SECRET)
    assert works(outcome.secret)
    assert names() == ["client.secret_added", "client.secret_revoked"]


def test_the_last_lasting_secret_cannot_be_revoked_by_accident(rotation):
    a_client()
    outcome = rotation.rotate("portal", FORTNIGHT)

    assert rotation.revoke("portal", outcome.kept.id) is NotRotated.LAST_ONE
    assert works(outcome.secret)


def test_revoking_what_is_not_there_changes_nothing(rotation):
    a_client()

    assert isinstance(rotation.revoke("portal", "no such secret"), Client)
    assert rotation.revoke("nobody", "x") is NotRotated.NO_SUCH_CLIENT
    assert names() == []
