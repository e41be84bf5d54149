"""Flask's request becomes a `ProtocolRequest`, and the protocol's answer a Flask response.

Parameters are read once and strictly: the query of a GET, the form in the body of a POST, never both (RFC 6749, 3.2).
"""

from urllib.parse import parse_qsl, urlsplit

from flask import Request, Response, g, make_response, render_template
from msgspec import json

from idp.oauth.request import Parameters, ProtocolRequest
from idp.oauth.response import Answer, FormPost
from idp.web.citizen.visitor import network_of
from idp.web.client_certificate import client_certificate
from idp.web.current import settings, this_app, this_request
from idp.web.headers import allow_form_target
from idp.web.unit_of_work import roll_back

MOST_PARAMETERS = 100
LONGEST_QUERY = 32 * 1024
FORM = "application/x-www-form-urlencoded"


class Malformed(Exception):
    """A request that cannot be read. The reason is for the log."""


def protocol_request() -> ProtocolRequest:
    """The request as the protocol sees it.

    Raises:
        Malformed: It is too long, not UTF-8, holds control characters, or is no form.
    """
    request = this_request()
    if request.method == "POST" and request.mimetype not in (FORM, ""):
        raise Malformed("the body is not a form")
    raw = request.get_data() if request.method == "POST" else request.query_string
    if request.method != "POST" and len(raw) > LONGEST_QUERY:
        raise Malformed("the query is too long")
    return _with(request, parse_form(raw))


def resource_request() -> ProtocolRequest:
    """A request to something that only wants to know who calls: whatever its body is, it holds no parameters."""
    return _with(this_request(), Parameters([]))


def _with(request: Request, parameters: Parameters) -> ProtocolRequest:
    headers = {name: request.headers.get(name, "") for name in ("Authorization", "Accept")}
    asked = ProtocolRequest(request.method, path=request.path, parameters=parameters, headers=headers)
    keep_in_sight(asked)
    asked.url = _public_base(request.host) + request.path
    asked.certificate = client_certificate()
    asked.proofs = _proofs(request.headers.get("DPoP"))
    asked.network = network_of(request.remote_addr)
    return asked


def keep_in_sight(asked: ProtocolRequest) -> None:
    """Let what is noted of this request be read off its protocol request, once it is answered."""
    g.protocol_request = asked


def _public_base(host: str) -> str:
    """Where the request was sent to: the issuer, or the address at which certificates are asked for."""
    chosen = settings()
    other = chosen.mtls_address
    return other if other and urlsplit(other).netloc == host else chosen.issuer


def _proofs(joined: str | None) -> tuple[str, ...]:
    """The value of each DPoP header. Servers join equal headers by a comma, which no proof contains."""
    return () if joined is None else tuple(each.strip() for each in joined.split(","))


def parse_form(raw: bytes) -> Parameters:
    """Decode a form or query.

    Raises:
        Malformed: It is not UTF-8, has too many fields, or holds NUL.
    """
    try:
        text = raw.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except ValueError as cause:
        raise Malformed("not a form, or too many fields") from cause
    if any("\0" in part for pair in pairs for part in pair):
        raise Malformed("a value holds NUL")
    return Parameters(pairs)


def flask_response(answer: Answer) -> Response:
    """The answer as Flask sends it."""
    if isinstance(answer, FormPost):
        allow_form_target(answer.action)
        return make_response(render_template("citizen/authorize/form_post.html", answer=answer))
    if answer.is_undone:
        roll_back()
    response_class = this_app().response_class
    headers = dict(answer.headers)
    if isinstance(answer.body, str):
        return response_class(answer.body, answer.status, headers)
    body = json.encode(answer.body, order="sorted") + b"\n"
    return response_class(body, answer.status, {"Content-Type": "application/json", **headers})
