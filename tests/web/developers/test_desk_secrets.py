"""A lost secret at the desk."""

import re

import pytest

from idp.store.db import db
from tests.builders import CLIENT_SECRET, a_client
from tests.relying_party import RelyingParty
from tests.web.admin.conftest import confirm


@pytest.fixture
def mine(minh):
    return a_client("mine", made_by=minh.operator_id, state="draft")


def test_a_lost_secret_is_replaced_and_the_old_one_ends_at_once(desk, mine):
    answer = desk.submit(desk.get("/developers/apps/mine/secrets"), form="renew")

    page = desk.get(answer.location).text
    secret = re.search(r'id="client-secret" value="([^"]+)"', page)[1]
    assert secret not in desk.get(answer.location).text
    assert _says(RelyingParty(desk, "mine", secret)) == "invalid_grant"
    assert _says(RelyingParty(desk, "mine", CLIENT_SECRET)) == "invalid_client"


def test_who_has_not_shown_who_they_are_for_a_while_is_asked_first(desk, mine, clock):
    clock.advance(minutes=10)
    page = "/developers/apps/mine/secrets"
    back = confirm(desk, clock, desk.submit(desk.get(page), form="renew"))

    assert back.location == page
    assert _says(RelyingParty(desk, "mine", CLIENT_SECRET)) == "invalid_grant"


def test_the_secret_of_a_live_application_is_not_replaced_here(desk, mine):
    page = desk.get("/developers/apps/mine/secrets")
    mine.state = "live"
    db.session.commit()

    desk.submit(page, form="renew")

    assert _says(RelyingParty(desk, "mine", CLIENT_SECRET)) == "invalid_grant"
    assert 'id="renew"' not in desk.get("/developers/apps/mine/secrets").text


def _says(party: RelyingParty) -> str:
    return party.redeem("no-such-code").json["error"]
