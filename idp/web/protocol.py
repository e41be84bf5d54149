"""The endpoints for machines: a route for every row of `supported.py`, discovery, and the key set."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request

from idp.oauth.metadata import DISCOVERY_PATH, JWKS_PATH, OAUTH_METADATA_PATH, Document
from idp.oauth.supported import ENDPOINTS, Endpoint
from idp.web.current import services
from idp.web.http import Malformed, flask_response, protocol_request

blueprint = Blueprint("protocol", __name__)

_KEPT_SECONDS = {"discovery": 300, "jwks": 60}
_PREFLIGHT_SECONDS = "600"


def _answer(endpoint: Endpoint) -> Any:
    def view() -> Response:
        # A token in the address would be in every log on the way (RFC 9700, 4.3.2).
        if "access_token" in request.args:
            return _malformed()
        try:
            asked = protocol_request()
        except Malformed:
            return _malformed()
        return flask_response(services().provider.respond(endpoint.name, asked))

    view.__doc__ = f"Answer at the {endpoint.member}."
    return view


for _endpoint in ENDPOINTS:
    if _endpoint.kind == "machine":
        blueprint.add_url_rule(
            _endpoint.path, _endpoint.name, _answer(_endpoint), methods=[*_endpoint.methods, "OPTIONS"]
        )


@blueprint.get(DISCOVERY_PATH)
@blueprint.get(OAUTH_METADATA_PATH)
def discovery() -> Response:
    """What this provider speaks: one document at both places (OpenID Connect Discovery, 4; RFC 8414, 3)."""
    return _document(services().provider.discovery, _KEPT_SECONDS["discovery"])


@blueprint.get(JWKS_PATH)
def jwks() -> Response:
    """The public keys: next, current and retired."""
    return _document(Document(services().ring.public_jwks()), _KEPT_SECONDS["jwks"])


@blueprint.before_request
def answer_preflight() -> Response | None:
    """Answer a browser that asks whether a script may call."""
    return make_response("", 204) if request.method == "OPTIONS" else None


@blueprint.after_request
def open_to_scripts(response: Response) -> Response:
    """Let scripts of other origins read what carries no cookie's authority (CORS)."""
    if request.endpoint in _OPEN:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "WWW-Authenticate"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            response.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
    return response


_OPEN = {"protocol.discovery", "protocol.jwks"} | {
    f"protocol.{endpoint.name}" for endpoint in ENDPOINTS if endpoint.open_to_scripts
}


def _document(document: Document, kept_seconds: int) -> Response:
    response = Response(document.text, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={kept_seconds}"
    response.set_etag(document.etag)
    return response.make_conditional(request)  # type: ignore[return-value]  # the same object


def _malformed() -> Response:
    answer = jsonify(error="invalid_request", error_description="The request cannot be read as a form.")
    answer.status_code = 400
    answer.headers["Cache-Control"] = "no-store"
    return answer
