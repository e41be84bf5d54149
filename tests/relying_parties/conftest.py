"""What the rules of registration are tried with."""

from datetime import date

import pytest

from idp.relying_parties.offer import Offer
from idp.connections import offer as offer_of_the_protocol

TODAY = date(2026, 11, 2)


@pytest.fixture
def offer() -> Offer:
    return offer_of_the_protocol()
