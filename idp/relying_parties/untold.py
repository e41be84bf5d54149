"""What a registration has to tell before anybody approves it: whose it is, who answers for it, what each scope is for.

The rules of a registration let a draft leave these out; nobody decides on a draft that does.
"""

from typing import Any

from idp.relying_parties.contacts import CONTACTS
from idp.relying_parties.faults import Fault, Problem

GROUND = "scope_policy"
_WITHOUT_DATA = frozenset({"openid", "offline_access"})
_REACHED_BY = ("name", "email")


def untold(document: dict[str, Any], scopes: tuple[str, ...]) -> tuple[Fault, ...]:
    """What is missing, each as a fault of its member: `unit`, `legal_contact.email`, `scope_policy.phone.retention`.

    Args:
        document: The registration with its contacts.
        scopes: The scopes that have a meaning of their own.
    """
    missing = [] if document.get("unit") else ["unit"]
    for name in CONTACTS:
        contact = document.get(name) or {}
        missing += [f"{name}.{part}" for part in _REACHED_BY if not contact.get(part)]
    grounds = document.get(GROUND) or {}
    for scope in str(document.get("scope") or "").split():
        if scope in scopes and scope not in _WITHOUT_DATA:
            missing += [f"{GROUND}.{scope}.{part}" for part in _untold_of(grounds.get(scope) or {})]
    return tuple(Fault(member, Problem.MISSING) for member in missing)


def _untold_of(ground: dict[str, Any]) -> list[str]:
    purpose = ground.get("purpose") or {}
    told = {
        "legal_basis": ground.get("legal_basis"),
        "legal_reference": ground.get("legal_basis") != "law" or ground.get("legal_reference"),
        "purpose_vi": purpose.get("vi"),
        "purpose_en": purpose.get("en"),
        "retention": ground.get("retention"),
    }
    return [part for part, said in told.items() if not said]
