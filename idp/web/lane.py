"""A shorter way for the requests of programs: the same views and the same duties, without what only pages need.

Flask opens the form session, matches the address and looks for coroutines in every request. Requests to an endpoint
for machines have no form session, and their few addresses can be looked up. Nothing else is different: what runs
before and after a request is what the application has registered.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.ctx import RequestContext
from flask.sessions import NullSession
from werkzeug.routing import Rule

from idp.oauth.supported import ENDPOINTS
from idp.web.late_rule import LateRule

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_NAMES = {f"protocol.{each.name}" for each in ENDPOINTS if each.kind == "machine"}


class MachineContext(RequestContext):
    """The context of a request whose route is known and that has no form session.

    Args:
        app: The application.
        environ: The request, as the server gives it.
        rule: Its route.
    """

    def __init__(self, app: Flask, environ: "WSGIEnvironment", rule: Rule) -> None:
        request = app.request_class(environ)
        request.url_rule, request.view_args = rule, {}
        request.json_module = app.json
        self.request = request
        self.app = app
        self.url_adapter = None
        self.flashes = None
        self._session = NullSession()
        self._after_request_functions = []
        self._cv_tokens = []


class Application(Flask):
    """Flask with the shorter way, and with routes that are quicker to set up."""

    url_rule_class = LateRule
    takes_lane = True

    def request_context(self, environ: "WSGIEnvironment") -> RequestContext:
        """The context of a request: the shorter one where an endpoint for machines is asked in the usual way."""
        rule = self._rules.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")))
        if rule is None or not self.takes_lane or not _is_usual(environ):
            return super().request_context(environ)
        return MachineContext(self, environ, rule)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing of ours is a coroutine: Flask would look at each function once more in every request."""
        return func

    @cached_property
    def _rules(self) -> dict[tuple[str, str], Rule]:
        rules = [rule for rule in self.url_map.iter_rules() if rule.endpoint in _NAMES]
        return {
            (method, rule.rule): rule
            for rule in rules
            for method in (rule.methods or set()) & {"GET", "POST"}
        }


def _is_usual(environ: "WSGIEnvironment") -> bool:
    # What is odd about a request is for Flask to say: an address with a query or below another, a host that is none.
    return (
        not environ.get("QUERY_STRING")
        and not environ.get("SCRIPT_NAME")
        and _HOST.fullmatch(environ.get("HTTP_HOST", "")) is not None
    )
