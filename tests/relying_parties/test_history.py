"""Every version of a registration, with who, when and why; people's names sealed."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, ClientVersion
from idp.web.current import services
from tests.builders import a_client

CONTACT = {"name": "Trần Văn Bình", "email": "binh@soyte.example"}
DOCUMENT = {"client_id": "suc-khoe", "redirect_uris": ["https://a.example/cb"], "unit": "Sở Y tế"}


@pytest.fixture
def registrations(app):
    return services().client_desk.registrations


def now(client_id="suc-khoe"):
    db.session.flush()
    db.session.expire_all()
    return services().clients.find(client_id)


def test_the_first_version_is_there_from_the_beginning(registrations):
    registrations.register(DOCUMENT, operator_id="lan", why="Ứng dụng mới")
    (version,) = registrations.history.all(now())

    assert (version.number, version.act.operator_id, version.act.why) == (1, "lan", "Ứng dụng mới")
    assert version.document["redirect_uris"] == DOCUMENT["redirect_uris"]
    assert "state" not in version.document


def test_every_change_is_a_version(registrations, clock):
    registrations.register(DOCUMENT, operator_id="lan")
    clock.advance(days=1)
    registrations.change(now(), {"unit": "Sở khác"}, 1, operator_id="tuan", why="Đổi chủ quản")
    latest, first = registrations.history.all(now())

    assert (latest.number, latest.act.operator_id, latest.act.why) == (2, "tuan", "Đổi chủ quản")
    assert latest.at == clock()
    assert (first.document["unit"], latest.document["unit"]) == ("Sở Y tế", "Sở khác")


def test_an_application_from_before_gets_its_first_version_at_its_first_change(registrations):
    a_client()
    client = now("portal")
    assert [version.number for version in registrations.history.all(client)] == [1]
    assert db.session.scalars(select(ClientVersion)).all() == []

    registrations.change(client, {"unit": "Sở mới"}, 1)
    latest, first = registrations.history.all(now("portal"))
    assert (first.number, first.document["unit"]) == (1, "Văn phòng UBND tỉnh")
    assert latest.document["unit"] == "Sở mới"


def test_a_change_that_changes_nothing_makes_no_version(registrations):
    registrations.register(DOCUMENT)
    registrations.change(now(), {"unit": "Sở Y tế"}, 1)

    assert len(registrations.history.all(now())) == 1


def test_numbers_without_a_version_of_their_own_mean_the_one_before(registrations):
    registrations.register(DOCUMENT)
    registrations.suspend("suc-khoe")
    registrations.resume("suc-khoe")
    registrations.change(now(), {"unit": "Sở khác"}, 3)
    client = now()

    assert registrations.history.at(client, 3).document["unit"] == "Sở Y tế"
    assert registrations.history.at(client, 4).document["unit"] == "Sở khác"
    assert registrations.history.at(client, 0) is None


def test_people_are_kept_sealed_and_the_audit_log_learns_no_name(registrations, personal):
    personal.learn(*CONTACT.values())
    registrations.register({**DOCUMENT, "technical_contact": CONTACT})
    client = now()

    assert registrations.history.document(client)["technical_contact"] == CONTACT
    row = db.session.scalars(select(ClientVersion)).one()
    assert "Bình".encode() not in row.document_sealed + client.contacts_sealed
    assert "Bình" not in str(client.metadata_)
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.registered"))
    assert "technical_contact" in record.details["members"]


def test_contacts_stay_when_something_else_changes_and_go_when_taken_away(registrations):
    registrations.register({**DOCUMENT, "technical_contact": CONTACT, "legal_contact": "an@soyte.example"})
    registrations.change(now(), {"unit": "Sở khác"}, 1)
    history = registrations.history
    assert history.contacts.of(now()) == {
        "technical_contact": CONTACT,
        "legal_contact": {"email": "an@soyte.example"},
    }
    assert history.contacts.addresses(now()) == ["binh@soyte.example", "an@soyte.example"]

    registrations.change(now(), {"technical_contact": None, "legal_contact": None}, 2)
    assert history.contacts.of(now()) == {}
    assert now().contacts_sealed is None


def test_an_application_that_changes_itself_is_named(registrations):
    client = registrations.register(DOCUMENT).client
    read = registrations.changed(client, {"unit": "Sở khác"})
    registrations.replace(client, read, 1, registration_terms={})

    assert registrations.history.all(now())[0].act.by == "client"
