"""A ground with a last day: the day after, the scope is gone by itself, wherever it is asked for."""

import pytest

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.conformance.test_rfc7523_grant import a_program
from tests.moments import START
from tests.relying_party import REDIRECT_URI, RelyingParty, agree, signed_in

LAST_DAY = START.date().isoformat()
"""The tests begin on this day; the ground is good to the end of it."""

SCOPE = "openid ho_ten phone offline_access"


def _ground(**more):
    return {"legal_basis": "law", "legal_reference": "Luật Cư trú 2020", "purpose": {"vi": "Hồ sơ"}, **more}


@pytest.fixture
def party(app, client, citizen):
    grounds = {"ho_ten": _ground(until=LAST_DAY), "phone": _ground(), "offline_access": _ground()}
    a_client(scopes=SCOPE.split(), scope_policy=grounds)
    signed_in(client, citizen)
    agree(citizen.id, scopes=SCOPE)
    return RelyingParty(client)


def test_on_its_last_day_the_ground_is_good(party):
    given = party.tokens(scope=SCOPE)

    assert "ho_ten" in given["scope"].split()
    assert "name" in party.userinfo(given["access_token"]).json


def test_the_day_after_a_request_gets_less(party, citizen, clock):
    clock.advance(days=1)
    signed_in(party.caller, citizen)
    given = party.tokens(scope=SCOPE)

    assert set(given["scope"].split()) == {"openid", "phone", "offline_access"}
    claims = party.userinfo(given["access_token"]).json
    assert "name" not in claims
    assert "phone_number" in claims


def test_the_day_after_tokens_given_before_open_less(party, clock):
    given = party.tokens(scope=SCOPE)
    clock.advance(days=1)
    again = party.refresh(given["refresh_token"]).json

    claims = party.userinfo(again["access_token"]).json
    assert "name" not in claims
    assert "phone_number" in claims


def test_an_access_token_across_midnight_opens_no_more(party, citizen, clock):
    clock.advance(hours=14, minutes=58)  # from nine in the morning to two minutes before midnight
    signed_in(party.caller, citizen)
    given = party.tokens(scope=SCOPE)
    assert "name" in party.userinfo(given["access_token"]).json
    clock.advance(minutes=4)

    assert "name" not in party.userinfo(given["access_token"]).json


def test_a_machine_loses_the_scope_too(app, client, clock):
    program = a_program(client, scope_policy={"lgsp:sync": _ground(until=LAST_DAY), "lgsp:read": _ground()})
    assert program.ask().json["scope"] == "lgsp:sync lgsp:read"
    clock.advance(days=1)

    assert program.ask().json["scope"] == "lgsp:read"


def test_the_registration_itself_still_says_what_was_granted(party, clock):
    clock.advance(days=400)
    db.session.expire_all()

    assert services().clients.find("portal").scope_policy["ho_ten"]["until"] == LAST_DAY
    assert party.ask(redirect_uri=REDIRECT_URI, scope="openid phone").status_code in (302, 303)
