"""What two Vietnamese spellings of one word have in common: no tones, no marks, no case, no signs between."""

import unicodedata

_LOOK_LIKE_D = str.maketrans({"\u00d0": "d", "\u00f0": "d", "\u0189": "d", "\u0256": "d", "Đ": "d", "đ": "d"})
"""Đ has no decomposition; Eth and African D are other letters that look like it and stand in real names."""


def fold(text: str) -> str:
    """Letters and digits only, in lower case, without marks. Lossy: for comparing, never for keeping.

    Source: the matching rule of the population register (number, folded name, birth date).
    """
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).translate(_LOOK_LIKE_D).casefold())
    return "".join(sign for sign in bare if unicodedata.category(sign) in {"Ll", "Lu", "Lt", "Lo", "Nd"})


def words(text: str) -> list[str]:
    """The folded words of a text."""
    return [folded for word in text.split() if (folded := fold(word))]
