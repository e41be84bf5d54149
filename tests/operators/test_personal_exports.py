"""Copies of personal data: asked for once, and taken by whoever asked, for some days after another's word."""

import pytest

from idp.operators.personal_exports import OPEN_FOR
from idp.store.db import db
from idp.web.current import services
from tests.staff import an_operator

LIST = {"export": "affected", "people": 2}


@pytest.fixture
def ask(app):
    desk, minh = services(), an_operator("minh")

    def again(**changed):
        made = desk.personal_exports.ask(
            desk.change_requests, "breach:1", {**LIST, **changed}, "Công văn số 12", minh.id
        )
        db.session.flush()
        return made

    return again


def test_the_same_copy_is_asked_for_once_while_it_waits(ask, clock):
    first = ask()

    assert ask().id == first.id
    assert ask(people=3).id != first.id
    clock.advance(days=31)
    assert ask().id != first.id


def test_whoever_asked_takes_it_for_some_days_after_another_agreed(ask, clock):
    desk, request = services(), ask()
    may_take = desk.personal_exports.may_take
    assert not may_take(request, request.asked_by)

    desk.change_requests.approve(request.id, an_operator("hoa").id)
    request = desk.change_requests.find(request.id)
    assert may_take(request, request.asked_by)
    assert not may_take(request, "somebody-else")
    clock.advance(seconds=OPEN_FOR.total_seconds())
    assert not may_take(request, request.asked_by)
