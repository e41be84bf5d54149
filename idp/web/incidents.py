"""Incident codes: what a citizen can read out, and the log line with the exact reason behind it."""

import logging
import secrets

from flask import g, request

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_log = logging.getLogger("idp.incident")


def new_incident(reason: str, *, error: BaseException | None = None) -> str:
    """Note an incident and give its code.

    Args:
        reason: What failed, in English, for the developer; no secret and no personal value.
        error: The exception behind it, if there is one.

    Returns:
        A code like `7F3A-2KM9`, to be shown to the citizen.
    """
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    code = f"{code[:4]}-{code[4:]}"
    g.incident = code
    level = logging.ERROR if error is not None else logging.WARNING
    _log.log(level, "%s %s %s: %s", code, request.method, request.path, reason, exc_info=error)
    return code
