"""Registering applications and changing them: what is kept, what is refused, what the audit log tells."""

import json
import re
from datetime import date

import pytest
from sqlalchemy import select

from idp.relying_parties.document import document_of
from idp.relying_parties.faults import Problem
from idp.relying_parties.registration import Changed, Conflict, NotFound, Registered, Rejected
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services

DOCUMENT = {
    "client_id": "so-y-te",
    "client_name": "Hồ sơ sức khỏe",
    "client_name#en": "Health records",
    "unit": "Sở Y tế",
    "redirect_uris": ["https://suckhoe.anlien.example/callback"],
    "scope": "openid ho_ten phone",
    "scope_policy": {
        "ho_ten": {
            "legal_basis": "law",
            "legal_reference": "Luật Khám bệnh, chữa bệnh 2023",
            "purpose": {"vi": "Lập bệnh án"},
        },
        "phone": {"legal_basis": "consent", "optional": True},
    },
}


@pytest.fixture
def registrations(app):
    return services().client_desk.registrations


def events(name=None):
    rows = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)).all()
    return [row for row in rows if name is None or row.name == name]


def told(record):
    details = record.details
    return dict(
        zip(
            details["members"],
            zip(details.get("before", [""] * 99), details["after"], strict=False),
            strict=False,
        )
    )


def register(registrations, **changed):
    outcome = registrations.register({**DOCUMENT, **changed})
    assert isinstance(outcome, Registered), outcome
    return outcome


def test_a_registered_application_is_live_with_a_secret_shown_once(registrations):
    outcome = register(registrations)
    db.session.commit()
    client = services().clients.find("so-y-te")

    assert client.is_live
    assert (client.name, client.name_en, client.unit, client.sector) == (
        "Hồ sơ sức khỏe",
        "Health records",
        "Sở Y tế",
        "sở y tế",
    )
    assert client.metadata_["redirect_uris"] == DOCUMENT["redirect_uris"]
    assert client.scope_policy["ho_ten"]["purpose"] == {"vi": "Lập bệnh án"}
    assert services().client_desk.secrets.matches(client, outcome.secret)
    assert outcome.secret not in str(client.secrets)


def test_a_preset_secret_is_kept_as_a_digest(registrations):
    preset = "a-preset-secret-of-more-than-32-characters"
    outcome = register(registrations, client_secret=preset)

    assert outcome.secret == preset
    assert preset not in str(outcome.client.secrets)


def test_a_public_application_has_no_secret(registrations):
    outcome = register(registrations, token_endpoint_auth_method="none", application_type="native")

    assert outcome.secret is None
    assert outcome.client.secrets == []


def test_without_an_identifier_one_is_made(registrations):
    one, other = (register(registrations, client_id=None).client.client_id for _ in range(2))

    assert one != other
    assert re.fullmatch(r"ho-so-suc-khoe-[0-9a-z]{8}", one)


@pytest.mark.parametrize("name", ["??", "(?)", "x" * 120, "Đ"])
def test_any_name_gives_an_identifier_that_can_be_changed_later(registrations, name):
    client = register(registrations, client_id=None, client_name=name).client

    assert isinstance(registrations.change(client, {"unit": "Sở B"}, 1), Changed)


def test_an_identifier_is_never_given_twice(registrations):
    register(registrations)
    again = registrations.register({**DOCUMENT, "client_name": "Một ứng dụng khác"})

    assert [(fault.member, fault.problem) for fault in again.faults] == [("client_id", Problem.TAKEN)]
    assert services().clients.find("so-y-te").name == "Hồ sơ sức khỏe"


def test_mass_assignment_changes_nothing(registrations):
    outcome = register(
        registrations,
        state="suspended",
        version=99,
        secrets=[{"id": "x", "digest": "x"}],
        created_at="2020-01-01",
        trial_uri="https://evil.example/",
        metadata={"redirect_uris": ["https://evil.example/"]},
        metadata_={"redirect_uris": ["https://evil.example/"]},
        audiences=None,
    )
    client = outcome.client

    assert (client.state, client.version, client.trial_uri) == ("live", 1, None)
    assert len(client.secrets) == 1
    assert client.secrets[0]["id"] != "x"
    assert "evil" not in str(client.metadata_)


def test_a_refused_registration_leaves_nothing(registrations):
    outcome = registrations.register(
        {**DOCUMENT, "redirect_uris": ["http://suckhoe.anlien.example/callback"]}
    )
    db.session.commit()

    assert isinstance(outcome, Rejected)
    assert db.session.scalars(select(Client)).all() == []
    assert events() == []


def test_registering_is_told_with_what_was_registered(registrations):
    register(registrations, client_secret="a-preset-secret-of-more-than-32-characters")
    (record,) = events("client.registered")
    after = dict(zip(record.details["members"], record.details["after"], strict=True))

    assert (record.client_id, record.operator_id) == ("so-y-te", None)
    assert json.loads(after["redirect_uris"]) == DOCUMENT["redirect_uris"]
    assert json.loads(after["client_name"]) == "Hồ sơ sức khỏe"
    assert "a-preset-secret" not in json.dumps(record.details)


