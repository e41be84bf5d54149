"""Which passwords may be chosen: length over composition, and none that is common, leaked or about oneself.

Source: NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise

from idp.citizens.leaked_passwords import LeakedPasswords
from idp.citizens.spelling import fold, words
from idp.crypto.password_strength import LOOKED_AT, common_passwords, guesses
from idp.crypto.passwords import LONGEST

ALONE = 15
"""Characters of a password that may be all that is asked for."""

WITH_SECOND_FACTOR = 8
"""Characters of a password beside a second factor."""

_FEWEST_GUESSES = 10**7
_SHORTEST_PIECE = 3


class Weakness(StrEnum):
    """Why a password cannot be taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    LEAKED = "leaked"
    ABOUT_YOU = "about_you"
    GUESSABLE = "guessable"


@dataclass(frozen=True)
class Refusal:
    """A password that cannot be taken. `needed` and `given` are lengths in characters."""

    weakness: Weakness
    needed: int = 0
    given: int = 0


@dataclass(frozen=True)
class Owner:
    """What a stranger may know of whoever chooses the password. Empty where it is not known."""

    name: str = ""
    number: str = ""
    birth_date: str = ""
    contacts: tuple[str, ...] = ()

    @property
    def pieces(self) -> frozenset[str]:
        """What of it people put into passwords, folded."""
        name = words(self.name)
        full = {
            "".join(name),
            "".join(reversed(name)),
            "".join(word[0] for word in name[:-1]) + "".join(name[-1:]),
        }
        pairs = {one + other for one, other in pairwise(name)}
        known = {
            *name,
            *full,
            *pairs,
            self.number,
            self.number[-6:],
            *_dates(self.birth_date),
            *_of(self.contacts),
        }
        return frozenset(piece for piece in known if len(piece) >= _SHORTEST_PIECE)


class PasswordPolicy:
    """Decides about passwords when they are chosen; never when they are typed to sign in."""

    def __init__(self, leaked: LeakedPasswords) -> None:
        self._leaked = leaked

    def check(self, password: str, owner: Owner, *, at_least: int = ALONE) -> Refusal | None:
        """Why a password cannot be taken; None when it can.

        Args:
            password: As typed; its length counts code points after NFC.
            owner: Who chooses it.
            at_least: `ALONE`, or `WITH_SECOND_FACTOR` where one is asked for besides.
        """
        text = unicodedata.normalize("NFC", password)
        if len(text) < at_least:
            return Refusal(Weakness.TOO_SHORT, at_least, len(text))
        if len(text) > LONGEST:
            return Refusal(Weakness.TOO_LONG, LONGEST, len(text))
        if _is_common(text):
            return Refusal(Weakness.COMMON)
        if _is_about(text, owner):
            return Refusal(Weakness.ABOUT_YOU)
        if self._leaked.has(text):
            return Refusal(Weakness.LEAKED)
        return Refusal(Weakness.GUESSABLE) if _guesses(text, owner) < _FEWEST_GUESSES else None


def may_stand_alone(password: str) -> bool:
    """Whether a password is long enough to be all that is asked for."""
    return len(unicodedata.normalize("NFC", password)) >= ALONE


@cache
def vietnamese_words() -> tuple[str, ...]:
    """What passwords here are made of most often, folded, the most usual first."""
    text = resources.files("idp.citizens").joinpath("data/common_passwords.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(dict.fromkeys(fold(line) for line in lines))


@cache
def _common() -> frozenset[str]:
    return common_passwords() | frozenset(vietnamese_words())


def _is_common(password: str) -> bool:
    plain, folded = password.casefold(), fold(password)
    bare = re.sub(r"^\d+|\d+$", "", folded)
    if {plain, folded} & _common() or (bare != folded and len(folded) - len(bare) <= 8 and bare in _common()):
        return True
    return _is_repeated(folded or plain)


def _is_repeated(text: str) -> bool:
    """Whether it is a few characters, or one common word, over and over."""
    found = re.fullmatch(r"(.+?)\1+", text)
    return bool(found) and (len(found[1]) <= 3 or found[1] in _common()) if found else False


def _is_about(password: str, owner: Owner) -> bool:
    """Whether little is left of a password once what a stranger may know is taken out of it."""
    folded = fold(password)
    rest = folded
    for piece in sorted(owner.pieces, key=len, reverse=True):
        rest = rest.replace(piece, "")
    return (
        rest != folded and len(re.sub(r"\d", "", rest)) < WITH_SECOND_FACTOR and len(rest) < len(folded) / 2
    )


def _guesses(password: str, owner: Owner) -> float:
    known = [*sorted(owner.pieces), *vietnamese_words()]
    text = password[:LOOKED_AT]
    # People type words without their marks: the folded form shows what they are made of.
    spellings = {text, fold(password)[:LOOKED_AT]} - {""}
    return min(guesses(each, known) for each in spellings)


def _dates(birth_date: str) -> Iterable[str]:
    year, _, rest = birth_date.partition("-")
    month, _, day = rest.partition("-")
    if not day:
        return (year,)
    short = year[-2:]
    return (
        year, day + month + year, day + month + short, year + month + day, month + day + year, day + month,
        f"{int(day)}{int(month)}{year}", f"{int(day)}{int(month)}{short}",
    )  # fmt: skip


def _of(contacts: tuple[str, ...]) -> Iterable[str]:
    for contact in contacts:
        local, at, _ = contact.partition("@")
        if at:
            yield fold(local)
        else:
            digits = contact.removeprefix("+84")
            yield from (digits, digits[-6:])
