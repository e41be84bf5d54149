"""The kiosk: read this first. It has no sign-in page of its own, so it takes only parts of the kit."""

import logging
from typing import Any

from flask import Blueprint, Flask, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from clients.kiosk import pages
from clients.kiosk.device_flow import DeviceFlow
from clients.kiosk.english import ENGLISH
from clients.kit import application, backchannel, notice
from clients.kit.csrf import register_csrf
from clients.kit.database import Database
from clients.kit.english import ENGLISH as OF_THE_KIT
from clients.kit.headers import register_headers
from clients.kit.language import register_language
from clients.kit.provider import Provider, ProviderUnreachable
from clients.kit.session_store import SessionStore
from clients.kit.sessions import ServerSessions
from clients.kit.settings import Settings

_log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Flask:
    """The kiosk.

    Args:
        settings: How it runs.
    """
    app = Flask(__package__ or "clients.kiosk")
    app.config["MAX_CONTENT_LENGTH"] = application.LARGEST_FORM
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    store = SessionStore(Database(settings.database))
    app.session_interface = ServerSessions(store, settings)
    provider = Provider(settings.issuer)
    app.extensions.update(
        session_store=store,
        settings=settings,
        provider=provider,
        device_flow=DeviceFlow(provider, settings),
    )
    app.register_blueprint(_files_of_the_kit())
    register_headers(app, settings)
    register_language(app, settings, {**OF_THE_KIT, **ENGLISH})
    register_csrf(app, exempt=frozenset({"backchannel.receive"}))
    for part in (pages, backchannel, notice):
        app.register_blueprint(part.blueprint)
    _register_problems(app)
    app.jinja_env.globals.update(provider_account=f"{settings.issuer}/account", asset=_asset)
    return app


def _files_of_the_kit() -> Blueprint:
    return Blueprint(
        "kit",
        application.__name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/kit",
    )


def _asset(name: str) -> str:
    of_the_kit = name.startswith("kit/")
    return url_for("kit.static" if of_the_kit else "static", filename=name.removeprefix("kit/"))


def _register_problems(app: Flask) -> None:
    @app.errorhandler(ProviderUnreachable)
    def unreachable(reason: ProviderUnreachable) -> ResponseReturnValue:
        _log.warning("the provider was not reached: %s", reason)
        return _problem("unreachable"), 503, {"Retry-After": "60"}

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> ResponseReturnValue:
        return _problem("not_found" if error.code == 404 else "invalid"), error.code or 500

    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        # Its name only: the text of an exception may hold a code or a name.
        _log.error("the kiosk failed: %s", type(error).__name__)
        return _problem("failed"), 500


def _problem(what: str) -> Any:
    return make_response(render_template("problem.html", what=what))
