"""Who sends: a stranger, a citizen who is signed in, an operator at the console."""

import pytest

from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_client, a_person, one_time_code
from tests.caller import Caller
from tests.web.admin.conftest import console, lan

__all__ = ["console", "lan"]


@pytest.fixture
def citizen(client, clock) -> Caller:
    """The browser of a citizen with two factors; the client `portal` is registered."""
    a_client()
    person = a_person()
    a_citizen(person, totp=TOTP_KEY)
    page = client.submit(client.get("/sign-in"), username=person.phone, password=PASSWORD)
    answer = client.submit(client.get(page.location), otp=one_time_code(at=clock()))
    assert client.get(answer.location).status_code == 200
    return client
