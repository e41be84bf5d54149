"""Names that citizens go by, of applications and units: written so that none can be passed off as another.

They are Vietnamese or English here. So the letters of those two are taken, and what looks like one of them but is
another sign is not: whole alphabets of look-alikes (Unicode Technical Standard 39) need no list then.
"""

import string
import unicodedata

_LETTERS = frozenset(string.ascii_letters) | {"đ", "Đ"}
_PLAIN = _LETTERS | frozenset(string.digits + string.punctuation + " –—‘’“”")
_MARKUP = frozenset("<>")


def is_plain(name: str) -> bool:
    """Whether a name has Latin letters, the digits 0 to 9, usual punctuation and spaces only.

    A letter may have marks if all together are one sign of Unicode, as every Vietnamese one is: others are hidden or
    heaped up. Signs that only stand for a plain one (NFKC) are others than it.
    """
    composed = unicodedata.normalize("NFC", name)
    return all(sign in _PLAIN or unicodedata.normalize("NFD", sign)[0] in _LETTERS for sign in composed)


def has_markup(name: str) -> bool:
    """Whether a name has signs that a page which forgets to escape them takes for its own."""
    return not _MARKUP.isdisjoint(name)
