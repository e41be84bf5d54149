"""Writing systems in a text: letters of two that look alike are how one name is passed off as another."""

import unicodedata

_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
_LONGEST = 500
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Joiners, fillers and the empty Braille cell: letters, marks and symbols by category, and nobody sees one."""


def mixes_scripts(text: str) -> bool:
    """Whether letters of several look-alike writing systems stand together.

    Source: Unicode Technical Standard 39, 5.1, narrowed to systems whose letters are taken for Latin ones.
    """
    found = {unicodedata.name(sign, "").split(" ")[0] for sign in text[:_LONGEST] if sign.isalpha()}
    return len(found & _LOOK_ALIKE) > 1


def has_hidden_signs(text: str) -> bool:
    """Whether a text carries control or formatting characters, blanks that are no spaces, or half a surrogate pair."""
    return any(sign in _BLANK or unicodedata.category(sign) in _HIDDEN for sign in text)


def readable_host(host: str) -> str | None:
    """An internationalised host name as people would see it; None for an ordinary one.

    Args:
        host: A host name in ASCII, perhaps with `xn--` labels (RFC 5890, 2.3.2.1).
    """
    if not any(label.startswith("xn--") for label in host.lower().split(".")):
        return None
    try:
        return ".".join(_readable(label) for label in host.lower().split("."))
    except (UnicodeError, ValueError):
        return host


def _readable(label: str) -> str:
    return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
