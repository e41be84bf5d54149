"""The authorization endpoint and coming back to it: where the protocol and the citizen's pages meet.

Carries no form token: a request comes from an application by GET or POST (OpenID Connect Core, 3.1.2.1), and to go
on with one takes its handle and the cookie of the browser it came from.
"""

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oidc.core.errors import InvalidRequestURIError
from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from idp.assurance import OWN_LEVELS, AuthenticationLevel
from idp.audit.events.oauth import AuthorizationDeclined
from idp.oauth.consent import agreement
from idp.oauth.decoupled import DecoupledRequest
from idp.oauth.errors import UnmetAuthenticationRequirements
from idp.oauth.grants.code_request import CodeRequest, Granted
from idp.oauth.interaction import Asked, SignedIn, Step, next_step, silent_error
from idp.oauth.request import ProtocolRequest
from idp.store.models import Consent
from idp.store.repositories.pending_authorizations import Pending
from idp.web.citizen.session_cookie import browser_state_of, current_session, keep_browser_state
from idp.web.current import services
from idp.web.details import fetch_details
from idp.web.headers import allow_form_target
from idp.web.http import Malformed, flask_response, protocol_request
from idp.web.language import prefer_language
from idp.web.refusals import refused
from idp.web.sandbox.entering import enter, hinted, keep, needs_hint
from idp.web.side import in_sandbox, take_side
from idp.web.waiting import Lost, keep_browser, park, waiting_grant

blueprint = Blueprint("authorize", __name__, url_prefix="/oauth/authorize")

PAGES = {
    Step.REGISTER: "register.start",
    Step.SIGN_IN: "sign_in.password",
    Step.SELECT_ACCOUNT: "continue_as.ask",
    Step.STEP_UP: "raise_level.ask",
    Step.UNREACHABLE_LEVEL: "authorize.unreachable",
    Step.CONSENT: "consent.ask",
}
"""Where the citizen does what is missing; each comes back to `resume`."""

TEST_PEOPLE_PAGES = dict.fromkeys(
    (Step.REGISTER, Step.SIGN_IN, Step.SELECT_ACCOUNT, Step.STEP_UP), "sandbox_sign_in.choose"
)
"""Where it is another page in the sandbox."""


@blueprint.app_errorhandler(InvalidRequestURIError)
def answered_elsewhere(error: InvalidRequestURIError) -> Response:
    """The request was pushed, and another browser has finished with it in the meantime (RFC 9126, 7.3)."""
    return refused(f"{error.error}: {error.get_error_description()}")


@blueprint.route("", methods=["GET", "POST"])
def start() -> Response:
    """An authorization request from an application."""
    _refuse_to_look_ahead()
    try:
        asked = protocol_request()
        grant = services().provider.check_authorization_request(asked)
    except Malformed as cause:
        return refused(str(cause))
    except OAuth2Error as error:
        return _refused(asked, error)
    prefer_language(grant.request.get("ui_locales"))
    take_side(grant.client.record)
    # A POST from another site brings no cookies (SameSite=Lax); coming back by GET does.
    if request.method == "POST" and current_session() is None:
        entered = _entered_by_hint(grant, Step.SIGN_IN) if in_sandbox() else None
        return entered or _hand_over(grant, "authorize.resume")
    return _go_on(grant, None)


@blueprint.get("/<handle>")
def resume(handle: str) -> Response:
    """The citizen has done something for a request that waits."""
    _refuse_to_look_ahead()
    pending, grant = waiting_grant(handle)
    return _go_on(grant, pending)


@blueprint.route("/<handle>/cancel", methods=["GET", "POST"])
def cancel(handle: str) -> Response:
    """The citizen gives up; the application learns that and nothing else."""
    pending, grant = waiting_grant(handle)
    return decline(pending, grant)


@blueprint.route("/<handle>/unreachable", methods=["GET", "POST"])
def unreachable(handle: str) -> Response:
    """The application demands more than this provider can reach by itself: said to the citizen first, then to it."""
    pending, grant = waiting_grant(handle)
    if request.method == "GET":
        allow_form_target(pending.redirect_uri)
        page = render_template("citizen/authorize/unreachable.html", level=int(grant.asked.required_level))
        return Response(page, mimetype="text/html")
    _finish(pending)
    return flask_response(services().provider.refuse(grant, UnmetAuthenticationRequirements()))


