"""Green, amber, red."""

import pytest

from idp.checkup.finding import Amber, Colour, Finding, Red, found, worst


def raising(wrong):
    def check():
        raise wrong

    return check


def test_what_a_check_returns_is_well():
    assert found("x", lambda: "fine") == Finding("x", Colour.GREEN, "fine")
    assert found("x", lambda: "fine").sentence == "fine"


@pytest.mark.parametrize(("wrong", "colour"), [(Amber, Colour.AMBER), (Red, Colour.RED)])
def test_what_a_check_raises_says_what_to_do(wrong, colour):
    finding = found("x", raising(wrong("it is so", "do this")))

    assert finding.colour is colour
    assert finding.sentence == "it is so; do this"


def test_the_worst_colour_counts():
    green, amber, red = (Finding("x", colour, "") for colour in Colour)

    assert worst([]) is Colour.GREEN
    assert worst([green, amber]) is Colour.AMBER
    assert worst([amber, red, green]) is Colour.RED
