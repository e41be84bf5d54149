"""What a token lets its bearer do for a citizen: exactly what its authorization details name (RFC 9396, 8)."""

from clients.lgsp.access_tokens import Caller, Refused

TYPE = "nop_ho_so"
SUBMIT = "submit"


def demand_submission(caller: Caller, code: str, here: str) -> str:
    """Let a caller submit one dossier, who was allowed that by the citizen.

    Args:
        caller: Who calls.
        code: The dossier's code.
        here: This platform's name as a location.

    Returns:
        The unit that submits it, as the citizen was told.

    Raises:
        Refused: The token does not name this dossier, this act and this place.
    """
    for detail in caller.details:
        is_meant = detail.get("type") == TYPE and detail.get("dossier_code") == code
        if is_meant and SUBMIT in _texts(detail.get("actions")) and here in _texts(detail.get("locations")):
            return str(detail.get("unit", ""))
    raise Refused(
        403, "insufficient_scope", f"this needs authorization_details of type {TYPE} for this dossier"
    )


def _texts(value: object) -> list[object]:
    return value if isinstance(value, list) else []
