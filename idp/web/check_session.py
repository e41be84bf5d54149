"""The check-session frame (OpenID Connect Session Management 1.0, 3.2): other sites' pages show it and ask its script.

It is the same for everybody: what it tells is in the browser's cookie.
"""

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from idp.oauth.supported import path_of
from idp.web.citizen.session_cookie import BROWSER_STATE, SANDBOX_STATE
from idp.web.current import settings
from idp.web.headers import allow_framing

blueprint = Blueprint("check_session", __name__)

_KEPT_SECONDS = 3600


@blueprint.get(path_of("check_session"))
def frame() -> Response:
    """The frame."""
    allow_framing()
    # An application knows the state of one of the two; which, is nobody's business here.
    cookies = " ".join(settings().cookie_name(name) for name in (BROWSER_STATE, SANDBOX_STATE))
    response = make_response(render_template("citizen/check_session.html", cookies=cookies))
    response.headers["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    return response
