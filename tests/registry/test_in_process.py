"""`idp/registry/in_process.py`: the same answers as over a socket."""

from datetime import timedelta

import pytest

from idp.registry.in_process import InProcessExchange
from idp.registry.mock.simulation import PROFILES
from idp.registry.outcomes import Trouble, Unavailable, Verified
from idp.registry.port import IdentityClaim
from tests.registry.claims import BAY, claim


def test_both_ways_give_the_same_outcomes(asked, over_http):
    claims: list[IdentityClaim] = [
        BAY,
        claim("098172000101", "Trần Thị Tám", "1972-03-08"),
        claim("098045000102", "Lê Văn Út", "1945"),
        claim("098138000109", "Huỳnh Thị Sáu", "1938-01-15"),
        claim("098075000110", "Ngô Thị Lành", "1975-06-30"),
    ]

    inside = [type(asked.verify(each)) for each in claims]
    outside = [type(over_http.verify(each)) for each in claims]

    assert inside == outside


def test_a_register_that_is_down_can_be_played_without_a_socket(asked, register):
    register.simulation.switch(PROFILES["maintenance"])
    down = asked.verify(BAY, request_id="the-same-request")
    register.simulation.switch(PROFILES["calm"])

    assert down == Unavailable("the-same-request", Trouble.MAINTENANCE, timedelta(minutes=10))
    assert isinstance(asked.verify(BAY, request_id="the-same-request"), Verified)


def test_a_size_that_does_not_exist_is_refused(clock):
    with pytest.raises(KeyError):
        InProcessExchange.of_size("huge", clock)
