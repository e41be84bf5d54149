"""Text for SMS: signs of the GSM alphabet only, so that 160 of them are one message (3GPP TS 23.038, 6.2.1)."""

import unicodedata

LONGEST = 160

_PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "·": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
    }
)
_TWICE_AS_LONG = frozenset("^{}\\[~]|€`")
"""ASCII that the basic table lacks."""

_BASIC = frozenset("\n") | (frozenset(map(chr, range(ord(" "), ord("~") + 1))) - _TWICE_AS_LONG)


def unaccented(text: str) -> str:
    """Text without marks and without signs that would make the message longer.

    Args:
        text: Vietnamese or English.
    """
    bare = unicodedata.normalize("NFD", text.translate(_PLAIN))
    letters = [sign for sign in bare if not unicodedata.combining(sign)]
    return "".join([sign if sign in _BASIC else "?" for sign in letters])
