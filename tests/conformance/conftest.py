"""What most clauses need: a registered application and a citizen who has agreed to it."""

from collections.abc import Iterator
from typing import Any

import pytest

from idp.store.models import Citizen
from tests.builders import Person, a_citizen, a_client, a_person
from tests.caller import Caller
from tests.client_keys import SigningParty, a_signed_client
from tests.conformance.elsewhere import Kiosk, a_kiosk
from tests.conformance.exchange import Acting, an_interface
from tests.conformance.told import told
from tests.conformance.verified import a_verified_citizen, an_asking_portal
from tests.dpop import FapiParty, a_fapi_client
from tests.receivers import Receiver, receiver
from tests.relying_party import RelyingParty, a_portal, agree, signed_in


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


@pytest.fixture
def tokens(portal: RelyingParty) -> dict[str, Any]:
    """What the portal has got."""
    return portal.tokens()


@pytest.fixture
def signing(client: Caller, citizen: Citizen, clock) -> SigningParty:
    """An application that signs what it asks for and who it is, in the citizen's browser."""
    party = a_signed_client(client)
    signed_in(client, citizen)
    agree(citizen.id, "signing")
    clock.advance(minutes=1)
    return party


@pytest.fixture
def bank(app, client: Caller, citizen: Citizen) -> FapiParty:
    """An application of profile `fapi2`, in the citizen's browser."""
    party = a_fapi_client(client)
    signed_in(client, citizen)
    agree(citizen.id, "bank")
    return party


@pytest.fixture
def another_bank(bank: FapiParty) -> FapiParty:
    """Another such application, that knows the verifier of the first."""
    party = a_fapi_client(bank.caller, "other")
    party.verifier = bank.verifier
    return party


@pytest.fixture
def lgsp(client: Caller, portal: RelyingParty) -> Acting:
    """An interface that may exchange the tokens it is sent."""
    return an_interface(client)


@pytest.fixture
def verified(app) -> Citizen:
    """Somebody about whose identity more is known than their number."""
    return a_verified_citizen()


@pytest.fixture
def asking(app, client: Caller, verified: Citizen) -> RelyingParty:
    """The portal, registered for every verified claim, in that citizen's browser."""
    return an_asking_portal(client, verified)


@pytest.fixture
def kiosk(app, client: Caller) -> Kiosk:
    """A device without a browser."""
    return a_kiosk(client)


@pytest.fixture
def phone(app, kiosk: Kiosk, citizen: Citizen) -> Caller:
    """The browser of a citizen who is signed in, on a device of their own."""
    caller = app.test_client()
    signed_in(caller, citizen)
    return caller


@pytest.fixture
def server() -> Iterator[Receiver]:
    """A server of applications, on this machine."""
    with receiver() as listening:
        yield listening


@pytest.fixture
def health(app, client: Caller, citizen: Citizen, person: Person, server: Receiver) -> RelyingParty:
    """A department that is told of sign-outs; its citizen signed in by the page, on this browser."""
    return told("health", server, client, citizen, person)
