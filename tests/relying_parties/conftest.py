"""What the rules of registration are tried with."""

from dataclasses import replace
from datetime import date

import pytest

from idp.config import Settings
from idp.connections import offer as offer_of_the_protocol
from idp.relying_parties.offer import Offer

TODAY = date(2026, 11, 2)


@pytest.fixture
def offer() -> Offer:
    return replace(offer_of_the_protocol(Settings(env="demo")), shortest_secret=Offer.shortest_secret)
