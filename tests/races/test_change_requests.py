"""Several who decide at once: one decision counts, and what was asked for is done once."""

from collections import Counter

import pytest

from idp.operators.change_requests import Applied, ChangeRequests, Kind, NotDecided
from idp.store.db import db
from idp.store.repositories.change_requests import ChangeRequestRows
from idp.web.current import services
from tests.citizens.racing import race

LAN = "11111111-1111-1111-1111-111111111111"
RUNNERS = 12


@pytest.fixture
def done():
    return []


@pytest.fixture
def requests(app, clock, done):
    def act(request):
        done.append(request.id)
        return Applied()

    rows = ChangeRequestRows(db.session, clock)
    return ChangeRequests(rows, {Kind.CLIENT_CHANGE: act}, services().audit, clock)


def test_a_request_is_approved_once_however_many_do_at_once(app, requests, done):
    asked = requests.ask(Kind.CLIENT_CHANGE, "portal", asked_by=LAN).id

    results = race(app, RUNNERS, lambda place: requests.approve(asked, f"approver-{place}"))

    assert Counter(map(type, results)) == {Applied: 1, NotDecided: RUNNERS - 1}
    assert done == [asked]


def test_approving_rejecting_and_withdrawing_at_once_have_one_winner(app, requests, done):
    acts = [
        requests.approve,
        lambda id_, by: requests.reject(id_, by, "Không"),
        lambda id_, _by: requests.withdraw(id_, LAN),
    ]
    for number in range(4):
        asked = requests.ask(Kind.CLIENT_CHANGE, f"app-{number}", asked_by=LAN).id

        results = race(app, RUNNERS, lambda place, id_=asked: acts[place % 3](id_, f"approver-{place}"))

        assert sum(not isinstance(result, NotDecided) for result in results) == 1
        db.session.expire_all()
        assert (asked in done) is (requests.find(asked).state == "approved")
        assert not requests.is_open(requests.find(asked))
