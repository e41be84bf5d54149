"""What belongs to the running application and request."""

from typing import cast

from flask import Flask, Request, current_app, request
from werkzeug.local import LocalProxy

from idp.config import Settings
from idp.services import EXTENSION, Services

_app = cast("LocalProxy[Flask]", current_app)
_request = cast("LocalProxy[Request]", request)


def this_app() -> Flask:
    """The running application itself: each look through Flask's stand-in for it costs three calls more."""
    return _app._get_current_object()  # noqa: SLF001  public by this name: Flask's manual, "Notes On Proxies"


def this_request() -> Request:
    """The running request itself, for whoever looks at it more than once."""
    return _request._get_current_object()  # noqa: SLF001  public by this name: Flask's manual, "Notes On Proxies"


def services() -> Services:
    """The object graph of the running application."""
    graph: Services = this_app().extensions[EXTENSION]
    return graph


def settings() -> Settings:
    """The settings of the running application."""
    return services().settings