def test_contacts_are_counted_in_the_audit_log_and_not_named(registrations, personal):
    personal.learn("lan.nguyen@dan.anlien.example")
    client = register(registrations, contacts=["lan.nguyen@dan.anlien.example"]).client
    registrations.change(client, {"contacts": ["lan.nguyen@dan.anlien.example", "b@x.example"]}, 1)

    assert [told(each)["contacts"] for each in events("client.changed")] == [
        ('{"entries": 1}', '{"entries": 2}')
    ]


def test_a_change_is_told_with_before_and_after(registrations):
    client = register(registrations).client
    outcome = registrations.change(
        client, {"minimum_level": 2, "client_name#en": None}, 1, operator_id="op-1"
    )
    (record,) = events("client.changed")

    assert isinstance(outcome, Changed)
    assert (outcome.client.minimum_level, outcome.client.name_en, outcome.client.version) == (2, None, 2)
    assert record.operator_id == "op-1"
    assert told(record) == {"client_name#en": ('"Health records"', "null"), "minimum_level": ("1", "2")}


def test_what_a_change_does_not_name_stays(registrations):
    client = register(registrations).client
    before = document_of(client)
    outcome = registrations.change(client, {"policy_uri": "https://suckhoe.anlien.example/policy"}, 1)

    assert {**before, "policy_uri": "https://suckhoe.anlien.example/policy"} == document_of(outcome.client)


def test_the_sector_outlives_the_unit_and_the_addresses(registrations):
    client = register(registrations).client
    changes = {"unit": "Sở Y tế và Dân số", "redirect_uris": ["https://moi.example/callback"]}

    assert registrations.change(client, changes, 1).client.sector == "sở y tế"


def test_a_change_that_changes_nothing_is_none(registrations):
    client = register(registrations).client
    outcome = registrations.change(client, {"client_name": "Hồ sơ sức khỏe"}, 1)

    assert isinstance(outcome, Changed)
    assert outcome.client.version == 1
    assert events("client.changed") == []


def test_the_second_of_two_editors_learns_of_the_first(registrations):
    client = register(registrations).client
    registrations.change(client, {"unit": "Sở A"}, 1)
    outcome = registrations.change(services().clients.find("so-y-te"), {"unit": "Sở B"}, 1)

    assert isinstance(outcome, Conflict)
    assert outcome.client.unit == "Sở A"


def test_a_change_of_what_is_gone_finds_nothing(registrations):
    client = register(registrations).client
    version = client.version
    db.session.expunge(client)
    registrations.remove("so-y-te")

    assert isinstance(registrations.change(client, {"unit": "Sở B"}, version), NotFound)


def test_a_bad_change_leaves_everything(registrations):
    client = register(registrations).client
    outcome = registrations.change(client, {"redirect_uris": ["javascript:alert(1)"], "unit": "Sở B"}, 1)
    db.session.commit()

    assert isinstance(outcome, Rejected)
    assert services().clients.find("so-y-te").unit == "Sở Y tế"


def test_an_application_that_stops_using_secrets_loses_them(registrations):
    client = register(registrations).client
    keys = {"keys": [{"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}]}
    outcome = registrations.change(client, {"token_endpoint_auth_method": "private_key_jwt", "jwks": keys}, 1)

    assert outcome.client.secrets == []


def test_suspending_and_resuming_is_told_once_each(registrations):
    register(registrations)
    for _ in range(2):
        assert not registrations.suspend("so-y-te", operator_id="op-1").is_live
    assert registrations.resume("so-y-te").is_live

    (suspended,), (resumed,) = events("client.suspended"), events("client.resumed")
    assert told(suspended) == {"state": ('"live"', '"suspended"')}
    assert (suspended.operator_id, resumed.operator_id) == ("op-1", None)


def test_what_is_not_there_cannot_be_suspended_or_removed(registrations):
    assert isinstance(registrations.suspend("nobody"), NotFound)
    assert isinstance(registrations.resume("nobody\0"), NotFound)
    assert not registrations.remove("nobody")


def test_removing_is_told_with_what_was_there(registrations):
    register(registrations)
    assert registrations.remove("so-y-te", operator_id="op-1")
    (record,) = events("client.removed")
    before = dict(zip(record.details["members"], record.details["before"], strict=True))

    assert services().clients.find("so-y-te") is None
    assert json.loads(before["unit"]) == "Sở Y tế"


def test_a_very_long_value_is_told_by_its_digest(registrations):
    uris = [f"https://suckhoe.anlien.example/callback/{number}" for number in range(45)]
    register(registrations, redirect_uris=uris)
    (record,) = events("client.registered")
    after = dict(zip(record.details["members"], record.details["after"], strict=True))

    assert set(json.loads(after["redirect_uris"])) == {"sha256", "characters"}


def test_an_excuse_from_pkce_has_a_date(registrations):
    client = register(registrations, require_pkce=False, pkce_exempt_until="2027-01-31").client

    assert (client.require_pkce, client.pkce_exempt_until) == (False, date(2027, 1, 31))
