"""A name as it was typed: made one normal form, and hints for what keyboards and old fonts leave behind."""

import re
import unicodedata
from enum import StrEnum

LONGEST_NAME = 200
"""Code points of a full name; the register's three parts hold a hundred each, and nobody's are that long."""

_TELEX = re.compile(
    r"[a-z]*(?:aa|ee|oo|dd|uw|ow|aw)[a-z]*[sfrxj]\b|\b[a-z]*(?:uow|ieex|uoo|ddo)[a-z]*", re.IGNORECASE
)
_VNI = re.compile(r"[a-z][0-9]", re.IGNORECASE)
_NO_LETTERS = re.compile("[\u0080-\u009f\u00a1-\u00bf\u00d7\u00f7\ufffd]")
"""Signs that no name has: what UTF-8 read as Latin-1, or a TCVN3 font, leaves among the letters."""


class NameHint(StrEnum):
    """What seems to have gone wrong while a name was typed or pasted."""

    TYPING_RESIDUE = "typing_residue"
    OLD_FONT = "old_font"


def normalise(text: str) -> str:
    """The name in NFC, trimmed. Spelling and tone placement stay as typed: nobody's name is corrected."""
    return unicodedata.normalize("NFC", text).strip()


def hint(text: str) -> NameHint | None:
    """A likely slip: letters of Telex or VNI typing left over, or text of an old Vietnamese font."""
    name = normalise(text)
    if _NO_LETTERS.search(name):
        return NameHint.OLD_FONT
    if _VNI.search(name) or _TELEX.search(name):
        return NameHint.TYPING_RESIDUE
    return None
