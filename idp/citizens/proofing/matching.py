"""Whether a claim speaks of the person behind an account: the register's own rule, over what the account holds.

Used where somebody recovers an account. The register itself is asked in `verification.py`.
"""

from collections.abc import Mapping
from typing import Any

from idp.citizens.proofing.claim import Claim
from idp.citizens.spelling import fold
from idp.crypto.digests import matches


def agrees(claim: Claim, identity: Mapping[str, Any] | None) -> bool:
    """Whether number, folded name and birth date are all those of an identity. Never which of them is not.

    Args:
        claim: What somebody says.
        identity: What the account holds, or None: the same comparisons are then made with nothing.
    """
    held = identity or {}
    same = (
        matches(claim.number, str(held.get("number", ""))),
        matches(fold(claim.name), fold(str(held.get("name", "")))),
        matches(str(claim.birth_date), str(held.get("birthdate", ""))),
    )
    return all(same) and bool(fold(claim.name))
