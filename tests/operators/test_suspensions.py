"""For whom an application was suspended: what people and programs did for one unit, that unit undoes."""

import pytest

from idp.operators.rights import Role
from idp.operators.units import Wish
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.staff import an_operator, at_the_console

UNIT = "Sở Y tế"


def stopped_by():
    return services().client_changes.life.stopped_by("portal")


def suspend(**by):
    a_client(unit=UNIT)
    services().client_desk.registrations.suspend("portal", **by)
    db.session.commit()


def test_what_was_done_for_a_unit_is_the_units_under_its_new_name_too(app):
    directory = services().operator_desk.units
    unit = directory.add(Wish(UNIT))
    suspend(operator_id="op", for_unit=UNIT)
    assert stopped_by() == UNIT

    directory.change(unit, Wish("Sở Y tế và Dân số"), unit.version)
    db.session.commit()

    assert stopped_by() == "Sở Y tế và Dân số"


def test_the_command_line_does_it_for_the_province(app):
    suspend()

    assert stopped_by() is None


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.UNIT_ADMINISTRATOR, UNIT),
        (Role.PROVINCE_ADMINISTRATOR, None),
        # Whatever unit their account is in: they act for all of them.
        (Role.APPROVER, None),
    ],
)
def test_in_the_console_it_is_done_for_the_unit_or_for_all_and_undone_by_the_same(app, role, unit):
    a_client(unit=UNIT)
    console = at_the_console(app, an_operator("somebody", role, UNIT))
    console.submit(console.get("/admin/clients/portal"), form="suspend")
    assert stopped_by() == unit

    console.submit(console.get("/admin/clients/portal"), form="resume")
    assert services().clients.find("portal").state == "live"


def test_a_unit_that_cannot_undo_it_is_told_so(app):
    suspend()
    console = at_the_console(app, an_operator("somebody", Role.UNIT_ADMINISTRATOR, UNIT))

    answer = console.submit(console.get("/admin/clients/portal"), form="resume")

    page = console.get(answer.location).text
    assert "Ứng dụng đã chạy lại" not in page
    assert services().clients.find("portal").state == "suspended"
