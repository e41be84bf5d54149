"""An operator at the console, without script."""

import pytest
from sqlalchemy import select

from idp.operators.accounts import Enrolled
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import TOTP_KEY, one_time_code
from tests.caller import Caller
from tests.staff import HOST

OPERATOR_PASSWORD = "ba con vịt bơi ngược dòng"


@pytest.fixture
def lan(app, personal) -> Enrolled:
    """An operator called lan."""
    personal.learn(OPERATOR_PASSWORD)
    desk = services().operator_desk
    made = desk.accounts.create("lan", OPERATOR_PASSWORD, service="Sen ID", key=TOTP_KEY)
    assert isinstance(made, Enrolled)
    db.session.commit()
    return made


@pytest.fixture
def listed(app) -> None:
    """Units in the list, for forms that name one."""
    for name in ("Sở Văn hóa", "Sở A", "Sở B", "Sở C", "Sở mới"):
        services().operator_desk.units.make_missing(name)
    db.session.commit()


@pytest.fixture
def console(client, lan) -> Caller:
    """A browser in which lan is signed in. How one gets in is for `test_sign_in.py`: it takes as long as many tests."""
    desk, here = services().operator_desk, services().settings
    opened = desk.sessions.start(desk.accounts.find(lan.operator_id), None)
    db.session.commit()
    client.set_cookie(here.cookie_name("operator"), opened.cookie, domain=HOST, secure=True)
    return client


@pytest.fixture
def denials(app):
    """What was refused for want of a right so far: (operator, right)."""

    def told() -> list[tuple[str | None, str]]:
        found = select(AuditRecord).where(AuditRecord.name == "operator.denied").order_by(AuditRecord.id)
        return [(each.operator_id, each.details["right"]) for each in db.session.scalars(found)]

    return told


def sign_in(client: Caller, clock, **changed: str):
    """Send the form of the door, right unless changed."""
    right = {"username": "lan", "password": OPERATOR_PASSWORD, "otp": one_time_code(at=clock())}
    return client.submit(client.get("/admin/sign-in"), **{**right, **changed})


def confirm(client: Caller, clock, answer):
    """Show password and code again, and go back to the page."""
    assert answer.status_code == 303
    assert "/admin/confirm" in answer.location
    page = client.get(answer.location)
    return client.submit(
        page, form="admin-confirm", password=OPERATOR_PASSWORD, otp=one_time_code(at=clock())
    )
