"""The frame of every registration page: which step is due, where it leads, and what the page carries."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from idp.citizens.proofing.dossiers import Dossier, MovedOn
from idp.citizens.proofing.flow import Step, allowed, due
from idp.citizens.proofing.securing import Way
from idp.web.citizen.destination import Destination, destination
from idp.web.citizen.session_cookie import cookie, put
from idp.web.current import services, settings
from idp.web.language import language
from idp.web.unit_of_work import roll_back
from idp.web.waiting import Lost

COOKIE = "registration"
PAGES = 6
"""Pages as a citizen counts them; a code belongs to the page that sent it."""

_ENDPOINTS = {
    Step.CONTACT: "register.contact",
    Step.CODE: "register.code",
    Step.NOTICE: "register.notice",
    Step.IDENTITY: "register.identity",
    Step.RESULT: "register.result",
    Step.PASSWORD: "securing.password",
    Step.FACTOR: "securing.factor",
    Step.AUTHENTICATOR: "securing.authenticator",
    Step.PHONE: "securing.phone",
    Step.PHONE_CODE: "securing.phone_code",
    Step.OPENING: "securing.not_opened",
    Step.CODES: "securing.codes",
    Step.DONE: "securing.done",
}
_NUMBERS = {
    Step.CONTACT: 1,
    Step.CODE: 1,
    Step.NOTICE: 2,
    Step.IDENTITY: 3,
    Step.RESULT: 3,
    Step.PASSWORD: 4,
    Step.FACTOR: 5,
    Step.AUTHENTICATOR: 5,
    Step.PHONE: 5,
    Step.PHONE_CODE: 5,
    Step.CODES: 6,
}

View = Callable[[Dossier, Destination], Response]


def at(step: Step) -> Callable[[View], Callable[[], Response]]:
    """A view of one step. Whoever asks for it out of turn is sent to the step that is due."""

    def guard(view: View) -> Callable[[], Response]:
        @wraps(view)
        def guarded() -> Response:
            to = way_on()
            dossier = the_dossier()
            if dossier is None:
                return redirect(url_for("register.start", **to.way), 303)
            shown = allowed(step, dossier.progress)
            if shown is not step:
                return redirect(address_of(shown, to), 303)
            try:
                return view(dossier, to)
            except MovedOn:
                # Another tab was quicker: this page's step is taken, and the next one is shown.
                roll_back()
                return redirect(address_of(step, to), 303)

        return guarded

    return guard


def the_dossier() -> Dossier | None:
    """The registration of this browser."""
    return services().registration.find(cookie(COOKIE))


def way_on() -> Destination:
    """Where the citizen is on the way to; a request that no longer waits ends no registration."""
    try:
        return destination()
    except Lost:
        return Destination()


def the_way(to: Destination) -> Way:
    """What the account is opened on the way to."""
    return Way(language(), to.client_id)


def address_of(step: Step, to: Destination) -> str:
    """The address of a step."""
    return url_for(_ENDPOINTS[step], **to.way)


def go_on(dossier: Dossier, to: Destination) -> Response:
    """To the step that is due."""
    return redirect(address_of(due(dossier.progress), to), 303)


def keep_cookie(response: Response, value: str) -> Response:
    """Put the registration into the browser."""
    put(response, COOKIE, value, settings().registration_lifetime)
    return response


def page(step: Step, to: Destination, status: int = 200, **values: Any) -> Response:
    """The page of a step.

    Args:
        step: Which.
        to: Where the citizen is on the way to.
        status: 200, 422 for a field to correct, 403 for a code that is wrong, 429 for a wait.
        values: What else the template shows.
    """
    name = step.name.lower()
    shown = {"problem": None, **values}
    body = render_template(
        f"citizen/register/{name}.html", to=to, number=_NUMBERS.get(step), pages=PAGES, **shown
    )
    return make_response(body, status)
