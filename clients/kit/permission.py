"""A permission for one act: the citizen is asked at the provider, and the token they allow is used once (RFC 9396).

It is kept beside the session's own tokens: what is allowed for one act opens nothing else, and nothing else opens it.
"""

import json
from typing import Any

from flask import session
from werkzeug.wrappers import Response

from clients.kit import problems
from clients.kit.citizen import current_citizen
from clients.kit.language import language
from clients.kit.oidc import client, redirect_uri
from clients.kit.provider import ProviderUnreachable
from clients.kit.sign_in import leave_for
from clients.kit.tokens import id_token

Detail = dict[str, Any]
_KEPT = "permission"


def ask_permission(detail: Detail, *, resource: str, target: str) -> Response:
    """Send the citizen to the provider, to allow one act.

    Args:
        detail: The act, as an object of a registered type.
        resource: Where the token is to be used, and nowhere else (RFC 8707).
        target: The path to come back to, whatever they say.
    """
    citizen = current_citizen()
    wishes = {
        "scope": "openid",
        "authorization_details": json.dumps([detail], ensure_ascii=False),
        "resource": resource,
        "ui_locales": language(),
        "id_token_hint": id_token(),
    }
    given = {name: value for name, value in wishes.items() if value}
    flow = {
        "target": target,
        "level": 1,
        "silent": False,
        "sub": citizen.sub if citizen else None,
        "permission": detail,
    }
    try:
        return leave_for(client().create_authorization_url(redirect_uri(), **given), flow)
    except ProviderUnreachable as reason:
        return problems.show(problems.provider_down(), str(reason), retry=target)


def keep_permission(tokens: dict[str, Any], detail: Detail) -> bool:
    """Keep what the citizen allowed; whether it is what was asked for.

    Args:
        tokens: The token response, its ID token checked.
        detail: What was asked for.
    """
    if tokens.get("authorization_details") != [detail]:
        return False
    session[_KEPT] = {"detail": detail, "access_token": tokens["access_token"]}
    return True


def take_permission(detail: Detail) -> str | None:
    """The access token for exactly this act; it is gone from the session then."""
    kept = session.pop(_KEPT, None)
    return str(kept["access_token"]) if kept and kept["detail"] == detail else None
