"""`idp serve` with password hashes that cost nothing, for flows that are compared with peers that hash nothing.

Everything else is what `idp serve` starts. Run as a program: `python -m tests.bench.cheap`.
"""

from typing import Any

import argon2
from argon2.profiles import CHEAPEST

_from_parameters = argon2.PasswordHasher.from_parameters


def _cheapest(_parameters: Any) -> argon2.PasswordHasher:
    return _from_parameters(CHEAPEST)


# Above the guard: each server process imports this module again, or is a copy of the one that did.
argon2.PasswordHasher.from_parameters = _cheapest

if __name__ == "__main__":
    from idp.config import Settings
    from idp.serving import serve

    serve(Settings.from_environment())
