"""Operators of every role, each in a browser of their own."""

from typing import Any

from flask import Flask

from idp.operators.accounts import Enrolled
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import Operator
from idp.web.current import services
from tests.builders import TOTP_KEY
from tests.caller import Caller
from tests.secrecy import PersonalValues
from tests.web.admin.conftest import OPERATOR_PASSWORD, sign_in

UNIT, OTHER_UNIT = "Sở Y tế", "Sở Tài chính"


def somebody(app: Flask, clock: Any, role: Role, username: str, unit: str | None = None) -> Caller:
    """A browser in which a new operator of a role is signed in; `caller.operator_id` is who they are."""
    PersonalValues.of_this_test().learn(OPERATOR_PASSWORD)
    accounts = services().operator_desk.accounts
    made = accounts.create(username, OPERATOR_PASSWORD, service="Sen ID", key=TOTP_KEY)
    assert isinstance(made, Enrolled), made
    row = db.session.get(Operator, made.operator_id)
    assert row is not None
    row.role, row.unit = role.value, unit
    db.session.commit()
    caller = app.test_client()
    answer = sign_in(caller, clock, username=username)
    assert answer.status_code == 303, answer.text
    caller.operator_id = made.operator_id
    return caller
