"""User codes: short, to be read from one screen and typed into another (RFC 8628, 6.1)."""

import secrets
import unicodedata

ALPHABET = "BCFGHJKLMNPQRSTVXZ"
"""No vowels, so no words; no digits, so no look-alikes; no D and no W, which Vietnamese keyboards turn into Đ and Ư."""

LETTERS = 8
"""33 bits: a code lives ten minutes, and guesses at it are counted."""

_HALF = LETTERS // 2


def new_user_code() -> str:
    """A fresh code, in its one spelling."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def shown(code: str) -> str:
    """A code as people read it: `XXXX-XXXX`."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def read_user_code(typed: str) -> str | None:
    """What somebody typed, in its one spelling; None when it cannot be a code.

    Capital or small, wide or narrow, with or without dashes, dots and spaces.
    """
    text = unicodedata.normalize("NFKC", typed[: LETTERS * 8]).upper()
    letters = "".join(sign for sign in text if unicodedata.category(sign)[0] not in ("P", "Z", "C"))
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else None
