"""The provider's signed-out page loads this in a hidden frame: the session it names ends here.

It comes by the citizen's own browser, and only while the signed-out page is open: keep the back channel as well, which
needs neither. Source: OpenID Connect Front-Channel Logout 1.0, 2 and 4.
"""

import hmac
import logging

from flask import Blueprint, Response, current_app, request

from clients.kit.headers import shown_in_a_frame_of
from clients.kit.oidc import settings
from clients.kit.session_store import SessionStore
from clients.kit.settings import origin

LONGEST_SID = 200

_log = logging.getLogger(__name__)
blueprint = Blueprint("frontchannel", __name__)


@blueprint.get("/frontchannel-logout")
def receive() -> Response:
    """End the session of that name. Whoever knows it is the provider, or somebody it told: nobody can guess one."""
    issuer, sid = request.args.get("iss", ""), request.args.get("sid", "")
    answer = Response("", mimetype="text/html")
    if (
        not hmac.compare_digest(issuer.encode(), settings().issuer.encode())
        or not 0 < len(sid) <= LONGEST_SID
    ):
        _log.warning("a front-channel logout was refused: iss is not the provider, or there is no sid")
        answer.status_code = 400
        return answer
    store: SessionStore = current_app.extensions["session_store"]
    _log.info("front-channel logout: %d sessions ended", store.end_by_sid(sid))
    return shown_in_a_frame_of(origin(settings().issuer), answer)
