"""How easily a password is guessed, as zxcvbn estimates it.

Its word lists take 12 MB, which only a process that sets passwords should pay: they are loaded at the first use.
"""

from collections.abc import Iterable

LOOKED_AT = 72
"""Characters that are looked at: the estimate's time grows with the square of the length."""


def guesses(password: str, known: Iterable[str] = ()) -> float:
    """How many tries somebody who knows people's habits would need.

    Args:
        password: The password.
        known: Words a stranger would try first: names, numbers, places.
    """
    from zxcvbn import zxcvbn  # noqa: PLC0415  12 MB, when the first password is set

    return float(zxcvbn(password[:LOOKED_AT], user_inputs=list(known))["guesses"])


def common_passwords() -> frozenset[str]:
    """Passwords that are tried first everywhere."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  12 MB, when the first password is set

    return frozenset(FREQUENCY_LISTS["passwords"])