def decline(pending: Pending, grant: CodeRequest) -> Response:
    """Tell the application that the citizen refused (RFC 6749, 4.1.2.1)."""
    _finish(pending)
    session = current_session()
    citizen_id = session.citizen_id if session else None
    services().audit.record(AuthorizationDeclined(client_id=pending.client_id, citizen_id=citizen_id))
    return flask_response(services().provider.grant(grant, None))


def signed_in(grant: CodeRequest | DecoupledRequest) -> SignedIn | None:
    """The live browser session, as the protocol sees it."""
    session = current_session()
    if session is None:
        return None
    return SignedIn(
        citizen_id=session.citizen_id,
        subject=services().provider.subjects.sub(grant.client, session.citizen_id),
        session_id=session.id,
        authenticated_at=session.authenticated_at,
        level=AuthenticationLevel(session.level),
        methods=tuple(session.methods),
        browser_state=browser_state_of(session),
    )


def _refuse_to_look_ahead() -> None:
    # A program that only asks for headers must not be handed a code.
    if request.method == "HEAD":
        abort(405)


def _go_on(grant: CodeRequest, pending: Pending | None) -> Response:
    """Find the first thing that is missing; when nothing is, answer."""
    provider, session = services().provider, signed_in(grant)
    demands = _demands(grant, pending)
    consent = services().consents.find(session.citizen_id, grant.client.client_id) if session else None
    decisions, given_at = (consent.decisions, consent.given_at) if consent else (None, None)
    is_open = _has_open_details(grant, pending, session) or _lacks_name(grant, consent)
    agreed = agreement(grant.items(), decisions, given_at, has_open_details=is_open)
    step = next_step(demands, session, agreed, services().clock())
    if in_sandbox() and pending is None and (entered := _entered_by_hint(grant, step)) is not None:
        return entered
    if step is None and session is not None and decisions is not None:
        fetch_details(grant.client.client_id, grant.items(), decisions)
        _finish(pending)
        granted = Granted(session, decisions, consent.grant_id if consent else None)
        return keep_browser_state(flask_response(provider.grant(grant, granted)))
    if step is None or demands.is_silent or step is Step.SOMEBODY_ELSE:
        _finish(pending)
        return flask_response(provider.refuse(grant, silent_error(step or Step.CONSENT)))
    page = TEST_PEOPLE_PAGES.get(step, PAGES[step]) if in_sandbox() else PAGES[step]
    return _hand_over(grant, page, pending, _level_for(step, grant))


def _entered_by_hint(grant: CodeRequest, step: Step | None) -> Response | None:
    """In the sandbox, the person named by `login_hint` is signed in without a page, where the request allows that."""
    citizen = hinted(grant) if needs_hint(grant, step) else None
    if citizen is None:
        return None
    level = max(grant.asked.required_level, grant.asked.wished_level)
    opened = enter(citizen, min(int(level), len(OWN_LEVELS)), grant.client.client_id)
    return keep(_hand_over(grant, "authorize.resume"), opened)


def _demands(grant: CodeRequest, pending: Pending | None) -> Asked:
    if pending is None:
        return grant.demands()
    return grant.demands(pending.first_seen_at, pending.account_chosen_at, pending.wish_waived_at is not None)


def _has_open_details(grant: CodeRequest, pending: Pending | None, session: SignedIn | None) -> bool:
    agreed_by = pending.details_agreed_by if pending else None
    return bool(grant.details) and (session is None or session.citizen_id != agreed_by)


def _lacks_name(grant: CodeRequest, consent: Consent | None) -> bool:
    return grant.management.action is not None and (consent is None or consent.grant_id is None)


def _level_for(step: Step, grant: CodeRequest) -> int:
    return int(grant.asked.wished_level if step is Step.STEP_UP else grant.asked.required_level)


def _hand_over(grant: CodeRequest, page: str, pending: Pending | None = None, level: int = 1) -> Response:
    browser = None
    if pending is None:
        handle, browser = park(grant)
    else:
        handle = pending.handle
    if level > (pending.minimum_level if pending else int(grant.asked.required_level)):
        services().pending.need(handle, level)
    address = url_for(page, handle=handle) if page.startswith("authorize.") else url_for(page, request=handle)
    response = redirect(address, 303)
    if browser is not None:
        keep_browser(response, browser)
    return response


def _finish(pending: Pending | None) -> None:
    if pending is not None and not services().pending.finish(pending.handle):
        raise Lost


def _refused(asked: ProtocolRequest, error: OAuth2Error) -> Response:
    if error.redirect_uri:
        return flask_response(services().provider.handle_error_response(asked, error))
    prefer_language(asked.get("ui_locales"))
    return refused(f"{error.error}: {error.get_error_description()}", asked)
