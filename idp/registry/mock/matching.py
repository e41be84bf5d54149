"""When a claim and a record speak of the same person: folded names, dates that may be years. Nothing fuzzy."""

import unicodedata
from enum import Enum

from idp.registry.mock.person import Birth

_LOOK_LIKE_D = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"})
"""Eth and African D: other letters that look the same and stand in real records."""

_KEPT = {"Lu", "Ll", "Lt", "Lo", "Nd"}
"""Letters and digits. Modifier letters are not among them: one of the apostrophes is one."""


def fold(text: str) -> str:
    """What two spellings of one name have in common: no tones, no marks, no signs, no spaces, upper case."""
    known = unicodedata.normalize("NFC", text).translate(_LOOK_LIKE_D).upper()
    # Đ has no decomposition, so it is mapped by hand; everything else comes apart into letter and marks.
    bare = unicodedata.normalize("NFD", known).replace("Đ", "D")
    return "".join(sign for sign in bare if unicodedata.category(sign) in _KEPT)


class BirthMatch(Enum):
    """How a claimed birth date compares with the one held."""

    SAME = "khop"
    SAME_YEAR = "chi_khop_nam"
    """The record itself holds only the year, and it agrees."""
    TOO_LITTLE = "thieu"
    """The claim holds only the year, and it agrees with a record that knows the day."""
    DIFFERENT = "khong_khop"


def compare_birth(claimed: Birth, held: Birth) -> BirthMatch:
    """Compare what is claimed with what is held; a year alone compares with a year."""
    if claimed.year != held.year:
        return BirthMatch.DIFFERENT
    if held.month is None:
        return BirthMatch.SAME_YEAR
    if claimed.month is None:
        return BirthMatch.TOO_LITTLE
    return BirthMatch.SAME if claimed == held else BirthMatch.DIFFERENT
