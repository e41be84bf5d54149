"""The pages about units."""

import pytest

from idp.operators.rights import Role
from idp.operators.units import Wish
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.staff import an_operator, at_the_console
from tests.web.admin.conftest import confirm

HEALTH, BUILDING = "Sở Y tế", "Sở Xây dựng"


@pytest.fixture
def units(app):
    made = [services().operator_desk.units.add(Wish(name)) for name in (HEALTH, BUILDING)]
    db.session.commit()
    return made


@pytest.fixture
def province(app, units):
    return at_the_console(app, an_operator("hoa"))


@pytest.fixture
def unit(app, units):
    return at_the_console(app, an_operator("minh", Role.UNIT_ADMINISTRATOR, HEALTH))


def test_units_are_listed_within_reach(province, unit):
    a_client(unit=HEALTH)

    assert all(name in province.get("/admin/units").text for name in (HEALTH, BUILDING))
    page = unit.get("/admin/units").text
    assert HEALTH in page
    assert BUILDING not in page
    assert "/admin/units/new" not in page


def test_a_unit_is_added(province):
    page = province.get("/admin/units/new")
    answer = province.submit(
        page, form="unit", name="Xã Sen Trắng", kind="commune", domains="sentrang.example\n\n"
    )

    assert (answer.status_code, answer.location) == (303, "/admin/units")
    assert services().operator_desk.units.by_name("Xã Sen Trắng").domains == ["sentrang.example"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": HEALTH}, "name"),
        ({"kind": "castle"}, "kind"),
        ({"domains": "https://x"}, "domains"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(province, typed, field):
    answer = province.submit(province.get("/admin/units/new"), form="unit", **{"name": "Mới", **typed})

    assert answer.status_code == 422
    assert f'id="{field}-err"' in answer.text


def test_a_unit_is_renamed_with_its_applications(province, units):
    client = a_client(unit=HEALTH)
    page = province.get(f"/admin/units/{units[0].id}")
    province.submit(page, form="unit", name="Sở Y tế và Dân số")
    db.session.refresh(client)

    assert client.unit == "Sở Y tế và Dân số"


def test_who_has_not_shown_who_they_are_for_a_while_is_asked_before_the_form(province, units, clock):
    clock.advance(minutes=10)
    page = f"/admin/units/{units[0].id}"

    assert confirm(province, clock, province.get(page)).location == page


def test_two_who_change_a_unit_at_once_are_told(province, units):
    page = province.get(f"/admin/units/{units[0].id}")
    province.submit(page, form="unit", name_en="Health")
    answer = province.submit(page, form="unit", name_en="Hospital")

    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text
    assert "Hospital" in answer.text
    assert province.submit(answer, form="unit").status_code == 303


def test_a_units_administrator_reads_their_own(unit, units, denials):
    page = unit.get(f"/admin/units/{units[0].id}")
    assert page.status_code == 200
    assert "<form" not in page.text.partition("<main")[2]

    assert unit.get(f"/admin/units/{units[1].id}").status_code == 404
    assert unit.get("/admin/units/unknown").status_code == 404
    assert len(denials()) == 1


@pytest.mark.parametrize("address", ["/admin/clients/new/web", "/admin/clients/portal/edit"])
def test_a_registration_is_offered_the_units_there_are(province, unit, address):
    a_client(unit=HEALTH)

    assert f'<option value="{BUILDING}">' in province.get(address).text
    assert BUILDING not in unit.get(address).text
