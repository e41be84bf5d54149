"""What a check found: green, amber or red, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Check = Callable[[], str]
"""Looks at one thing and says what is well. Raises Amber or Red with what is not."""


class Colour(StrEnum):
    """How it stands: well, worth a look, or not fit to serve."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Amber(Exception):
    """Something works and should be better.

    Args:
        text: What it is.
        remedy: What to do about it.
    """

    colour = Colour.AMBER

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(text)
        self.remedy = remedy


class Red(Amber):
    """Something is wrong: nobody should be served like this."""

    colour = Colour.RED


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    subject: str
    colour: Colour
    text: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """What was found and what to do, in one line."""
        return f"{self.text}; {self.remedy}" if self.remedy else self.text


def found(subject: str, check: Check) -> Finding:
    """Carry out one check.

    Args:
        subject: What it looks at, in a word or two.
        check: The check.
    """
    try:
        return Finding(subject, Colour.GREEN, check())
    except Amber as wrong:
        return Finding(subject, wrong.colour, str(wrong), wrong.remedy)


def worst(findings: list[Finding]) -> Colour:
    """The worst colour among findings."""
    colours = {finding.colour for finding in findings}
    return next((colour for colour in (Colour.RED, Colour.AMBER) if colour in colours), Colour.GREEN)
