"""Requests that wait, in the database."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import PendingAuthorization
from idp.web.current import services
from tests.builders import a_client

PARAMETERS = {"client_id": "portal", "state": "ế", "login_hint": "quynh@dan.example"}


@pytest.fixture
def pending(app):
    a_client()
    return services().pending


def _add(pending):
    address = "https://portal.example/cb?a=b"
    return pending.add(
        PARAMETERS, client_id="portal", redirect_uri=address, minimum_level=1, browser="a cookie"
    )


def test_a_request_is_found_by_its_handle(pending, clock):
    found = pending.find(_add(pending))

    assert found.params == PARAMETERS
    assert (found.client_id, found.minimum_level, found.first_seen_at) == ("portal", 1, clock())
    assert found.redirect_uri == "https://portal.example/cb?a=b"
    assert found.is_of("a cookie")
    assert not found.is_of("another")


def test_neither_handle_nor_parameters_lie_open(pending):
    handle = _add(pending)
    row = db.session.scalar(select(PendingAuthorization))

    assert handle not in str(vars(row))
    assert b"quynh" not in row.parameters_sealed


def test_an_unknown_or_old_handle_finds_nothing(pending, clock):
    handle = _add(pending)
    assert pending.find("unknown") is None
    clock.advance(hours=1)
    assert pending.find(handle) is None


def test_a_request_is_finished_once(pending):
    handle = _add(pending)

    assert pending.finish(handle)
    assert not pending.finish(handle)
    assert pending.find(handle) is None


def test_choices_on_the_way_are_noted(pending, clock):
    handle = _add(pending)
    pending.choose_account(handle)
    pending.need(handle, 2)

    db.session.expire_all()
    found = pending.find(handle)
    assert (found.account_chosen_at, found.minimum_level) == (clock(), 2)
