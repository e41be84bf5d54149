"""The end-session endpoint (OpenID Connect RP-Initiated Logout, 2): reads the request and shows the way out.

Carries no form token: a request comes from an application by GET or POST. A POST from another site brings no cookie
(SameSite=Lax), so both go on by GET at `/sign-out`, where the session is seen.
"""

import logging

from authlib.oauth2.rfc6749 import InvalidRequestError
from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from idp.oauth.request import Sender
from idp.oauth.supported import path_of
from idp.web.citizen.farewell import Farewell
from idp.web.current import services
from idp.web.http import Malformed, protocol_request
from idp.web.protocol_calls import remember_sender
from idp.web.refusals import refused

blueprint = Blueprint("end_session", __name__)

_LONGEST_LOCALES = 100
_log = logging.getLogger("idp.end_session")


@blueprint.route(path_of("end_session"), methods=["GET", "POST"])
def start() -> Response:
    """An application asks to sign its citizen out. What it got wrong never keeps the citizen from signing out."""
    try:
        parameters = protocol_request().payload
        parameters.refuse_repeated()
    except Malformed as cause:
        return refused(str(cause))
    except InvalidRequestError as cause:
        return refused(cause.description or "")
    asked = services().end_session.read(parameters)
    if asked.vouched:
        remember_sender(Sender(asked.vouched.client_id, asked.vouched.is_for_test_people), asked.fault)
    if asked.fault:
        _log.info("sign-out request: %s", asked.fault)
    locales = parameters.data.get("ui_locales")
    farewell = Farewell.begun_by(asked, locales[:_LONGEST_LOCALES] if locales else None)
    ticket = farewell.ticket if asked.vouched or asked.is_for_test_people or locales else None
    return redirect(url_for("sign_out.question", request=ticket), 303)
