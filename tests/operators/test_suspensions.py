"""For whom an application was suspended."""

import pytest

from idp.operators.accounts import Enrolled, Post
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.operators.conftest import PASSWORD

UNIT = "Sở Y tế"


def suspended_by(role, unit):
    a_client(unit=UNIT)
    made = services().operator_desk.accounts.create(
        "somebody", PASSWORD, service="Sen ID", post=Post(role=role, unit=unit)
    )
    assert isinstance(made, Enrolled)
    services().client_desk.registrations.suspend("portal", operator_id=made.operator_id)
    db.session.commit()
    return services().client_changes.life.stopped_by("portal")


def test_a_units_administrator_does_it_for_the_unit(app):
    assert suspended_by("unit_administrator", UNIT) == UNIT


@pytest.mark.parametrize("role", ["province_administrator", "approver"])
def test_who_acts_for_all_does_it_for_the_province_whatever_their_own_unit(app, role):
    assert suspended_by(role, UNIT) is None


def test_the_command_line_does_it_for_the_province(app):
    a_client(unit=UNIT)
    services().client_desk.registrations.suspend("portal")
    db.session.commit()

    assert services().client_changes.life.stopped_by("portal") is None
