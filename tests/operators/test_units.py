"""Units: kept once, found by mail domain, renamed everywhere."""

import pytest
from sqlalchemy import select

from idp.operators.rights import Role
from idp.operators.units import NotKept, Wish
from idp.store.db import db
from idp.store.models import AuditRecord, Unit
from idp.web.current import services
from tests.builders import a_client
from tests.staff import an_operator

HEALTH = Wish("Sở Y tế", "Department of Health", "department", ("soyte.anlien.example",))


@pytest.fixture
def units(app):
    return services().operator_desk.units


def test_a_unit_is_kept_and_told(units):
    unit = units.add(HEALTH, operator_id="me")
    (record,) = db.session.scalars(select(AuditRecord))

    assert (unit.name, unit.name_en, unit.kind) == ("Sở Y tế", "Department of Health", "department")
    assert unit.domains == ["soyte.anlien.example"]
    assert (record.name, record.operator_id) == ("unit.added", "me")


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (Wish(""), NotKept.BAD_NAME),
        (Wish("  "), NotKept.BAD_NAME),
        (Wish("x" * 121), NotKept.BAD_NAME),
        (Wish("Sở\u200b Y tế"), NotKept.BAD_NAME),
        (Wish("Sở Y tế", "Health\x07"), NotKept.BAD_NAME),
        (Wish("Sở Y tế Аn Liên"), NotKept.BAD_NAME),
        (Wish("Ｓở Y tế"), NotKept.BAD_NAME),
        (Wish("Sở Y tế", "<b>Health</b>"), NotKept.BAD_NAME),
        (Wish("Sở Y tế", kind="castle"), NotKept.BAD_KIND),
        (Wish("Sở Y tế", domains=("https://soyte.example",)), NotKept.BAD_DOMAIN),
        (Wish("Sở Y tế", domains=("localhost",)), NotKept.BAD_DOMAIN),
        (Wish("Sở Y tế", domains=("a@b.example",)), NotKept.BAD_DOMAIN),
        (Wish("Sở Y tế", domains=("192.0.2.1",)), NotKept.BAD_DOMAIN),
        (Wish("Sở Y tế", domains=("*.example.vn",)), NotKept.BAD_DOMAIN),
        (Wish("Sở Y tế", domains=tuple(f"d{n}.example" for n in range(21))), NotKept.BAD_DOMAIN),
    ],
)
def test_what_is_no_unit_is_refused(units, wish, refusal):
    assert units.add(wish) is refusal
    assert units.all() == []


def test_a_name_is_taken_once_however_it_is_typed(units):
    units.add(HEALTH)

    assert units.add(Wish("Sở  Y tế ")) is NotKept.TAKEN
    assert units.add(Wish("Sở Y tế")) is NotKept.TAKEN


def test_a_domain_belongs_to_one_unit(units):
    units.add(HEALTH)

    assert units.add(Wish("Sở Xây dựng", domains=("SOYTE.anlien.example.",))) is NotKept.TAKEN_DOMAIN


def test_an_address_belongs_to_the_unit_of_its_domain(units):
    units.add(HEALTH)

    assert units.of_address("lan@soyte.anlien.example").name == "Sở Y tế"
    assert units.of_address("lan@evil-soyte.anlien.example") is None
    assert units.of_address("lan@mail.soyte.anlien.example") is None


def test_another_name_is_that_of_its_applications_and_operators_too(units):
    unit = units.add(HEALTH)
    client, operator = a_client(unit="Sở Y tế"), an_operator("minh", Role.UNIT_ADMINISTRATOR, "Sở Y tế")
    changed = units.change(unit, Wish("Sở Y tế và Dân số"), unit.version, operator_id="me")
    db.session.commit()

    assert changed.version == 2
    assert client.unit == operator.unit == "Sở Y tế và Dân số"
    assert client.sector == "portal.anlien.example"  # or citizens would be strangers to their applications
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "unit.changed")).one()
    assert told.details["members"] == ["name", "name_en", "domains"]


def test_of_two_changes_at_once_one_is_overtaken(units):
    unit = units.add(HEALTH)
    units.change(unit, Wish("Sở Y tế", "Health"), 1, operator_id="me")

    assert units.change(unit, Wish("Sở Y tế", "Hospital"), 1, operator_id="me") is NotKept.OVERTAKEN


def test_saving_nothing_new_changes_nothing(units):
    unit = units.add(HEALTH)

    assert units.change(unit, HEALTH, 1, operator_id="me").version == 1


def test_a_registration_may_name_a_unit_that_is_not_there_yet(units):
    units.make_missing("Ngân hàng An Liên")
    units.make_missing("Ngân hàng An Liên")
    units.make_missing("")

    assert [unit.name for unit in db.session.scalars(select(Unit))] == ["Ngân hàng An Liên"]
