"""Signing in as one of the sandbox's people: no password, and a session that is good in the sandbox only."""

from datetime import timedelta

from flask import abort, request
from werkzeug.wrappers import Response

from idp.audit.events.sandbox import TestPersonSignedIn
from idp.citizens.sessions import Opened, Proof, Stay
from idp.oauth.grants.code_request import CodeRequest
from idp.oauth.interaction import Step
from idp.store.models import Citizen
from idp.web.citizen.session_cookie import current_session, set_session
from idp.web.citizen.visitor import agent_of, network_of
from idp.web.current import services

MOST_SIGN_INS, PERIOD = 600, timedelta(minutes=10)
"""From one network: a test suite signs in often, but not without end."""

_SILENT_PROMPTS = frozenset({"consent"})
_BY_HINT = (Step.SIGN_IN, Step.STEP_UP)
_METHODS = {1: ("pwd",), 2: ("pwd", "otp")}


def enter(citizen: Citizen, level: int, client_id: str | None) -> Opened:
    """Sign somebody in, as if they had shown what the level needs.

    Args:
        citizen: A test person's account.
        level: The authentication level, 1 or 2.
        client_id: The application they are on the way to.
    """
    if not services().throttle.take(f"sandbox:{network_of(request.remote_addr)}", MOST_SIGN_INS, PERIOD):
        abort(429)
    agent = agent_of(request.headers.get("User-Agent", ""))
    proof = Proof(_METHODS[level])
    opened = services().sessions.start(
        citizen.id, proof, stay=Stay.ORDINARY, agent=agent, former=current_session()
    )
    services().audit.record(
        TestPersonSignedIn(
            citizen_id=citizen.id, session_id=opened.session.id, level=level, client_id=client_id
        )
    )
    return opened


def hinted(grant: CodeRequest) -> Citizen | None:
    """Whom an application names by `login_hint`, where no page has to be shown for it.

    Args:
        grant: The authorization request, of an application in the sandbox.
    """
    hint = grant.request.get("login_hint")
    return services().sandbox.people.account_of(hint) if hint and _may_skip_page(grant) else None


def needs_hint(grant: CodeRequest, step: Step | None) -> bool:
    """Whether following the hint changes anything: nobody is signed in, too low, or somebody else."""
    session, hint = current_session(), grant.request.get("login_hint")
    return step in _BY_HINT or (session is not None and session.citizen.persona != hint)


def keep(response: Response, opened: Opened) -> Response:
    """Put the session into the browser."""
    set_session(response, opened)
    return response


def _may_skip_page(grant: CodeRequest) -> bool:
    return grant.asked.prompts <= _SILENT_PROMPTS
