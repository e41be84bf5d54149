"""The endpoints for machines: a route for every row of `supported.py`, discovery, and the key set."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, make_response, request

from idp.oauth.metadata import DISCOVERY_PATH, JWKS_PATH, OAUTH_METADATA_PATH, Document
from idp.oauth.resource_metadata import RESOURCE_METADATA_PATH
from idp.oauth.supported import ENDPOINTS, Endpoint
from idp.web.current import services, this_request
from idp.web.http import Malformed, flask_response, protocol_request
from idp.web.unit_of_work import let_go

blueprint = Blueprint("protocol", __name__)

_KEPT_SECONDS = {"discovery": 300, "jwks": 60}
_PREFLIGHT_SECONDS = "600"
_INTERACTION = "x-fapi-interaction-id"
_EXPOSED = f"WWW-Authenticate, DPoP-Nonce, {_INTERACTION}"
_INTERACTION_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")  # a UUID, and what is like one


def answer_at(endpoint: str) -> Response:
    """Answer the running request at an endpoint for programs.

    Args:
        endpoint: Its name in `supported.py`.
    """
    # A token in the address would be in every log on the way (RFC 9700, 4.3.2).
    if "access_token" in request.args:
        return _malformed()
    try:
        asked = protocol_request()
    except Malformed:
        return _malformed()
    return flask_response(services().provider.respond(endpoint, asked))


def _answer(endpoint: Endpoint) -> Any:
    def view() -> Response:
        return answer_at(endpoint.name)

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
    return _document(services().provider.published.discovery(), _KEPT_SECONDS["discovery"])


@blueprint.get(DISCOVERY_PATH + "/<path:issuer_path>")
@blueprint.get(OAUTH_METADATA_PATH + "/<path:issuer_path>")
def discovery_of(issuer_path: str) -> Response:
    """The same, where the well-known part stands between the issuer's host and its path (RFC 8414, 3.1)."""
    if urlsplit(services().provider.issuer).path != f"/{issuer_path}":
        abort(404)
    return discovery()


@blueprint.get(RESOURCE_METADATA_PATH + "/<path:resource_path>")
def resource_metadata(resource_path: str) -> Response:
    """What a protected resource of ours says about itself (RFC 9728, 3)."""
    found = services().provider.published.resource(f"/{resource_path}")
    if found is None:
        abort(404)
    return _document(found, _KEPT_SECONDS["discovery"])


@blueprint.get(JWKS_PATH)
def jwks() -> Response:
    """The public keys: next, current and retired."""
    return _document(Document(services().ring.public_jwks()), _KEPT_SECONDS["jwks"])


@blueprint.after_request
def name_the_interaction(response: Response) -> Response:
    """Repeat the name a client gave to its request, so that both sides' logs can be laid together (FAPI)."""
    name = request.headers.get(_INTERACTION, "")
    if _INTERACTION_NAME.fullmatch(name):
        response.headers[_INTERACTION] = name
    return response


@blueprint.before_request
def answer_preflight() -> Response | None:
    """Answer a browser that asks whether a script may call."""
    return make_response("", 204) if request.method == "OPTIONS" else None


@blueprint.after_request
def open_to_scripts(response: Response) -> Response:
    """Let scripts of other origins read what carries no cookie's authority (CORS)."""
    request = this_request()
    if request.endpoint in _OPEN:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
            response.headers["Access-Control-Allow-Headers"] = (
                f"Authorization, Content-Type, DPoP, {_INTERACTION}"
            )
            response.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
    return response


_OPEN = {
    "protocol.discovery",
    "protocol.discovery_of",
    "protocol.resource_metadata",
    "protocol.jwks",
} | {f"protocol.{endpoint.name}" for endpoint in ENDPOINTS if endpoint.open_to_scripts}


def _document(document: Document, kept_seconds: int) -> Response:
    # Nothing was written: a database that ended while we looked may not take the answer away at the commit.
    let_go()
    response = Response(document.text, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={kept_seconds}"
    response.set_etag(document.etag, weak=bool(document.mark))
    return response.make_conditional(request)  # type: ignore[return-value]  # the same object


def _malformed() -> Response:
    answer = jsonify(error="invalid_request", error_description="The request cannot be read as a form.")
    answer.status_code = 400
    answer.headers["Cache-Control"] = "no-store"
    return answer
