"""The grant management endpoint: a grant is named by the rest of the path (Grant Management for OAuth 2.0, 6.3)."""

from flask import Blueprint, Response

from idp.oauth.grant_management import PATH
from idp.web.protocol import answer_at

blueprint = Blueprint("grants", __name__, url_prefix=PATH)


@blueprint.route("", methods=["GET", "DELETE"])
@blueprint.route("/<grant_id>", methods=["GET", "DELETE"])
def one(grant_id: str = "") -> Response:  # noqa: ARG001  the endpoint reads it from the path
    """What was granted, or giving it back."""
    return answer_at("grant_management")
