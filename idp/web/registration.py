"""Dynamic registration over HTTP: JSON in, JSON out, a Bearer token on the way (RFC 7591, 3; RFC 7592, 2)."""

from urllib.parse import quote

from flask import Blueprint, Response, jsonify, make_response, request
from werkzeug.exceptions import RequestEntityTooLarge

from idp.oauth.challenges import REALM
from idp.oauth.request import Sender
from idp.oauth.supported import path_of
from idp.relying_parties.admission import PERIOD, Admitted, NotAdmitted
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.registration import Conflict, Rejected
from idp.relying_parties.self_registration import Barred, Information, SelfRegistration
from idp.relying_parties.sent_document import LARGEST
from idp.web.citizen.visitor import network_of
from idp.web.current import services, settings
from idp.web.protocol_calls import remember_sender
from idp.web.unit_of_work import roll_back, settle

blueprint = Blueprint("registration", __name__)

PATH = path_of("registration")
_ONE = f"{PATH}/<client_id>"
_MOST_FAULTS = 5
_TOO_MANY_SECONDS = str(int(PERIOD.total_seconds()))


@blueprint.post(PATH)
def register() -> Response:
    """Register an application (RFC 7591, 3.1; OpenID Connect Dynamic Client Registration, 3.1)."""
    if "access_token" in request.args:
        return _token_in_the_address()
    admitted = _desk().admit(_bearer(), network_of(request.remote_addr))
    if not isinstance(admitted, Admitted):
        return _not_admitted(admitted)
    settle()  # a document may be fetched now
    body = _body()
    outcome = Rejected((body,)) if isinstance(body, Fault) else _desk().register(body, admitted)
    match outcome:
        case Information():
            return _told(outcome, 201)
        case Rejected(faults):
            return _rejected(faults)
        case _:
            return _not_admitted(outcome)


@blueprint.get(_ONE)
def read(client_id: str) -> Response:
    """What is registered (RFC 7592, 2.1)."""
    known = _known(client_id)
    return _told(known, 200) if isinstance(known, Information) else known


@blueprint.put(_ONE)
def replace(client_id: str) -> Response:
    """Put another registration in place of the present one (RFC 7592, 2.2)."""
    known = _known(client_id)
    if not isinstance(known, Information):
        return known
    if not _desk().may_try(client_id):
        return _not_admitted(NotAdmitted.TOO_MANY)
    settle()
    body = _body()
    outcome = Rejected((body,)) if isinstance(body, Fault) else _desk().replace(known, body)
    match outcome:
        case Information():
            return _told(outcome, 200)
        case Rejected(faults):
            return _rejected(faults)
        case Conflict():
            return _error(409, "temporarily_unavailable", "The registration has just been changed elsewhere.")
        case _:
            return _token_refused()


@blueprint.delete(_ONE)
def remove(client_id: str) -> Response:
    """Remove the application, with everything that was issued to it (RFC 7592, 2.3)."""
    known = _known(client_id)
    if not isinstance(known, Information):
        return known
    _desk().remove(known)
    return _closed(make_response("", 204))


def _desk() -> SelfRegistration:
    return services().client_desk.self_registration


def _known(client_id: str) -> Information | Response:
    if "access_token" in request.args:
        return _token_in_the_address()
    found = _desk().find(client_id, _bearer())
    if isinstance(found, Barred):
        return _error(403, "access_denied", "This application is suspended.")
    return found if isinstance(found, Information) else _token_refused()


def _bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _body() -> bytes | Fault:
    """The document as it was sent, no larger than one may be."""
    if request.mimetype != "application/json":
        return Fault("registration", Problem.MALFORMED, "the body must be application/json")
    request.max_content_length = LARGEST
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        return Fault("registration", Problem.TOO_LONG, f"{LARGEST} bytes")


def _told(known: Information, status: int) -> Response:
    """Client information (RFC 7591, 3.2.1; RFC 7592, 3)."""
    client_id = known.client.client_id
    remember_sender(Sender.of(known.client))
    answer = jsonify(
        {
            **known.members(),
            "registration_client_uri": f"{settings().issuer}{PATH}/{quote(client_id, safe='')}",
            "registration_access_token": known.token,
        }
    )
    answer.status_code = status
    return _closed(answer)


def _rejected(faults: tuple[Fault, ...]) -> Response:
    roll_back()
    said = dict.fromkeys(fault.description for fault in faults[:_MOST_FAULTS])
    return _error(400, faults[0].error, " ".join(said))


def _not_admitted(why: NotAdmitted) -> Response:
    match why:
        case NotAdmitted.TOO_MANY:
            answer = _error(
                429, "temporarily_unavailable", "Too many registrations lately. Please retry later."
            )
            answer.headers["Retry-After"] = _TOO_MANY_SECONDS
            return answer
        case NotAdmitted.TOKEN_MISSING:
            answer = _error(401, "invalid_token", "Registration needs an initial access token as Bearer.")
            answer.headers["WWW-Authenticate"] = f'Bearer realm="{REALM}"'
            return answer
        case NotAdmitted.TOKEN_REFUSED:
            return _token_refused()


def _token_refused() -> Response:
    # An unknown application, a wrong token and a spent one look alike.
    answer = _error(401, "invalid_token", "The access token is not good for this.")
    answer.headers["WWW-Authenticate"] = f'Bearer realm="{REALM}", error="invalid_token"'
    return answer


def _token_in_the_address() -> Response:
    return _error(400, "invalid_request", "An access_token in the address is not taken: send it as Bearer.")


def _error(status: int, error: str, description: str) -> Response:
    answer = jsonify(error=error, error_description=description)
    answer.status_code = status
    return _closed(answer)


def _closed(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Pragma"] = "no-cache"
    return answer
