"""The coach tries the back-channel logout of an application, by a real server that reads what it is sent."""

import pytest
from joserfc import jwt
from joserfc.errors import JoseError

from idp.oauth.logout_token import EVENT
from idp.outbound.http import Answer, NoAnswer
from idp.relying_parties.coach_logout import LogoutTrial
from idp.store.db import db
from idp.store.repositories.visits import Visits
from idp.web.current import services
from tests.builders import a_client
from tests.relying_party import ALGORITHMS, RelyingParty
from tests.web.sandbox.test_sides import tokens_of

ADDRESS = "https://portal.anlien.example/logout"


class Receiver:
    """An application's endpoint, as strict or careless as it is told to be."""

    def __init__(self, party, clock, *, is_careless=False):
        self.party, self.clock, self.is_careless = party, clock, is_careless
        self.heard = []

    def post_form(self, url, fields):
        assert url == ADDRESS
        token = fields["logout_token"]
        self.heard.append(token)
        return Answer(200 if self.is_careless or self.is_good(token) else 400, b"")

    def is_good(self, token):
        try:
            claims = jwt.decode(token, self.party.keys(), ALGORITHMS).claims
        except JoseError:
            return False
        return (
            EVENT in claims["events"] and "nonce" not in claims and claims["exp"] > self.clock().timestamp()
        )


@pytest.fixture
def party(client):
    a_client(state="draft", metadata={"backchannel_logout_uri": ADDRESS})
    return RelyingParty(client)


def tried(receiver, clock):
    live = services().logout_trial
    trial = LogoutTrial(Visits(db.session, clock), services().calls, live._mint, receiver, clock)
    send = trial.prepare(services().clients.find("portal"))
    if send is None:
        return None
    send()
    db.session.commit()
    clock.advance(seconds=20)
    client = services().clients.find("portal")
    return {each.name: each.came for each in services().coach.results(client) if "logout" in each.name}


def test_a_strict_application_passes(party, clock):
    tokens_of(party)
    receiver = Receiver(party, clock)

    assert tried(receiver, clock) == dict.fromkeys(("logout", "logout_forged", "logout_replayed"), "right")
    assert len(receiver.heard) == 5
    assert receiver.heard[2] == receiver.heard[3]


def test_a_careless_one_does_not(party, clock):
    tokens_of(party)

    assert tried(Receiver(party, clock, is_careless=True), clock) == {
        "logout": "right",
        "logout_forged": "forged 200",
        "logout_replayed": "expired 200",
    }


def test_one_that_goes_on_with_the_session_does_not(party, clock):
    tokens = tokens_of(party)
    receiver = Receiver(party, clock)
    assert tried(receiver, clock)["logout"] == "right"
    party.userinfo(tokens["access_token"]).close()

    client = services().clients.find("portal")
    results = {each.name: each for each in services().coach.results(client)}
    assert results["logout"].came == "used userinfo"


def test_one_that_does_not_answer(party, clock):
    tokens_of(party)
    receiver = Receiver(party, clock)

    def silent(*_):
        raise NoAnswer("timeout")

    receiver.post_form = silent
    assert tried(receiver, clock)["logout"] == "status 0"


def test_without_a_session_or_an_address_there_is_nothing_to_try(party, clock):
    assert tried(Receiver(party, clock), clock) is None

    tokens_of(party)
    client = services().clients.find("portal")
    client.metadata_ = {**client.metadata_, "backchannel_logout_uri": None}
    db.session.commit()
    assert tried(Receiver(party, clock), clock) is None


def test_never_for_an_application_that_citizens_use(party, clock):
    tokens_of(party)
    services().clients.find("portal").state = "live"
    db.session.commit()

    assert tried(Receiver(party, clock), clock) is None
