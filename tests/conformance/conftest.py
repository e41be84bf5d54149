"""What most clauses need: a registered application and a citizen who has agreed to it."""

import pytest

from idp.store.models import Citizen
from tests.builders import Person, a_citizen, a_client, a_person
from tests.caller import Caller
from tests.relying_party import RelyingParty, a_portal, agree


@pytest.fixture
def person() -> Person:
    return a_person()


@pytest.fixture
def citizen(app, person: Person) -> Citizen:
    return a_citizen(person)


@pytest.fixture
def portal(app, client: Caller, citizen: Citizen, clock) -> RelyingParty:
    """The portal, in the browser of a citizen who signed in a minute ago and has agreed to everything."""
    party = a_portal(client, citizen)
    agree(citizen.id)
    clock.advance(minutes=1)
    return party


@pytest.fixture
def other(app, client: Caller, portal: RelyingParty) -> RelyingParty:
    """Another application, registered with the same redirect URI."""
    a_client("other", secret="a-secret-of-another-client-in-the-tests-987654", sector="other.anlien.example")
    return RelyingParty(client, "other", "a-secret-of-another-client-in-the-tests-987654")


@pytest.fixture
def public(app, client: Caller, citizen: Citizen, portal: RelyingParty) -> RelyingParty:
    """An application without a secret, on the citizen's phone."""
    a_client("phone-app", secret=None)
    agree(citizen.id, "phone-app")
    return RelyingParty(client, "phone-app", None)
