"""What belongs to the running application and request."""

from flask import Flask, Request, current_app, request

from idp.config import Settings
from idp.services import EXTENSION, Services


def this_app() -> Flask:
    """The running application itself: each look through Flask's stand-in for it costs three calls more."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way
    return app


def this_request() -> Request:
    """The running request itself, for whoever looks at it more than once."""
    running: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way
    return running


def services() -> Services:
    """The object graph of the running application."""
    graph: Services = this_app().extensions[EXTENSION]
    return graph


def settings() -> Settings:
    """The settings of the running application."""
    return services().settings
