"""A developer at the desk, and an administrator who sees everybody's."""

import pytest

from idp.operators.accounts import Enrolled, Post
from idp.operators.rights import Role
from idp.store.db import db
from idp.web.current import services
from tests.builders import TOTP_KEY
from tests.caller import Caller
from tests.web.admin.conftest import OPERATOR_PASSWORD, sign_in

UNIT = "Sở Y tế"


@pytest.fixture
def minh(app, personal) -> Enrolled:
    """A developer of a unit, called minh."""
    return an_operator(personal, "minh", Role.UNIT_DEVELOPER, UNIT)


@pytest.fixture
def desk(client, minh, clock) -> Caller:
    """A browser in which minh is signed in."""
    assert sign_in(client, clock, username="minh").status_code == 303
    return client


def an_operator(personal, username: str, role: Role, unit: str | None) -> Enrolled:
    """An operator's account with the usual password."""
    personal.learn(OPERATOR_PASSWORD)
    made = services().operator_desk.accounts.create(
        username, OPERATOR_PASSWORD, service="Sen ID", key=TOTP_KEY, post=Post(role.value, unit)
    )
    assert isinstance(made, Enrolled)
    db.session.commit()
    return made
