"""How a request ended, for those who read about it afterwards: error code, reason, incident code."""

from typing import Any, NamedTuple

from flask import Response, g

from idp.oauth.errors import ClientRefused
from idp.oauth.request import ProtocolRequest


class Ending(NamedTuple):
    """What was wrong with a request, if anything was.

    Args:
        error: A code of the protocol.
        reason: In English, for developers.
        incident: The code that a page showed.
    """

    error: str | None = None
    reason: str | None = None
    incident: str | None = None


def ending_of(response: Response, asked: ProtocolRequest | None) -> Ending:
    """How a request ended.

    Args:
        response: Its answer.
        asked: What the protocol saw of it.
    """
    incidents: list[dict[str, Any]] = g.get("incidents", [])
    if incidents:
        code, colon, reason = str(incidents[-1]["reason"]).partition(": ")
        known = code if colon else ("server_error" if response.status_code >= 500 else "invalid_request")
        return Ending(known, reason if colon else code, incidents[-1]["code"])
    error = asked.refused_with if asked is not None else None
    if isinstance(error, ClientRefused) and error.reason:
        return Ending(str(error.error), error.reason)
    if error is not None:
        return Ending(str(error.error), str(error.get_error_description() or ""))
    body = response.get_json(silent=True) if response.status_code >= 400 else None
    if isinstance(body, dict) and "error" in body:
        return Ending(str(body["error"]), str(body.get("error_description", "")))
    return Ending(reason=g.get("call_fault"))
