"""Changing signing keys out of schedule takes two people."""

import pytest

from idp.operators.change_requests import Applied, Impossible, Kind, NotDecided
from idp.web.current import services

CUSTODIAN = "10000000-0000-4000-8000-000000000001"
SECOND = "10000000-0000-4000-8000-000000000002"


@pytest.fixture
def requests(app):
    return services().change_requests


def signing():
    return services().ring.signer("ES256").kid


def test_keys_rotate_when_a_second_person_says_so(requests):
    before = signing()
    asked = services().key_requests.ask_to_rotate(requests, "a test", CUSTODIAN)
    assert (asked.kind, signing()) == (Kind.KEY_ROTATION, before)
    assert asked.before["ES256"] == before

    assert requests.approve(asked.id, CUSTODIAN) is NotDecided.OWN
    assert signing() == before

    assert isinstance(requests.approve(asked.id, SECOND), Applied)
    assert signing() == asked.after["ES256"]


def test_a_key_is_destroyed_when_a_second_person_says_so(requests):
    before = signing()
    asked = services().key_requests.ask_to_revoke(requests, before, "it leaked", CUSTODIAN)

    assert isinstance(requests.approve(asked.id, SECOND), Applied)

    assert before not in {key.kid for key in services().rotation.all()}


def test_a_key_that_is_gone_meanwhile_is_told(requests):
    asked = services().key_requests.ask_to_revoke(requests, signing(), "it leaked", CUSTODIAN)
    services().rotation.revoke(asked.subject)

    assert isinstance(requests.approve(asked.id, SECOND), Impossible)


def test_nobody_asks_for_a_key_that_is_not_there(requests):
    assert services().key_requests.ask_to_revoke(requests, "unknown", "why", CUSTODIAN) is None
