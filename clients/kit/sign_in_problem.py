"""How a sign-in ended that did not end well, on a page of its own.

What is to be said is kept in the session under a key made for it; the address holds the key and nothing else. The
page may be reloaded, and read in the other language, for as long as the session lasts.
"""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from clients.kit import problems
from clients.kit.citizen import current_citizen
from clients.kit.problems import Problem

MOST_KEPT = 5
_PREFIX = "sign_in_problem_"
_SOMEBODY_ELSE = "somebody_else"
_KINDS: dict[str, Callable[[], Problem]] = {
    kind.__name__: kind
    for kind in (
        problems.denied,
        problems.failed_here,
        problems.level_not_reached,
        problems.not_trusted,
        problems.provider_down,
        problems.refused_by_provider,
    )
}

blueprint = Blueprint("sign_in_problem", __name__)


@blueprint.get("/sign-in-problem", defaults={"key": ""})
@blueprint.get("/sign-in-problem/<key>")
def page(key: str) -> ResponseReturnValue:
    """What happened; where that is not known (any more), a way to begin again."""
    kept = session.get(_PREFIX + key)
    if kept is None:
        return _nothing_known()
    if kept["kind"] == _SOMEBODY_ELSE:
        return render_template("kit/somebody_else.html")
    return problems.page_of(_KINDS[kept["kind"]](), kept["incident"], **kept["more"])


def lead_to(kind: Callable[[], Problem], reason: str, **more: Any) -> Response:
    """Write a problem into the log, keep it for the citizen, and lead to its page.

    Args:
        kind: What happened.
        reason: Why, for the log: no token, no code, no personal value.
        more: What else the page shows; see `problems.show`.
    """
    return _kept({"kind": kind.__name__, "incident": problems.noted(reason), "more": more})


def lead_to_somebody_else() -> Response:
    """Lead to the page that says that another citizen came back than went."""
    return _kept({"kind": _SOMEBODY_ELSE})


def lead_to_nothing_known() -> Response:
    """Lead there with an answer that belongs to nothing here. Nothing is kept: anybody can send such answers."""
    return redirect(url_for("sign_in_problem.page"), 303)


def _kept(said: dict[str, Any]) -> Response:
    # Members keep the order they came in: the latest stay, and room is made for one more.
    latest_first = [name for name in reversed(session) if name.startswith(_PREFIX)]
    for name in latest_first[MOST_KEPT - 1 :]:
        del session[name]
    key = secrets.token_urlsafe(12)
    session[_PREFIX + key] = said
    return redirect(url_for("sign_in_problem.page", key=key), 303)


def _nothing_known() -> ResponseReturnValue:
    # Reloading the page after signing in, or the back button: the code was used, and all is well.
    if current_citizen() is not None:
        return redirect("/", 303)
    return problems.show(problems.too_old(), "an answer that belongs to no request of this browser")
