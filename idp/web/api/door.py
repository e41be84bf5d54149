"""Who calls the API: an application with an access token of its own, bound or not, and the scopes for what it does.

Source: RFC 6750, 3 (challenges); RFC 9449, 7.1 and RFC 8705, 3 (bound tokens); RFC 9068, 4 (what is checked).
"""

from datetime import timedelta

from authlib.oauth2 import OAuth2Error
from flask import g, request

from idp.audit.events.admin import OperatorDenied
from idp.oauth.protected_resource import ShownToken, shown_token
from idp.operators.machine_rights import Program, scope_for
from idp.operators.rights import Owned, Right
from idp.web.api.problems import Problem
from idp.web.current import services
from idp.web.http import resource_request
from idp.web.unit_of_work import settle, settle_only

PATH, SCIM_PATH = "/api/v1", "/scim/v2"
MOST_CALLS = 600
PERIOD = timedelta(minutes=1)


def audience() -> str:
    """Whom a token for the API names."""
    return services().provider.issuer + PATH


def good_audiences() -> set[str]:
    """Whom a token may name at the door that was come to: provisioning has a name of its own as well."""
    is_scim = request.path.startswith(SCIM_PATH)
    return {audience(), services().provider.issuer + SCIM_PATH} if is_scim else {audience()}


def program() -> Program:
    """Who calls, once for each request.

    Raises:
        Problem: Nobody who may.
    """
    if "program" not in g:
        g.program = _let_in()
    found: Program = g.program
    return found


def demand(right: Right, thing: Owned | None = None, name: str = "") -> None:
    """Let pass only whom a right belongs to.

    Args:
        right: What is about to be done.
        thing: With what; what is out of reach is not there.
        name: What the thing is called, for the record of the refusal.

    Raises:
        Problem: They may not.
    """
    caller = program()
    if caller.may(right, thing):
        return
    denied = OperatorDenied(operator_id=caller.id, right=right, client_id=caller.client_id)
    settle_only(lambda: services().audit.record(denied))
    if thing is not None and caller.may(right):
        raise Problem(404, "not-found", f"There is no {name or 'such thing'}.")
    scope = scope_for(right)
    challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
    raise Problem(
        403, "insufficient-scope", f"This needs the scope {scope}.", {"WWW-Authenticate": challenge}
    )


def _let_in() -> Program:
    if "access_token" in request.args:
        raise Problem(400, "token-in-address", "The token belongs into the Authorization header.")
    asked = resource_request()
    try:
        shown = shown_token(asked)
    except OAuth2Error:
        raise Problem(
            401, "no-token", "An access token is needed.", {"WWW-Authenticate": 'Bearer realm="Sen ID"'}
        ) from None
    provider = services().provider
    token = provider.access_tokens.read(shown.text)
    is_own = token is not None and token.authorization_id is None and token.claims["sub"] == token.client_id
    if token is None or not is_own or good_audiences().isdisjoint(token.audience):
        raise _refused(shown)
    client = provider.query_client(token.client_id)
    record = services().clients.find(token.client_id)
    if client is None or record is None or record.state != "live":
        raise _refused(shown)
    if provider.outside.revoked_tokens.holds(token.jti):
        raise _refused(shown)
    try:
        provider.senders.at_resource(asked, shown, token, client)
    except OAuth2Error as error:
        raise _refused(shown, error.description or "") from None
    if not services().throttle.take(f"api:{token.client_id}", MOST_CALLS, PERIOD):
        raise Problem(
            429, "too-many-calls", f"{MOST_CALLS} calls a minute are the most.", {"Retry-After": "60"}
        )
    settle()  # a call that is refused from here on has been counted all the same
    return Program(token.client_id, record.unit, frozenset(token.scopes))


def _refused(shown: ShownToken, why: str = "") -> Problem:
    challenge = f'{shown.scheme} error="invalid_token"'
    detail = why or "The token is not good here: see the audience, the life and the state of the application."
    return Problem(401, "invalid-token", detail, {"WWW-Authenticate": challenge})
