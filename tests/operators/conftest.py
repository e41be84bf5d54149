"""An operator, and what they show at the door."""

import pytest

from idp.operators.accounts import Enrolled
from idp.operators.sign_in import Shown
from idp.store.db import db
from idp.web.current import services
from tests.builders import TOTP_KEY, one_time_code

PASSWORD = "ba con vịt bơi ngược dòng"


@pytest.fixture
def lan(app, personal) -> Enrolled:
    """An operator called lan."""
    personal.learn(PASSWORD)
    made = services().operator_desk.accounts.create("lan", PASSWORD, service="Sen ID", key=TOTP_KEY)
    assert isinstance(made, Enrolled)
    db.session.commit()
    return made


@pytest.fixture
def shown(clock):
    """What somebody types, right unless changed."""

    def build(**changed):
        right = {
            "username": "lan",
            "password": PASSWORD,
            "code": one_time_code(at=clock()),
            "network": "203.0.113.7",
        }
        return Shown(**{**right, **changed})

    return build
