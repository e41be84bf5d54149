"""The version a change was made from (RFC 9110, 13.1.1; RFC 6585, 3)."""

from flask import request

from idp.web.api.problems import refuse


def matched(version: int, name: str) -> int:
    """The present version, which the request says it was made from.

    Args:
        version: The present one.
        name: What the thing is called.

    Raises:
        Problem: It is not said, or it is another one.
    """
    if not request.if_match:
        refuse(428, "no-version", "Send If-Match with the ETag the change was made from.")
    if not request.if_match.contains(str(version)):
        refuse(412, "overtaken", f"The {name} was changed meanwhile: read it again.")
    return version
