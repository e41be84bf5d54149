"""Over a real socket, with the mock's own faults, switched while it runs."""

import json
from datetime import timedelta

import pytest

from idp.registry.answers import SHORT_PAUSE
from idp.registry.breaker import CircuitBreaker
from idp.registry.client import RegisterClient
from idp.registry.http import HttpExchange
from idp.registry.mock.signing import Signer
from idp.registry.mock.simulation import PROFILES, custom
from idp.registry.outcomes import (
    Misconfigured,
    NotAlive,
    NotEnoughData,
    NumberCancelled,
    Trouble,
    Unavailable,
    UnderCorrection,
    Verified,
)
from tests.registry.claims import BAY

SIGNER = Signer("test")
ID = "request-000000000001"


@pytest.fixture
def connect(clock):
    """The port, over a socket of the test's choice and without much patience."""
    made = []

    def connected(address, *, api_key="demo-consumer-key", seconds=5.0):
        exchange = HttpExchange(
            address,
            api_key=api_key,
            jwks=json.dumps(SIGNER.public_jwks()),
            timeout=timedelta(seconds=seconds),
            breaker=CircuitBreaker(clock),
        )
        made.append(exchange)
        return RegisterClient(exchange, clock)

    yield connected
    for exchange in made:
        exchange.close()


def verify(register):
    return register.verify(BAY, request_id=ID)


def troubled(trouble):
    return Unavailable(ID, trouble, SHORT_PAUSE)


@pytest.mark.parametrize(
    ("profile", "outcome"),
    [
        ("maintenance", Unavailable(ID, Trouble.MAINTENANCE, timedelta(minutes=10))),
        ("down", Unavailable(ID, Trouble.NO_ANSWER, timedelta(seconds=30))),
        ("html", troubled(Trouble.GARBAGE)),
        ("truncated", troubled(Trouble.GARBAGE)),
        ("english", troubled(Trouble.GARBAGE)),
        ("crossed", troubled(Trouble.OTHER_REQUEST)),
        ("twins", troubled(Trouble.SEVERAL_RECORDS)),
        ("forged", troubled(Trouble.BAD_SIGNATURE)),
        ("correcting", UnderCorrection(ID)),
    ],
)
def test_every_way_to_misbehave_has_its_outcome_and_ends_with_it(over_http, register, profile, outcome):
    assert over_http.probe() is None
    register.simulation.switch(PROFILES[profile])
    assert verify(over_http) == outcome

    register.simulation.switch(PROFILES["calm"])
    assert isinstance(verify(over_http), Verified)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("002", NotEnoughData),
        ("008", UnderCorrection),
        ("009", NumberCancelled),
        ("010", NotAlive),
        ("011", Unavailable),
        ("012", Unavailable),
    ],
)
def test_every_coded_fault_has_its_outcome(over_http, register, code, outcome):
    register.simulation.switch(custom("none", code, 10_000))

    assert isinstance(verify(over_http), outcome)


def test_a_register_that_is_gone_is_unavailable(connect):
    assert verify(connect("http://127.0.0.1:1")) == troubled(Trouble.NO_ANSWER)


def test_a_slow_register_is_not_waited_for(connect, served, register):
    register.simulation.switch(custom(0.6, "", 10_000))

    assert verify(connect(served, seconds=0.15)) == troubled(Trouble.NO_ANSWER)


def test_a_wrong_key_is_told_apart_from_a_register_that_is_down(connect, served):
    refused = connect(served, api_key="wrong").probe()

    assert isinstance(refused, Misconfigured)
    assert refused.code == "006"


def test_a_key_that_http_cannot_carry_stops_the_start(connect, served):
    with pytest.raises(ValueError, match="key"):
        connect(served, api_key="khóa\n")
